"""Results: what has which vulnerability, where, through what, and what to do about it."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final

from scanner.formats.plain_text import printable
from scanner.formats.sarif.location import of_component, of_path
from scanner.formats.sarif.message import message
from scanner.formats.sarif.rule import CHANGED, POLICY, PROJECT, YANKED, level_of
from scanner.formats.wording.finding import places_of, sorted_findings, way_to
from scanner.formats.wording.sentence import remedy, reprieve, sentence, way_in_words
from scanner.formats.wording.subject import counted
from scanner.model.advisory import Status
from scanner.model.change import COUNTED
from scanner.model.names import normalized
from scanner.model.project_status import Maintenance
from scanner.model.violation import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scanner.formats.sarif.message import Data
    from scanner.formats.wording.finding import Vulnerability
    from scanner.model.component import Component
    from scanner.model.finding import Finding
    from scanner.model.report import Report

MAX_LOCATIONS: Final = 1_000
"""Of one result: GitHub refuses a document that has more."""
MAX_FLOWS: Final = 100
"""Of one result: GitHub shows as many places, and refuses more than 10,000 steps."""


def results(report: Report) -> Iterator[Data]:
    """Yield all results, the most urgent first."""
    places = places_of(report)
    found = sorted_findings(report)
    is_compared = bool(found.known)
    for group in (found.counted, found.decided, found.left, found.known):
        for vulnerability in group:
            result = _finding(vulnerability, report, places)
            is_known = vulnerability.first.is_known
            state = {"baselineState": "unchanged" if is_known else "new"} if is_compared else {}
            yield {**result, **state}
    yield from _violations(report, places)
    yield from _projects(report)
    for change in report.inventory.changes:
        if change.kind in COUNTED:
            text = f"/{change.path} is {change.kind.value}. {change.reason}"
            yield _other(CHANGED, "warning", text, [of_path(change.path)])


def _finding(vulnerability: Vulnerability, report: Report, places: Mapping[str, Component]) -> Data:
    finding = vulnerability.first
    subject = report.inventory.subject
    way = way_in_words(finding, places)
    through = f"It is there through {way}." if way else ""
    more = len(vulnerability.findings) - MAX_LOCATIONS
    beyond = f"It is at {counted(more, 'more place')}." if more > 0 else ""
    text = " ".join(filter(None, (sentence(finding), through, remedy(finding, places), beyond)))
    is_certain = finding.status is Status.AFFECTED
    components = [each.component for each in vulnerability.findings[:MAX_LOCATIONS]]
    result: Data = {
        "ruleId": printable(finding.id),
        # Of what is to be reviewed there is no level (2.1.0, section 3.27.10).
        "kind": "fail" if is_certain else "review",
        "level": level_of(finding) if is_certain else "none",
        "message": message(text),
        "locations": [of_component(each, subject) for each in components],
        "partialFingerprints": {"lading/finding/v1": finding.fingerprint},
        "properties": _properties(finding),
    }
    flows = [_flow(each, report, places) for each in components[:MAX_FLOWS]]
    if any(flows):
        result["codeFlows"] = [flow for flow in flows if flow]
    if finding.decision or finding.left_to:
        reason = reprieve(finding)
        result["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": reason}
        ]
    return result


def _properties(finding: Finding) -> Data:
    threat, proofs = finding.threat, finding.proofs
    chance = threat.probability
    return {
        "purl": printable(finding.component.purl),
        "aliases": [printable(each) for each in finding.aliases],
        "fixed_in": finding.fixed_in and printable(finding.fixed_in),
        "risk": threat.risk,
        "epss": chance and chance.score,
        "known_exploited": [printable(each.cve) for each in threat.exploited],
        "decided_by": [
            printable(f"{each.record}: {each.interval or each.listed or each.status.value}")
            for each in proofs
        ],
    }


def _flow(component: Component, report: Report, places: Mapping[str, Component]) -> Data | None:
    """Return the way from what somebody asked for to a component, if it is not that itself."""
    way = way_to(component, places)
    if len(way) < 2:  # noqa: PLR2004 - one step is no way
        return None
    steps = [
        {
            "location": {
                **of_component(each, report.inventory.subject),
                "message": message(f"{each.name} {each.version or ''}".rstrip()),
            }
        }
        for each in way
    ]
    return {"message": message("Through what it is there."), "threadFlows": [{"locations": steps}]}


def _violations(report: Report, places: Mapping[str, Component]) -> Iterator[Data]:
    subject = report.inventory.subject
    for each in report.violations:
        component = places.get(each.place) if each.place is not None else None
        place = of_component(component, subject) if component else of_path("")
        level = "error" if each.outcome is Outcome.FAIL else "warning"
        yield _other(POLICY, level, f"{each.rule}: {each.about}: {each.reason}", [place])


def _projects(report: Report) -> Iterator[Data]:
    """Yield what an index says of projects and releases, where these are."""
    by_name: dict[str, list[Component]] = {}
    for component in report.inventory.included_components:
        by_name.setdefault(normalized(component.name), []).append(component)
    subject = report.inventory.subject
    for project in report.projects:
        is_stopped = project.maintenance is Maintenance.QUARANTINED
        text = f"{project.project} is {project.maintenance.value}. {project.reason or ''}"
        found = [of_component(each, subject) for each in by_name.get(project.project, ())]
        yield _other(PROJECT, "error" if is_stopped else "warning", text, found)
    for release in report.yanked:
        text = f"{release.project} {release.version} was taken back. {release.reason or ''}"
        same = (
            each for each in by_name.get(release.project, ()) if each.version == release.version
        )
        yield _other(YANKED, "warning", text, [of_component(each, subject) for each in same])


def _other(rule: str, level: str, text: str, locations: list[Data]) -> Data:
    return {
        "ruleId": rule,
        "level": level,
        "message": message(text.rstrip()),
        "locations": locations[:MAX_LOCATIONS] or [of_path("")],
        "partialFingerprints": {
            "lading/finding/v1": sha256(
                f"{rule}\0{text}".encode(errors="backslashreplace")
            ).hexdigest()
        },
    }
