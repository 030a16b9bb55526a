"""Which records speak of the same vulnerability (rule P10).

Databases copy from each other and name each other's records as aliases, sometimes wrongly. Records
are joined only where they were found for the same distribution, and an alias that is no CVE does
not join records that name different CVEs.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scanner.model.advisory import Advisory
    from scanner.model.explanation import Edge


def grouped(advisories: Iterable[Advisory]) -> list[tuple[Advisory, ...]]:
    """Return the records in groups that speak of one vulnerability each, sorted by identifier."""
    records = sorted(advisories, key=_names)
    names = [name for record in records for name in {*_names(record)}]
    if len({*names}) == len(names):  # Nearly always no two of them share one.
        return [(record,) for record in records]
    return list(_groups(_Grouping(records)))


def edges_of(advisories: Iterable[Advisory]) -> tuple[Edge, ...]:
    """Return what joins records, and what would but for the CVEs that they name."""
    from scanner.model.explanation import Edge

    return tuple(Edge(*each) for each in _Grouping(advisories).edges)


def is_cve(name: str) -> bool:
    """Tell whether a name is one of the CVE list, by which no two databases differ."""
    return name.startswith("CVE-")


class _Grouping:
    """Records, and the groups that they are in."""

    def __init__(self, advisories: Iterable[Advisory]) -> None:
        self.records = sorted(advisories, key=_names)
        self.groups = [_Group(place, record) for place, record in enumerate(self.records)]
        self.edges: list[tuple[str, str, str, bool]] = []
        by_name: defaultdict[str, list[int]] = defaultdict(list)
        for place, record in enumerate(self.records):
            for name in set(_names(record)):
                by_name[name].append(place)
        shared = [name for name, places in by_name.items() if len(places) > 1]
        for name in sorted(shared, key=lambda name: (not is_cve(name), name)):
            first, *others = by_name[name]
            for other in others:
                self._meet(first, other, name)

    def _meet(self, first: int, second: int, name: str) -> None:
        one, other = self.groups[first], self.groups[second]
        is_refused = not one.may_be(other)
        ids = self.records[first].id, self.records[second].id
        self.edges.append((*ids, name, is_refused))
        if not is_refused:
            one.absorb(other, self.groups)


def _groups(grouping: _Grouping) -> Iterator[tuple[Advisory, ...]]:
    for group in dict.fromkeys(grouping.groups):
        yield tuple(grouping.records[place] for place in sorted(group.places))


class _Group:
    """Records that were joined so far."""

    def __init__(self, place: int, advisory: Advisory) -> None:
        self.places = [place]
        self.cves = {name for name in _names(advisory) if is_cve(name)}

    def may_be(self, other: _Group) -> bool:
        """Tell whether they do not name different CVEs only."""
        return not (self.cves and other.cves) or bool(self.cves & other.cves)

    def absorb(self, other: _Group, groups: list[_Group]) -> None:
        """Take over the records of another group."""
        if other is self:
            return
        self.places += other.places
        self.cves |= other.cves
        for place in other.places:
            groups[place] = self


def _names(advisory: Advisory) -> tuple[str, ...]:
    return (advisory.id, *advisory.aliases)
