"""Versions of one distribution between two bounds that stand beside each other.

No record tells them apart, so what one of them meets all of them do.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from packaging.version import Version

    from scanner.model.advisory import Advisory
    from scanner.model.version import InstalledVersion


class Stretches:
    """Those that the records of a distribution make; a bound is a stretch of its own."""

    def __init__(self, records: Sequence[Advisory]) -> None:
        self._records = records

    def around(self, version: InstalledVersion) -> int | None:
        """Return the number of the stretch that a version is in.

        None has what goes by more than its place in the order: no version at all, one that is
        listed, and a local segment, which counts beside some bounds only (rule P5).
        """
        full = version.full
        if full is None or full is not version.public:
            return None
        if self._listed and (full in self._listed or version.text in self._listed):
            return None
        place = bisect_left(self._bounds, full)
        is_bound = place < len(self._bounds) and self._bounds[place] == full
        return 2 * place + is_bound

    @cached_property
    def _bounds(self) -> list[Version]:
        entries = (entry for record in self._records for entry in record.affected)
        intervals = (item for entry in entries for group in entry.ranges for item in group.ranges)
        return sorted({bound for item in intervals for bound in item.bounds})

    @cached_property
    def _listed(self) -> frozenset[str | Version]:
        entries = (entry for record in self._records for entry in record.affected)
        return frozenset(each for entry in entries for each in entry.listed)
