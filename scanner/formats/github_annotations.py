"""Findings as annotations of GitHub Actions: workflow commands, one line each, that a job prints.

GitHub shows ten of each level and step, so the most urgent come first. Only what a manifest of the
repository declares has a file there; what is in an image is told without one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.formats.emitter import Emitter
from scanner.formats.plain_text import printable
from scanner.formats.wording.finding import names_of, places_of, severity_of, sorted_findings
from scanner.formats.wording.sentence import is_grave, remedy, reprieve, sentence, way_in_words
from scanner.formats.wording.verdict import verdict
from scanner.model.advisory import Level, Status
from scanner.model.component import State
from scanner.model.violation import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scanner.model.component import Component, Evidence
    from scanner.model.finding import Finding
    from scanner.model.report import Report

_IN_VALUES: Final = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTIES: Final = str.maketrans(_IN_VALUES | {":": "%3A", ",": "%2C"})
_IN_MESSAGES: Final = str.maketrans(_IN_VALUES)


def emit(report: Report) -> Iterator[str]:
    """Yield one command for each finding, and one that says what all of it comes to."""
    location = report.inventory.subject.location
    summary = " ".join(statement.text for statement in verdict(report))
    yield _command("notice", f"{location}: {summary}", title="Lading")
    for problem in report.inventory.problems:
        if problem.incomplete:
            yield _command("error", f"/{problem.path}: {problem.reason}", title="Not read")
    for violation in report.violations:
        level = "error" if violation.outcome is Outcome.FAIL else "warning"
        yield _command(level, f"{violation.about}: {violation.reason}", title=violation.rule)
    found = sorted_findings(report)
    places = places_of(report)
    for group in (found.counted, found.decided, found.left, found.known):
        for vulnerability in group:
            for finding in vulnerability.findings:
                yield _annotation(finding, places)


def _annotation(finding: Finding, places: Mapping[str, Component]) -> str:
    component = finding.component
    way = way_in_words(finding, places)
    parts = (
        sentence(finding),
        remedy(finding, places),
        f"It is there through {way}." if way else "",
        f"Not counted: {reprieve(finding)}." if reprieve(finding) else "",
    )
    is_in_file = component.state is State.DECLARED
    return _command(
        _level(finding),
        " ".join(filter(None, parts)),
        title=f"{names_of(finding)[-1]} in {component.name} ({severity_of(finding)})",
        evidence=component.evidence if is_in_file else None,
    )


def _level(finding: Finding) -> str:
    if not finding.counts or Level.UNKNOWN < finding.severity.level < Level.MEDIUM:
        return "notice"
    is_certain = finding.status is Status.AFFECTED
    is_worst = is_grave(finding.severity.level) or finding.threat.is_malware
    return "error" if is_certain and is_worst else "warning"


def _command(level: str, message: str, *, title: str, evidence: Evidence | None = None) -> str:
    properties = {"file": evidence.path, "line": evidence.line or 1} if evidence else {}
    written = ",".join(
        f"{key}={printable(str(value)).translate(_IN_PROPERTIES)}"
        for key, value in {**properties, "title": title}.items()
    )
    return f"::{level} {written}::{printable(message).translate(_IN_MESSAGES)}\n"


GITHUB: Final = Emitter(name="github", media_type="text/plain", emit=emit)
