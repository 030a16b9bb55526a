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
    groups: dict[str, _Group] = {}
    by_name: defaultdict[str, list[str]] = defaultdict(list)
    for advisory in sorted(advisories, key=lambda advisory: advisory.id):
        groups[advisory.id] = _Group(advisory)
        for name in {advisory.id, *advisory.aliases}:
            by_name[name].append(advisory.id)
    # Names of CVEs first: they say best what is the same.
    for name in sorted(by_name, key=lambda name: (not _is_cve(name), name)):
        first, *others = by_name[name]
        for other in others:
            if _is_cve(name) or groups[first].may_be(groups[other]):
                groups[first].absorb(groups[other], groups)
    distinct = {id(group): group for group in groups.values()}
    return [tuple(group.advisories) for group in distinct.values()]


class _Group:
    """Records that were joined so far."""

    def __init__(self, advisory: Advisory) -> None:
        self.advisories = [advisory]
        self.cves = {name for name in (advisory.id, *advisory.aliases) if _is_cve(name)}

    def may_be(self, other: _Group) -> bool:
        """Tell whether nothing speaks against the two being one."""
        return not (self.cves and other.cves) or bool(self.cves & other.cves)

    def absorb(self, other: _Group, groups: dict[str, _Group]) -> None:
        """Take over the records of another group."""
        if other is self:
            return
        self.advisories = sorted(self.advisories + other.advisories, key=lambda record: record.id)
        self.cves |= other.cves
        for advisory in other.advisories:
            groups[advisory.id] = self


def _is_cve(name: str) -> bool:
    return name.startswith("CVE-")
