"""Findings: what marks one as urgent, what to do about it, and through what it is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scanner.graph import reach
from scanner.model.advisory import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scanner.model.component import Component
    from scanner.model.finding import Finding
    from scanner.model.fix import Fix
    from scanner.model.report import Report
    from scanner.model.threat import Exploitation


@dataclass(frozen=True, slots=True)
class Mark:
    """One reason to look at a finding before others."""

    name: str
    """The same for all findings with this reason."""
    word: str
    why: str


@dataclass(frozen=True, slots=True)
class Vulnerability:
    """What one vulnerability is to one version of a distribution, wherever that is."""

    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """One of them; in what they are told by, they are alike."""
        return self.findings[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """All findings of a report, each in one of these, the most urgent first."""

    counted: tuple[Vulnerability, ...]
    decided: tuple[Vulnerability, ...]
    """On which somebody decided."""
    left: tuple[Vulnerability, ...]
    """Left to the operating system's own advisories."""
    known: tuple[Vulnerability, ...]
    """That the report which this one is compared with has, too."""


def sorted_findings(report: Report) -> Sorted:
    """Return the findings of a report by what became of them."""
    decided = [finding for finding in report.findings if finding.decision]
    others = [finding for finding in report.findings if not finding.decision]
    return Sorted(
        counted=_grouped(report.counted),
        decided=_grouped(decided),
        left=_grouped(finding for finding in others if finding.left_to),
        known=_grouped(f for f in others if f.is_known and not f.left_to),
    )


def _grouped(findings: Iterable[Finding]) -> tuple[Vulnerability, ...]:
    groups: dict[object, list[Finding]] = {}
    for finding in sorted(
        findings, key=lambda each: (*urgency(each), each.component.name, each.id)
    ):
        what = finding.component.purl, finding.id, advice(finding), finding.decision
        groups.setdefault(what, []).append(finding)
    return tuple(Vulnerability(tuple(group)) for group in groups.values())


def urgency(finding: Finding) -> tuple[float, int, float]:
    """Return what findings are sorted by; the most urgent has the least."""
    severity = finding.severity
    return -finding.threat.risk, -severity.level, -(severity.score or 0.0)


def names_of(finding: Finding) -> tuple[str, ...]:
    """Return what people call a vulnerability: by its record, and as a CVE."""
    return finding.id, *(alias for alias in finding.aliases if alias.startswith("CVE-"))


def severity_of(finding: Finding) -> str:
    """Return the level of a finding, with its score if there is one."""
    severity = finding.severity
    score = "" if severity.score is None else f" {severity.score}"
    return severity.level.name.lower() + score


def severity_rank(finding: Finding) -> str:
    """Return a number by which findings can be sorted: the level, and then the score."""
    return f"{100 * finding.severity.level + (finding.severity.score or 0.0):.1f}"


def marks(finding: Finding) -> Iterator[Mark]:
    """Yield the reasons to look at a finding first, the best first, and to doubt it."""
    threat = finding.threat
    if threat.is_malware:
        yield Mark("malware", "malware", "The distribution itself is hostile.")
    if threat.exploited:
        yield Mark("exploited", "KEV", _exploited(threat.exploited))
    if threat.exploited_related:
        yield Mark("related", "KEV related", f"Related: {_exploited(threat.exploited_related)}")
    if chance := threat.probability:
        why = (
            f"{chance.cve} is used within thirty days with this probability, by EPSS "
            f"{chance.model} of {chance.date}; {chance.percentile:.1%} of all CVEs have no higher."
        )
        yield Mark("likely", f"EPSS {100 * chance.score:.2g} %", why)
    if finding.status is Status.UNDETERMINED:
        yield Mark("undetermined", "undetermined", finding.reason)


def _exploited(entries: Iterable[Exploitation]) -> str:
    return " ".join(
        f"{each.cve} is known to be exploited since {each.added}"
        f"{' by ransomware' if each.by_ransomware else ''}"
        f"{f', to be fixed by {each.due}' if each.due else ''}."
        for each in entries
    )


def advice(finding: Finding) -> str:
    """Return the version to go to, in a few words."""
    if finding.fix is None:
        return finding.fixed_in or "none known"
    if finding.fix.version is None:
        return "none known"
    remaining = f", still has {len(finding.fix.remaining)}" if finding.fix.remaining else ""
    return f"{finding.fix.version}{_nearness(finding.fix)}{remaining}"


def _nearness(fix: Fix) -> str:
    return f" (same {fix.nearness})" if fix.nearness else ""


def places_of(report: Report) -> dict[str, Component]:
    """Return the components of a report by their places."""
    return {component.place: component for component in report.inventory.components}


def way_of(finding: Finding, places: Mapping[str, Component]) -> tuple[Component, ...]:
    """Return the way on which something has to be raised, or else a shortest one to it."""
    advised = finding.fix.way if finding.fix else ()
    steps = tuple(places[place] for place in advised if place in places)
    return steps if steps and len(steps) == len(advised) else way_to(finding.component, places)


def way_to(component: Component, places: Mapping[str, Component]) -> tuple[Component, ...]:
    """Return a shortest way to a component; none if nobody is known to have asked for anything."""
    way = reach.way_to(component, places)
    return way if way and way[0].directness else ()


def way_in_words(way: tuple[Component, ...]) -> str:
    """Return a way as names; of what was asked for itself, only that."""
    return "direct" if len(way) == 1 else " → ".join(each.name for each in way)


def to_raise(finding: Finding, places: Mapping[str, Component]) -> str | None:
    """Return the name of the direct dependency that has to be raised for the advised version."""
    fix = finding.fix
    if fix is None or fix.raised is None or fix.is_admitted:
        return None
    raised = places.get(fix.raised)
    return raised.name if raised else None
