"""Specifiers that are raised, so that they ask for a version or better (PEP 440, and Poetry's own).

Only lower bounds and pins are raised. An upper bound is somebody's reason to wait, and stands: a
specifier with one that excludes the version cannot be raised. What ``~=1.2``, ``^1.2`` and ``~1.2``
end before is no such reason, as nobody wrote it: it moves with the number.
"""

from __future__ import annotations

import re
from typing import Final

from scanner.metadata.poetry_constraint import SEPARATOR, specifiers_of
from scanner.metadata.specifier import admits
from scanner.model.version import parsed

_CLAUSE: Final = re.compile(
    r"(?P<before>\s*(?P<operator>===|==|~=|>=|<=|!=|[<>=^~]|)\s*)(?P<bound>[^\s,]+)(?P<after>\s*)"
)
_RELEASE: Final = re.compile(r"v?(?P<numbers>(?:\d+!)?\d+(?:\.\d+)*)(?P<rest>.*)", re.ASCII)
_SERIES: Final = ".*"
_ANY: Final = "*"
_PINS: Final = frozenset(("==", "=", ""))
_KEPT: Final = frozenset(("<", "<=", "!="))
_LOWER: Final = frozenset((">", ">=", "^", "~"))


def raised(specifier: str, version: str) -> str | None:
    """Return a specifier with this version as its lowest; None if it would not allow it."""
    clauses = [_CLAUSE.fullmatch(clause) for clause in specifier.split(",")]
    found = ",".join(_raised(clause, version) for clause in clauses if clause)
    return found if None not in clauses and admits(found, version) else None


def raised_constraint(constraint: str, version: str) -> str | None:
    """Return the same of a constraint of Poetry; None, too, if that has alternatives or is none."""
    # Every other part is what stands between two clauses.
    parts = re.split(f"({SEPARATOR.pattern})", constraint)
    clauses = [_CLAUSE.fullmatch(clause) for clause in parts[::2]]
    if None in clauses or "|" in constraint or specifiers_of(constraint) is None:
        return None
    parts[::2] = [_raised(clause, version) for clause in clauses if clause]
    found = "".join(parts)
    (specifier,) = specifiers_of(found) or ("",)
    return found if specifier and admits(specifier, version) else None


def _raised(clause: re.Match[str], version: str) -> str:
    operator, bound = clause.group("operator", "bound")
    if operator in _KEPT or bound == _ANY or (operator in _LOWER and _is_above(bound, version)):
        return clause[0]
    if operator in _PINS and bound.endswith(_SERIES):
        length = len(_numbers(bound.removesuffix(_SERIES)))
        version = f"{'.'.join(_padded(version, length)[:length])}{_SERIES}"
    elif operator in {"~=", "~"}:
        # How many numbers it has decides what it allows.
        numbers, rest = _padded(version, len(_numbers(bound))), _rest(version)
        version = f"{'.'.join(numbers)}{rest}"
    before = clause["before"].replace(">", ">=") if operator == ">" else clause["before"]
    return f"{before}{version}{clause['after']}"


def _is_above(bound: str, version: str) -> bool:
    """Tell whether a lower bound is high enough; one that is no version is none."""
    lowest, wanted = parsed(bound), parsed(version)
    return lowest is not None and wanted is not None and lowest >= wanted


def _padded(version: str, length: int) -> list[str]:
    numbers = _numbers(version)
    return numbers + ["0"] * (length - len(numbers))


def _numbers(version: str) -> list[str]:
    """Return the numbers of a release, with the epoch in the first."""
    match = _RELEASE.fullmatch(version)
    return match["numbers"].split(".") if match else []


def _rest(version: str) -> str:
    match = _RELEASE.fullmatch(version)
    return match["rest"] if match else ""
