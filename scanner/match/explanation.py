"""How findings follow from the records of one name, re-derived step by step.

What the matcher did is done once more, in the open: each bound is compared for itself. So an
auditor sees the records, what was compared, and why records are one finding or several.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, TypeAlias

from scanner.match.dossier import answer_of
from scanner.match.grouping import edges_of
from scanner.match.identity import identity_of
from scanner.match.matcher import unmatched
from scanner.match.proving import proof_of
from scanner.match.repair import TABLE_VERSION, repaired
from scanner.model.advisory import Status
from scanner.model.event import events_of
from scanner.model.explanation import (
    Comparison,
    EntryAccount,
    EntryStep,
    Explanation,
    FindingAccount,
    IntervalStep,
    Judgement,
    RangeAccount,
    RecordAccount,
    RecordStep,
)
from scanner.model.version import InstalledVersion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from scanner.judging import Judging
    from scanner.model.advisory import Advisory, Affected, AffectedRange, AffectedRanges
    from scanner.model.component import Component
    from scanner.model.finding import Finding
    from scanner.model.names import NormalizedName
    from scanner.model.report import Report

SIMILAR: Final = 3
"""How many names are offered for one that nobody has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked about, and what is known of it."""

    asked: str
    records: tuple[Advisory, ...]
    """Those that go by that name."""
    advisories: Mapping[NormalizedName, Sequence[Advisory]]
    """All those of the distributions that these are about: they may join others."""
    digest: str
    """Of the index."""
    judging: Judging


Names: TypeAlias = tuple[str, tuple[str, ...]]
"""The identifier of a record, and its aliases."""


def named(asked: str, known: Iterable[Names]) -> list[str]:
    """Return the records that go by a name; upper and lower case make no difference."""
    wanted = asked.casefold()
    return [
        id_ for id_, aliases in known if any(wanted == each.casefold() for each in (id_, *aliases))
    ]


def similar(asked: str, known: Iterable[Names]) -> list[str]:
    """Return the names that are most like one that no record has."""
    names = {name for id_, aliases in known for name in (id_, *aliases)}
    by_spelling = {name.casefold(): name for name in sorted(names)}
    close = get_close_matches(asked.casefold(), by_spelling, SIMILAR)
    return [by_spelling[name] for name in close]


def explained(question: Question, reports: Sequence[Report]) -> Explanation:
    """Return what the records say, and what follows for the distributions in the reports."""
    packages = {entry.package for record in question.records for entry in record.affected}
    return Explanation(
        asked=question.asked,
        advisories_digest=question.digest,
        repair_table=TABLE_VERSION if question.judging.repairs else None,
        records=tuple(_account_of(record, question.judging) for record in question.records),
        judgements=tuple(
            _judgement_of(component, report, question)
            for report in reports
            for component in report.inventory.components
            if identity_of(component).name in packages
        ),
    )


def _account_of(advisory: Advisory, judging: Judging) -> RecordAccount:
    shown = repaired(advisory) if judging.repairs else advisory
    return RecordAccount(
        id=advisory.id,
        source=advisory.source,
        aliases=advisory.aliases,
        related=advisory.related,
        severity=advisory.severity,
        published=advisory.published,
        modified=advisory.modified,
        withdrawn=advisory.withdrawn,
        links=advisory.links,
        entries=tuple(
            EntryAccount(
                entry=entry.entry,
                package=entry.package,
                ranges=tuple(map(_range_account_of, entry.ranges)),
                versions=entry.versions,
            )
            for entry in shown.affected
        ),
    )


def _range_account_of(group: AffectedRanges) -> RangeAccount:
    return RangeAccount(
        events=tuple(map(str, events_of(group))),
        intervals=tuple(map(str, group.ranges)),
        unreadable=group.unreadable,
        repairs=group.repairs,
    )


def _judgement_of(component: Component, report: Report, question: Question) -> Judgement:
    """Return what became of a component, and how."""
    identity = identity_of(component)
    ids = {record.id for record in question.records}
    findings = [each for each in report.findings if each.component == component]
    ours = [each for each in findings if any(record.id in ids for record in each.advisories)]
    joined = ids | {record.id for each in ours for record in each.advisories}
    met = [record for each in findings for record in each.advisories]
    aside = unmatched(component, identity, question.judging, report.inventory.included)
    if aside is None and identity.version is None:
        aside = "unversioned"
    known = question.advisories.get(identity.name, ()) if aside is None else ()
    version = InstalledVersion.of(identity.version or "")
    return Judgement(
        name=component.name,
        version=component.version,
        purl=component.purl,
        place=component.place or None,
        unmatched=aside,
        steps=tuple(
            _step_of(record, version, question.judging) for record in known if record.id in joined
        ),
        edges=tuple(edge for edge in edges_of(met) if {edge.one, edge.other} & joined),
        findings=tuple(map(_finding_account_of, ours)),
    )


def _step_of(record: Advisory, version: InstalledVersion, judging: Judging) -> RecordStep:
    if record.withdrawn is not None:
        return RecordStep(record=record.id, is_withdrawn=True, entries=(), proof=None)
    shown = repaired(record) if judging.repairs else record
    entry, verdict = answer_of(shown, version)
    is_met = verdict.status is not Status.NOT_AFFECTED
    return RecordStep(
        record=record.id,
        is_withdrawn=False,
        entries=tuple(_entry_step_of(each, version) for each in shown.affected),
        proof=proof_of(record.id, entry, verdict, version) if is_met else None,
    )


def _entry_step_of(entry: Affected, version: InstalledVersion) -> EntryStep:
    verdict = entry.verdict(version)
    intervals = (interval for group in entry.ranges for interval in group.ranges)
    return EntryStep(
        entry=entry.entry,
        status=verdict.status,
        listed=verdict.listed,
        intervals=tuple(_interval_step_of(interval, version) for interval in intervals),
    )


def _interval_step_of(interval: AffectedRange, version: InstalledVersion) -> IntervalStep:
    comparisons = () if version.full is None else tuple(_comparisons(interval, version))
    holds = interval.is_unconditional if version.full is None else version in interval
    return IntervalStep(interval=str(interval), comparisons=comparisons, holds=holds)


def _comparisons(interval: AffectedRange, version: InstalledVersion) -> Iterator[Comparison]:
    for sign, bound in interval.signed_bounds:
        compared = version.beside(bound)
        signs = {">=": compared >= bound, "<": compared < bound, "<=": compared <= bound}
        yield Comparison(text=f"{compared} {sign} {bound}", holds=signs[sign])


def _finding_account_of(finding: Finding) -> FindingAccount:
    return FindingAccount(
        id=finding.id,
        fingerprint=finding.fingerprint,
        status=finding.status,
        reason=finding.reason,
        records=tuple(record.id for record in finding.advisories),
        fixed_in=finding.fixed_in,
        left_to=str(finding.left_to) if finding.left_to else None,
        decision=finding.decision,
    )
