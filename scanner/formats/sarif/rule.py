"""Rules: one for each vulnerability, and one for each kind of thing that is no vulnerability."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.formats.external_reference import is_url, osv_page
from scanner.formats.plain_text import printable, printable_lines
from scanner.formats.sarif.message import description
from scanner.formats.wording.markup import markdown_lines
from scanner.formats.wording.sentence import detail_of, title
from scanner.model.advisory import Level

if TYPE_CHECKING:
    from scanner.formats.sarif.message import Data
    from scanner.model.finding import Finding
    from scanner.model.report import Report

POLICY: Final = "policy"
PROJECT: Final = "project-status"
YANKED: Final = "yanked-release"
CHANGED: Final = "changed-file"
_LEVELS: Final = {
    Level.UNKNOWN: "warning",
    Level.NONE: "note",
    Level.LOW: "note",
    Level.MEDIUM: "warning",
    Level.HIGH: "error",
    Level.CRITICAL: "error",
}
SCORES: Final = {Level.LOW: 2.0, Level.MEDIUM: 5.5, Level.HIGH: 8.0, Level.CRITICAL: 9.5}
"""The middle of each band of CVSS, for what has a word and no score: GitHub asks for a number."""
MALICIOUS: Final = 10.0
MAX_TAGS: Final = 20
"""Of one rule: GitHub refuses a document that has more."""
_OTHERS: Final = {
    POLICY: "The policy does not allow it",
    PROJECT: "The project is archived, deprecated or in quarantine (PEP 792)",
    YANKED: "The project took the release back (PEP 592)",
    CHANGED: "A file is not as it was installed",
}


def rules(report: Report) -> list[Data]:
    """Return what results can be of, each once."""
    worst: dict[str, Finding] = {}
    for finding in report.findings:
        known = worst.setdefault(finding.id, finding)
        if finding.severity.level > known.severity.level:
            worst[finding.id] = finding
    found = [_rule(worst[identifier], report) for identifier in sorted(worst)]
    return found + [
        {"id": identifier, "name": identifier, "shortDescription": description(text)}
        for identifier, text in _OTHERS.items()
    ]


def _rule(finding: Finding, report: Report) -> Data:
    detail = detail_of(finding, report)
    names = ", ".join(finding.aliases)
    about = title(finding, report)
    long = printable_lines(detail.details or "")
    links = _links(finding, report)
    heading = f"{about}\n\nAlso known as: {printable(names)}" if names else about
    parts = [part for part in (heading, long) if part]
    return {
        "id": printable(finding.id),
        "name": "Malware" if finding.threat.is_malware else "Vulnerability",
        "shortDescription": description(about),
        "fullDescription": description(f"{finding.id}: {about}"),
        "helpUri": osv_page(finding.id),
        "help": {
            "text": "\n\n".join((*parts, *links)),
            "markdown": "\n\n".join((*map(markdown_lines, parts), *(f"<{url}>" for url in links))),
        },
        "defaultConfiguration": {"level": level_of(finding)},
        "properties": {"tags": _tags(finding, detail.cwes), **_score(finding)},
    }


def level_of(finding: Finding) -> str:
    """Return how loud a finding is told."""
    return "error" if finding.threat.is_malware else _LEVELS[finding.severity.level]


def _score(finding: Finding) -> Data:
    severity = finding.severity
    score = SCORES.get(severity.level) if severity.score is None else severity.score
    if finding.threat.is_malware:
        score = MALICIOUS
    return {} if score is None else {"security-severity": f"{score:.1f}"}


def _tags(finding: Finding, cwes: tuple[str, ...]) -> list[str]:
    threat = finding.threat
    tags = ["security", "python", "malware" if threat.is_malware else "vulnerability"]
    tags += ["known-exploited"] if threat.exploited else []
    numbers = (each.lower().removeprefix("cwe-") for each in cwes)
    tags += [f"external/cwe/cwe-{int(each):03}" for each in numbers if each.isdecimal()]
    return tags[:MAX_TAGS]


def _links(finding: Finding, report: Report) -> list[str]:
    of_detail = {each.url for each in detail_of(finding, report).references}
    of_record = {link for each in finding.advisories for link in each.links}
    return sorted(link for link in of_detail | of_record if is_url(link))
