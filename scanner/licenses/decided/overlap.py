"""Whether two decisions may be about the same distribution, whatever an image has."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from scanner.decided.distribution import specifiers
from scanner.model.version import parsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.decided.distribution import Distributions


def may_share(first: Distributions, second: Distributions) -> bool:
    """Tell whether a name and a version can be in both."""
    return any(
        _fit_one(name, other) for name in first.names for other in second.names
    ) and _versions_meet(first.versions, second.versions)


@lru_cache(maxsize=1 << 16)
def _fit_one(first: str, second: str) -> bool:
    """Tell whether any name fits both patterns."""
    if not first or not second:
        return not (first + second).strip("*")
    if first[0] == "*":
        return _fit_one(first[1:], second) or _fit_one(first, second[1:])
    if second[0] == "*":
        return _fit_one(second, first)
    return first[0] == second[0] and _fit_one(first[1:], second[1:])


def _versions_meet(first: str | None, second: str | None) -> bool:
    """Tell whether some version is in both ranges.

    Ranges that meet do so at a bound of one of them, or close above one, or at the very beginning.
    """
    both = ",".join(filter(None, (first, second)))
    return any(specifiers(both).contains(point, prereleases=True) for point in _points(both))


def _points(ranges: str) -> Iterator[str]:
    yield "0"
    for specifier in specifiers(ranges):
        bound = specifier.version.removesuffix(".*")
        yield from (text for text in (bound, f"{bound}.0.1") if parsed(text))
