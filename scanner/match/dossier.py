"""All records of one distribution, prepared to be asked about many versions.

A fleet has hundreds of versions of a distribution, and most of them meet the same records. So what
does not depend on the version is found out once: which records are one vulnerability, and whether
a version that they name as fixed is clean.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from scanner.match.grouping import grouped
from scanner.match.proving import proof_of, reason_of
from scanner.match.repair import repaired
from scanner.model.advisory import NOT_AFFECTED, Status
from scanner.model.finding import Finding
from scanner.model.version import InstalledVersion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from packaging.version import Version

    from scanner.model.advisory import Advisory, Verdict
    from scanner.model.component import Component
    from scanner.model.system_package import Owner

_Answer = tuple[int, "Verdict"]
"""The strongest answer of a record, and which of its entries gives it."""
_STRENGTH: Final = (Status.AFFECTED, Status.UNDETERMINED, Status.NOT_AFFECTED)


class Dossier:
    """What is known of one distribution."""

    def __init__(self, advisories: Iterable[Advisory], *, repairs: bool = True) -> None:
        standing = [advisory for advisory in advisories if advisory.withdrawn is None]
        self._records = [repaired(record) for record in standing] if repairs else standing
        self._groupings: dict[tuple[int, ...], tuple[_Group, ...]] = {}
        self._groups: dict[tuple[int, ...], _Group] = {}

    def findings_of(
        self, component: Component, version: InstalledVersion, left_to: Owner | None
    ) -> Iterator[Finding]:
        """Yield a finding for each vulnerability that the version has, or may have."""
        answers = {
            place: answer
            for place, record in enumerate(self._records)
            if (answer := answer_of(record, version))[1].status is not Status.NOT_AFFECTED
        }
        if not answers:
            return
        for group in self._groups_of(tuple(answers)):
            found = [(answers[place], self._records[place].id) for place in group.places]
            verdicts = [verdict for (_, verdict), _ in found]
            decisive = verdicts[0] if len(verdicts) == 1 else min(verdicts, key=_strength)
            yield Finding(
                component=component,
                advisories=group.advisories,
                status=decisive.status,
                reason=reason_of(decisive, version),
                proofs=tuple(
                    proof_of(record, entry, verdict, version) for (entry, verdict), record in found
                ),
                fixed_in=group.fix_above(version),
                left_to=left_to,
            )

    def _groups_of(self, places: tuple[int, ...]) -> tuple[_Group, ...]:
        """Return the groups of some records, each of which is made once for all versions."""
        groups = self._groupings.get(places)
        if groups is None:
            place_of = {id(self._records[place]): place for place in places}
            groups = self._groupings[places] = tuple(
                self._group_of(tuple(place_of[id(record)] for record in records), records)
                for records in grouped(self._records[place] for place in places)
            )
        return groups

    def _group_of(self, places: tuple[int, ...], advisories: tuple[Advisory, ...]) -> _Group:
        return self._groups.setdefault(places, _Group(places, advisories))


def answer_of(advisory: Advisory, version: InstalledVersion) -> _Answer:
    """Return the strongest answer that a record gives: affected, before undetermined."""
    if len(advisory.affected) == 1:
        (entry,) = advisory.affected
        return entry.entry, entry.verdict(version)
    answers = ((entry.entry, entry.verdict(version)) for entry in advisory.affected)
    return min(answers, key=lambda answer: _strength(answer[1]), default=(0, NOT_AFFECTED))


class _Group:
    """Records of one vulnerability."""

    def __init__(self, places: tuple[int, ...], advisories: tuple[Advisory, ...]) -> None:
        self.places = places
        self.advisories = advisories
        self._fixes: list[Version] | None = None
        self._clean: dict[int, str | None] = {}
        """By place in the fixes, its text; None if one of the records affects it."""

    def fix_above(self, version: InstalledVersion) -> str | None:
        """Return the lowest fixed version above another that none of the records affects."""
        if version.full is None:
            return None
        if self._fixes is None:
            self._fixes = sorted({fix for record in self.advisories for fix in _fixes(record)})
        for place in range(bisect_right(self._fixes, version.full), len(self._fixes)):
            if place not in self._clean:
                self._clean[place] = self._text_if_clean(self._fixes[place])
            if text := self._clean[place]:
                return text
        return None

    def _text_if_clean(self, fix: Version) -> str | None:
        version = InstalledVersion.of(str(fix))
        answers = (answer_of(record, version)[1].status for record in self.advisories)
        return version.text if all(each is Status.NOT_AFFECTED for each in answers) else None


def _strength(verdict: Verdict) -> int:
    return _STRENGTH.index(verdict.status)


def _fixes(advisory: Advisory) -> Iterator[Version]:
    for affected in advisory.affected:
        for group in affected.ranges:
            for interval in group.ranges:
                if interval.fixed is not None:
                    yield interval.fixed
