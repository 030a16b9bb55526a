"""Version constraints of Poetry, as version specifiers (PEP 440).

``^1.2`` ends before the next of the first number that is not zero, ``~1.2`` before the next minor
release; a version alone is that version. There is no ``||`` in specifiers, so there may be several,
of which one has to fit.
"""

from __future__ import annotations

import re
from typing import Final

from scanner.metadata.specifier import is_specifier

SEPARATOR: Final = re.compile(r"\s*,\s*|(?<=[^\s<>=!~^,])\s+(?=[<>=!~^\d*])")
"""Between clauses that all have to fit."""
_RANGE: Final = re.compile(
    r"(?P<sign>[~^])\s*v?(?P<epoch>\d+!)?(?P<release>\d{1,18}(?:\.\d{1,18})*)(?P<rest>[^\s,;*]*)"
)
_PLAIN: Final = re.compile(r"(?P<sign>===?|=|[<>!]=|[<>]|~=)?\s*(?P<version>[^\s<>=!~^,;]+)")
MAX_CHARACTERS: Final = 1000
OR: Final = " || "
"""Joins specifiers of which one has to fit; there is no such thing in PEP 440."""


def specifiers_of(constraint: str) -> tuple[str, ...] | None:
    """Return the specifiers of which one has to fit; None if it is no constraint."""
    if len(constraint) > MAX_CHARACTERS:
        return None
    found = []
    for alternative in re.split(r"\s*\|\|?\s*", constraint.strip()):
        clauses = [_clause(part) for part in SEPARATOR.split(alternative) if part]
        if None in clauses:
            return None
        found.append(",".join(clause for clause in clauses if clause))
    return ("",) if "" in found else tuple(dict.fromkeys(found))


def _clause(text: str) -> str | None:
    """Return one clause; an empty one for any version, None if it is none."""
    if text == "*":
        return ""
    if bounds := _RANGE.fullmatch(text):
        sign, release = bounds["sign"], bounds["release"]
        epoch = bounds["epoch"] or ""
        specifier = f">={epoch}{release}{bounds['rest']},<{epoch}{_next(sign, release)}"
        return specifier if is_specifier(specifier) else None
    plain = _PLAIN.fullmatch(text)
    if plain is None:
        return None
    sign = {None: "==", "=": "=="}.get(plain["sign"], plain["sign"])
    version = plain["version"].replace(".x", ".*")
    specifier = f"{sign}{version}"
    return specifier if is_specifier(specifier) else None


def _next(sign: str, release: str) -> str:
    """Return the release that a range ends before."""
    numbers = [int(number) for number in release.split(".")]
    if sign == "~":
        at = min(1, len(numbers) - 1)
    else:
        at = next((i for i, number in enumerate(numbers) if number), len(numbers) - 1)
    bound = [*numbers[:at], numbers[at] + 1]
    return ".".join(map(str, bound if len(bound) > 1 else [*bound, 0]))
