"""Version specifiers: ``>=1.2,<2`` (PyPA version specifiers, PEP 440).

What is installed was chosen, so a pre-release fits like any other version. Nearly all versions and
specifiers are plain numbers, which need no library to be compared; of all else, packaging knows the
rules.
"""

from __future__ import annotations

import re
from functools import lru_cache
from operator import eq, ge, gt, le, lt, ne
from typing import TYPE_CHECKING, Any, Final

from scanner.model.version import PLAIN, InstalledVersion, parsed

if TYPE_CHECKING:
    from collections.abc import Callable

    from packaging.version import Version

_RELEASE: Final = r"v?(?:\d+!)?\d+(?:\.\d+)*"
_VERSION: Final = (
    rf"{_RELEASE}(?:[-_.]?(?:alpha|a|beta|b|preview|pre|c|rc)[-_.]?\d*)?"
    r"(?:-\d+|[-_.]?(?:post|rev|r)[-_.]?\d*)?(?:[-_.]?dev[-_.]?\d*)?"
)
_CLAUSE: Final = re.compile(
    rf"""\s*(?:
        (?:<=|>=|<|>)\s*{_VERSION}
        |~=\s*(?=v?(?:\d+!)?\d+\.\d){_VERSION}
        |[=!]=\s*(?:{_RELEASE}\.\*|{_VERSION}(?:\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?)
        |===\s*[^\s;)]+
    )\s*""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_PARTS: Final = re.compile(r"(?P<operator>===|[<>=!~]=|[<>])\s*(?P<version>.*)", re.DOTALL)
_ORDER: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "<": lt,
    "<=": le,
    "==": eq,
    "!=": ne,
    ">=": ge,
    ">": gt,
}


def is_specifier(text: str) -> bool:
    """Tell whether a text is a specifier; nothing is one, too."""
    return all(_CLAUSE.fullmatch(clause) for clause in text.split(",")) if text else True


def admits(specifier: str, version: str | None) -> bool | None:
    """Tell whether a version fits; None where the specifier or the version is none."""
    if not specifier:
        return True
    if version is None or not is_specifier(specifier):
        return None
    answers = [_fits(clause.strip(), version) for clause in specifier.split(",")]
    if False in answers:
        return False
    return None if None in answers else True


def is_same(version: str, other: str | None) -> bool:
    """Tell whether two versions are one, whatever their spelling and the build of the other."""
    return version == other or admits(f"=={version}", other) is True


def lowest(specifier: str) -> str | None:
    """Return the lowest version that a specifier allows, if it names one."""
    if not specifier or not is_specifier(specifier):
        return None
    bounds = [
        (version, bound)
        for clause in specifier.split(",")
        if (bound := _lower_bound(clause)) and (version := parsed(bound))
    ]
    if not bounds:
        return None
    bound = max(bounds)[1]
    return bound if admits(specifier, bound) else None


def _lower_bound(clause: str) -> str | None:
    parts = _PARTS.match(clause.strip())
    assert parts is not None, clause
    is_series = parts["operator"] == "==" and parts["version"].endswith(".*")
    if is_series or parts["operator"] in {">=", "~="}:
        return parts["version"].strip().removesuffix(".*")
    return None


@lru_cache(maxsize=4096)
def _fits(clause: str, version: str) -> bool | None:
    parts = _PARTS.match(clause)
    assert parts is not None, clause
    operator, bound = parts["operator"], parts["version"]
    if PLAIN.fullmatch(version) and PLAIN.fullmatch(bound.removesuffix(".*")):
        return _fits_plain(operator, bound, version)
    if operator in _ORDER and "+" not in bound:
        installed, limit = InstalledVersion.of(version), parsed(bound)
        if installed.public and limit and not _is_exempt(operator, installed.public, version):
            return _ORDER[operator](installed.public, limit)
    return _by_packaging(clause, version)


def _is_exempt(operator: str, public: Version, version: str) -> bool:
    """Tell whether a version may be an exception, which fits otherwise than in the order of all."""
    if operator == ">":
        return public.is_postrelease or "+" in version
    return operator == "<" and public.is_prerelease


def _fits_plain(operator: str, bound: str, version: str) -> bool:
    """Tell whether a version of numbers fits a bound of numbers, which may end in ``.*``."""
    if bound.endswith(".*"):
        return _is_in(version, bound.removesuffix(".*")) is (operator == "==")
    if operator == "~=":
        series = bound.rpartition(".")[0]
        return _is_in(version, series) and _release(version) >= _release(bound)
    if operator == "===":
        return version == bound
    return _ORDER[operator](_release(version), _release(bound))


def _is_in(version: str, series: str) -> bool:
    """Tell whether the numbers of a version begin with those of a series."""
    wanted = [int(number) for number in series.split(".")]
    numbers = [int(number) for number in version.split(".")]
    return (numbers + [0] * len(wanted))[: len(wanted)] == wanted


def _release(version: str) -> tuple[int, ...]:
    """Return the numbers of a version without the zeros at its end, which mean nothing."""
    numbers = [int(number) for number in version.split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def _by_packaging(clause: str, version: str) -> bool | None:
    from packaging.specifiers import Specifier

    if parsed(version) is None and not clause.startswith("==="):
        return None
    try:
        return Specifier(clause).contains(version, prereleases=True)
    except ValueError:  # InvalidVersion is one, and so is a number of too many digits for int().
        return None
