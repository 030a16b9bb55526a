"""Which records speak of the same vulnerability (rule P10).

Databases copy from each other and name each other's records as aliases, sometimes wrongly. Records
are joined only where they were found for the same distribution, and an alias that is no CVE does
not join records that name different CVEs.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scanner.model.advisory import Advisory


def grouped(advisories: Iterable[Advisory]) -> list[tuple[Advisory, ...]]:
    """Return the records in groups that speak of one vulnerability each, sorted by identifier."""
    groups: list[_Group] = []
    by_name: defaultdict[str, list[int]] = defaultdict(list)
    for place, advisory in enumerate(sorted(advisories, key=_names)):
        groups.append(_Group(place, advisory))
        for name in set(_names(advisory)):
            by_name[name].append(place)
    for name in sorted(by_name):
        first, *others = by_name[name]
        for other in others:
            if groups[first].may_be(groups[other]):
                groups[first].absorb(groups[other], groups)
    distinct = {id(group): group for group in groups}
    return [
        tuple(group.advisories[place] for place in sorted(group.advisories))
        for group in distinct.values()
    ]


class _Group:
    """Records that were joined so far."""

    def __init__(self, place: int, advisory: Advisory) -> None:
        self.advisories = {place: advisory}
        self.cves = {name for name in _names(advisory) if _is_cve(name)}

    def may_be(self, other: _Group) -> bool:
        """Tell whether they do not name different CVEs only."""
        return not (self.cves and other.cves) or bool(self.cves & other.cves)

    def absorb(self, other: _Group, groups: list[_Group]) -> None:
        """Take over the records of another group."""
        self.advisories |= other.advisories
        self.cves |= other.cves
        for place in other.advisories:
            groups[place] = self


def _is_cve(name: str) -> bool:
    return name.startswith("CVE-")


def _names(advisory: Advisory) -> tuple[str, ...]:
    return (advisory.id, *advisory.aliases)
