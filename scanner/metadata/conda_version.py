"""Versions of conda, their order, and what a match specification allows of them (CEP 29).

Nothing of that is as in PEP 440: ``1.0a`` is before ``1.0``, ``=1.26`` is a prefix, and an
alternative (``|``) may follow.
"""

from __future__ import annotations

import re
from functools import cmp_to_key, lru_cache
from itertools import zip_longest
from math import inf
from typing import Final, TypeAlias

MAX_CHARACTERS: Final = 256
"""Of a version, and of a clause about it."""
MAX_CLAUSES: Final = 100
_VERSION: Final = re.compile(
    r"v?(?:(?P<epoch>[0-9]{1,18})!)?(?P<version>[0-9a-z._-]+)(?:\+(?P<local>[0-9a-z._-]+))?"
)
_PARTS: Final = re.compile(r"[0-9]+|[a-z]+")
_CLAUSE: Final = re.compile(
    r"(?P<operator>[<>=!~]=|[<>=])?\s*(?P<bound>[^<>=~^*\s]+?)(?P<any>\.?\*)?"
)
_FROM_BELOW: Final = frozenset((None, "=", "==", ">=", "~="))
"""The operators whose bound is the lowest version that fits."""
_Part: TypeAlias = tuple[int, float, str]
"""A number, or a word, which is before all numbers."""
_Segment: TypeAlias = tuple[_Part, ...]
_NOTHING: Final[_Part] = (1, 0, "")
"""What stands for a part that is not there."""
_WORDS: Final[dict[str, _Part]] = {"post": (1, inf, ""), "dev": (0, 0, "")}
"""Words that are after all numbers, and before all other words."""


class CondaVersion:
    """A version that others can be compared with."""

    def __init__(self, segments: tuple[_Segment, ...], local: tuple[_Segment, ...]) -> None:
        self.segments = segments
        """The epoch first."""
        self.local = local

    def compared(self, other: CondaVersion) -> int:
        """Return a number that is negative if the other is later, and zero if it is the same."""
        return _compared(self.segments, other.segments) or _compared(self.local, other.local)

    def begins_with(self, prefix: CondaVersion) -> bool:
        """Tell whether it is in the series of another."""
        if prefix.local:
            return not _compared(self.segments, prefix.segments) and _begins(
                self.local, prefix.local
            )
        return _begins(self.segments, prefix.segments)


@lru_cache(maxsize=4096)
def parse_conda_version(text: str) -> CondaVersion | None:
    """Read a version; None if it is none."""
    found = _VERSION.fullmatch(text.strip().lower()) if len(text) <= MAX_CHARACTERS else None
    if found is None:
        return None
    epoch: _Segment = ((1, int(found["epoch"] or 0), ""),)
    return CondaVersion((epoch, *_segments(found["version"])), _segments(found["local"] or ""))


def is_same_version(version: str, other: str | None) -> bool:
    """Tell whether two versions are one, whatever their spelling."""
    if other is None or version == other:
        return version == other
    one, another = parse_conda_version(version), parse_conda_version(other)
    return one is not None and another is not None and one.compared(another) == 0


def allows(specifier: str, version: str | None) -> bool | None:
    """Tell whether a version is one of those allowed; None where that cannot be told."""
    if version is None or len(specifier) > MAX_CHARACTERS * MAX_CLAUSES:
        return None
    read = parse_conda_version(version)
    alternatives = [each.split(",") for each in specifier.split("|")]
    if read is None or sum(map(len, alternatives)) > MAX_CLAUSES:
        return None
    answers = [_all({_fits(clause.strip(), read) for clause in each}) for each in alternatives]
    if True in answers:
        return True
    return None if None in answers else False


def lowest(specifier: str) -> str | None:
    """Return the lowest version that a specifier allows, if each alternative names one."""
    if 1 + specifier.count("|") + specifier.count(",") > MAX_CLAUSES:
        return None
    alternatives = specifier.split("|")
    found = [version for each in alternatives if (version := _lowest(each))]
    return min(found, key=_ORDER) if len(found) == len(alternatives) else None


def _lowest(alternative: str) -> str | None:
    """Return the highest of the bounds from below, if that is allowed."""
    clauses = (clause.strip() for clause in alternative.split(","))
    read = (_CLAUSE.fullmatch(clause) for clause in clauses if len(clause) <= MAX_CHARACTERS)
    named = (found["bound"] for found in read if found and found["operator"] in _FROM_BELOW)
    bounds = [bound for bound in named if parse_conda_version(bound)]
    if not bounds:
        return None
    bound = max(bounds, key=_ORDER)
    return bound if allows(alternative, bound) else None


def _all(answers: set[bool | None]) -> bool | None:
    if False in answers:
        return False
    return None if None in answers else True


def _fits(clause: str, version: CondaVersion) -> bool | None:
    if clause in {"", "*"}:
        return True
    found = _CLAUSE.fullmatch(clause) if len(clause) <= MAX_CHARACTERS else None
    bound = parse_conda_version(found["bound"]) if found else None
    if found is None or bound is None:
        return None
    order = version.compared(bound)
    is_in_series = version.begins_with(bound)
    answers = {
        None: is_in_series if found["any"] else order == 0,
        "=": is_in_series,
        "==": is_in_series if found["any"] else order == 0,
        "!=": not is_in_series if found["any"] else order != 0,
        "<": order < 0,
        "<=": order <= 0,
        ">": order > 0,
        ">=": order >= 0,
        "~=": order >= 0 and version.begins_with(_series(bound)),
    }
    return answers[found["operator"]]


def _compared_texts(one: str, other: str) -> int:
    version, against = parse_conda_version(one), parse_conda_version(other)
    assert version is not None, one
    assert against is not None, other
    return version.compared(against)


_ORDER: Final = cmp_to_key(_compared_texts)


def _series(bound: CondaVersion) -> CondaVersion:
    """Return all but the last segment, as a compatible release (``~=``) has it."""
    return CondaVersion(bound.segments[:-1], ())


def _segments(text: str) -> tuple[_Segment, ...]:
    """Return the parts between the dots; one that begins with a word has a zero in front of it."""
    if not text:
        return ()
    joined = text if "_" in text else text.replace("-", "_")
    segments = []
    for segment in joined.replace("_", ".").split("."):
        parts = tuple(
            _WORDS.get(part, (0, 1, part)) if part.isalpha() else (1, _number(part), "")
            for part in _PARTS.findall(segment)
        )
        segments.append((_NOTHING, *parts) if parts and not parts[0][0] else parts or (_NOTHING,))
    return tuple(segments)


def _number(digits: str) -> float:
    return int(digits)


def _compared(one: tuple[_Segment, ...], other: tuple[_Segment, ...]) -> int:
    for segment, against in zip_longest(one, other, fillvalue=(_NOTHING,)):
        for part, limit in zip_longest(segment, against, fillvalue=_NOTHING):
            if part != limit:
                return -1 if part < limit else 1
    return 0


def _begins(segments: tuple[_Segment, ...], prefix: tuple[_Segment, ...]) -> bool:
    """Tell whether segments are those of a prefix, of whose last segment more may follow."""
    *whole, last = prefix
    if _compared(segments[: len(whole)], tuple(whole)):
        return False
    found = segments[len(whole)] if len(segments) > len(whole) else (_NOTHING,)
    if _compared((found[: len(last) - 1],), (last[:-1],)):
        return False
    part = found[len(last) - 1] if len(found) >= len(last) else _NOTHING
    is_word = bool(last[-1][2])
    return part[2].startswith(last[-1][2]) if is_word else part == last[-1]
