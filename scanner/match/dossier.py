"""All records of one distribution, prepared to be asked about many versions.

A fleet has hundreds of versions of a distribution, and most of them meet the same records. So what
does not depend on the version is found out once: which records are one vulnerability, whether a
version that they name as fixed is clean, and what all versions between two bounds meet.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scanner.match.grouping import grouped
from scanner.match.proving import ground_of, proved, reason_of
from scanner.match.repair import repaired
from scanner.match.stretch import Stretches
from scanner.model.advisory import NOT_AFFECTED, Status
from scanner.model.finding import Finding
from scanner.model.version import InstalledVersion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from packaging.version import Version

    from scanner.model.advisory import Advisory, Verdict
    from scanner.model.component import Component
    from scanner.model.proof import Proof
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
        self._stretches: Stretches | None = None
        self._met: dict[int, tuple[_Met, ...]] = {}
        """By stretch, what all versions in it meet."""

    def findings_of(
        self, component: Component, version: InstalledVersion, left_to: Owner | None
    ) -> Iterator[Finding]:
        """Yield a finding for each vulnerability that the version has, or may have."""
        if not self._records:
            return
        for met in self._met_by(version):
            yield Finding(
                component=component,
                advisories=met.advisories,
                status=met.status,
                reason=met.reason,
                proofs=tuple([proved(ground, version) for ground in met.grounds]),
                fixed_in=met.fixed_in,
                left_to=left_to,
            )

    def _met_by(self, version: InstalledVersion) -> tuple[_Met, ...]:
        if self._stretches is None:
            # Most scans have one version of a distribution, for which this is no use.
            self._stretches = Stretches(self._records)
            return self._found_by(version)
        stretch = self._stretches.around(version)
        if stretch is None:
            return self._found_by(version)
        met = self._met.get(stretch)
        if met is None:
            met = self._met[stretch] = self._found_by(version)
        return met

    def _found_by(self, version: InstalledVersion) -> tuple[_Met, ...]:
        """Ask each record about a version."""
        answers = {
            place: answer
            for place, record in enumerate(self._records)
            if (answer := answer_of(record, version))[1].status is not Status.NOT_AFFECTED
        }
        groups = self._groups_of(tuple(answers)) if answers else ()
        return tuple([_met(group, answers, version) for group in groups])

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
        group = self._groups.get(places)
        if group is None:
            group = self._groups[places] = _Group(places, advisories)
        return group


@dataclass(frozen=True, slots=True)
class _Met:
    """A vulnerability that a version meets, and which others do in the same way."""

    advisories: tuple[Advisory, ...]
    status: Status
    reason: str
    grounds: tuple[Proof, ...]
    """The proof of each record, but for the version."""
    fixed_in: str | None


def _met(group: _Group, answers: Mapping[int, _Answer], version: InstalledVersion) -> _Met:
    grounds = tuple([ground_of(record.id, *answers[place]) for record, place in group.members])
    decisive = grounds[0] if len(grounds) == 1 else min(grounds, key=_strength)
    return _Met(
        group.advisories,
        decisive.status,
        reason_of(decisive, version),
        grounds,
        group.fix_above(version),
    )


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
        self.advisories = advisories
        self.members = tuple(zip(advisories, places, strict=True))
        self._fixes: list[Version] | None = None
        self._clean: dict[int, str | None] = {}
        """By place in the fixes, its text; None if one of the records affects it."""

    def fix_above(self, version: InstalledVersion) -> str | None:
        """Return the lowest fixed version above another that none of the records affects."""
        if version.full is None:
            return None
        if self._fixes is None:
            entries = [entry for record in self.advisories for entry in record.affected]
            intervals = [item for each in entries for group in each.ranges for item in group.ranges]
            self._fixes = sorted({item.fixed for item in intervals if item.fixed is not None})
        for place in range(bisect_right(self._fixes, version.full), len(self._fixes)):
            if place not in self._clean:
                self._clean[place] = self._text_if_clean(self._fixes[place])
            if text := self._clean[place]:
                return text
        return None

    def _text_if_clean(self, fix: Version) -> str | None:
        version = InstalledVersion.of(str(fix))
        for record in self.advisories:
            if answer_of(record, version)[1].status is not Status.NOT_AFFECTED:
                return None
        return version.text


def _strength(answer: Verdict | Proof) -> int:
    return _STRENGTH.index(answer.status)
