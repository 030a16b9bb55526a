"""Ranges of versions as ``vers`` writes them (ECMA-427's companion): ``vers:pypi/>=1.0|<2.0``.

Only those of Python's versions are understood (PEP 440); of all else it is unknown what is inside.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from scanner.model.version import parsed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from packaging.version import Version

    from scanner.model.version import InstalledVersion

MAX_CHARACTERS: Final = 4096
_PREFIX: Final = re.compile(r"vers:(?:pypi|pep440)/", re.ASCII)
_CONSTRAINT: Final = re.compile(r"(>=|<=|!=|>|<|=|)(.+)", re.DOTALL)
_LOWER: Final = (">", ">=")
_UPPER: Final = ("<", "<=")


def is_within(text: str, version: InstalledVersion) -> bool | None:
    """Tell whether a range has a version; None if one of the two cannot be read."""
    prefix = _PREFIX.match(text) if len(text) <= MAX_CHARACTERS else None
    if prefix is None:
        return None
    constraints = "".join(text[prefix.end() :].split())
    if constraints == "*":
        return True
    found = [_constraint(each) for each in constraints.strip("|").split("|")]
    if version.full is None or not all(found):
        return None
    return _has([each for each in found if each], version)


def _constraint(text: str) -> tuple[str, Version] | None:
    match = _CONSTRAINT.fullmatch(text)
    version = parsed(unquote(match[2])) if match else None
    return (match[1] or "=", version) if match and version else None


def _has(constraints: Sequence[tuple[str, Version]], version: InstalledVersion) -> bool:
    for sign, bound in constraints:
        if sign in {"=", "!="} and version.beside(bound) == bound:
            return sign == "="
    bounds = sorted((each for each in constraints if each[0] not in {"=", "!="}), key=_version)
    if not bounds:
        return all(sign == "!=" for sign, _ in constraints)
    if bounds[0][0] in _UPPER and _meets(version, bounds[0]):
        return True
    if bounds[-1][0] in _LOWER and _meets(version, bounds[-1]):
        return True
    return any(
        lower[0] in _LOWER
        and upper[0] in _UPPER
        and _meets(version, lower)
        and _meets(version, upper)
        for lower, upper in pairwise(bounds)
    )


def _version(constraint: tuple[str, Version]) -> Version:
    return constraint[1]


def _meets(version: InstalledVersion, constraint: tuple[str, Version]) -> bool:
    sign, bound = constraint
    compared = version.beside(bound)
    if compared == bound:
        return sign.endswith("=")
    return compared > bound if sign in _LOWER else compared < bound
