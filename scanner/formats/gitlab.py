"""The report as GitLab's security reports have it (schema 15.0).

An image is a container scanning report, a directory one of dependency scanning. Both must say when
they were made: without a date that somebody asked for, it is the beginning of 1970. GitLab has no
place for a finding that does not count; it is a message of the scan.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import NAMESPACE_URL, uuid5

from scanner.formats.container import image_reference
from scanner.formats.date_time import is_date_time
from scanner.formats.emitter import Emitter
from scanner.formats.external_reference import osv_page
from scanner.formats.json_text import json_text
from scanner.formats.plain_text import printable, printable_lines
from scanner.formats.wording.finding import places_of
from scanner.formats.wording.sentence import (
    detail_of,
    remedy,
    reprieve,
    sentence,
    title,
    way_in_words,
)
from scanner.model.advisory import Level
from scanner.model.inventory import Coverage
from scanner.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scanner.model.component import Component
    from scanner.model.finding import Finding
    from scanner.model.report import Report

SCHEMA: Final = "15.0.7"
BEGINNING: Final = "1970-01-01T00:00:00"
MAX_NAME: Final = 255
MAX_SOLUTION: Final = 7_000
MAX_DESCRIPTION: Final = 1 << 20
SEVERITIES: Final = {
    Level.UNKNOWN: "Unknown",
    Level.NONE: "Info",
    Level.LOW: "Low",
    Level.MEDIUM: "Medium",
    Level.HIGH: "High",
    Level.CRITICAL: "Critical",
}
_TOOL: Final = {
    "id": "lading",
    "name": "Lading",
    "version": VERSION,
    "vendor": {"name": "Lading"},
}


def emit(report: Report) -> Iterator[str]:
    """Yield the document."""
    is_project = report.inventory.subject.is_live
    places = places_of(report)
    created = report.created or ""
    date = created[: len(BEGINNING)] if is_date_time(created) else BEGINNING
    is_whole = report.inventory.coverage is not Coverage.INCOMPLETE
    document: dict[str, object] = {
        "version": SCHEMA,
        "scan": {
            "type": "dependency_scanning" if is_project else "container_scanning",
            "status": "success" if is_whole else "failure",
            "start_time": date,
            "end_time": date,
            "analyzer": _TOOL,
            "scanner": _TOOL,
            "messages": list(_messages(report)),
        },
        "vulnerabilities": [_vulnerability(each, report, places) for each in report.counted],
    }
    if is_project:
        document["dependency_files"] = _dependency_files(report)
    yield json_text(document)


def _messages(report: Report) -> Iterator[dict[str, str]]:
    for problem in report.inventory.problems:
        level = "fatal" if problem.incomplete else "warn"
        yield {"level": level, "value": printable(f"/{problem.path}: {problem.reason}")}
    for each in report.violations:
        yield {"level": "warn", "value": printable(f"{each.rule}: {each.about}: {each.reason}")}
    for finding in report.findings:
        if reason := reprieve(finding):
            value = f"{finding.component.name}: {finding.id} does not count: {reason}"
            yield {"level": "info", "value": printable(value)}


def _vulnerability(
    finding: Finding, report: Report, places: Mapping[str, Component]
) -> dict[str, object]:
    detail = detail_of(finding, report)
    way = way_in_words(finding, places)
    through = f"It is there through {way}." if way else ""
    description = "\n\n".join(
        filter(None, (sentence(finding), through, printable_lines(detail.details or "")))
    )
    key = f"{finding.id} {finding.component.purl} {finding.component.place}"
    links = sorted({link for each in finding.advisories for link in each.links})
    return {
        "id": str(uuid5(NAMESPACE_URL, printable(key))),
        "name": title(finding, report)[:MAX_NAME],
        "description": description[:MAX_DESCRIPTION],
        "severity": SEVERITIES[finding.severity.level],
        "solution": remedy(finding, places)[:MAX_SOLUTION],
        "identifiers": [
            *map(_identifier, (finding.id, *finding.aliases)),
            *map(_weakness, filter(None, (each[4:] for each in map(printable, detail.cwes)))),
        ],
        "links": [{"url": printable(link)} for link in links if link.startswith("https://")],
        "location": _location(finding.component, report),
    }


def _identifier(name: str) -> dict[str, str]:
    kind = name.partition("-")[0].lower() or "osv"
    shown = printable(name) or "?"
    return {"type": printable(kind), "name": shown, "value": shown, "url": osv_page(name)}


def _weakness(number: str) -> dict[str, str]:
    return {"type": "cwe", "name": f"CWE-{number}", "value": number}


def _location(component: Component, report: Report) -> dict[str, object]:
    subject = report.inventory.subject
    dependency = {
        "package": {"name": printable(component.name)},
        "version": printable(component.version or ""),
    }
    if subject.is_live:
        return {"file": printable(component.evidence.path), "dependency": dependency}
    return {
        "dependency": dependency,
        "operating_system": printable(subject.platform or "unknown"),
        "image": printable(str(image_reference(subject) or subject.location)) or "unknown",
    }


def _dependency_files(report: Report) -> list[dict[str, object]]:
    """Return what each file declares, or each environment has."""
    files: dict[str, list[dict[str, object]]] = {}
    for each in report.inventory.included_components:
        path = each.evidence.path if each.declaration else each.environment
        version = printable(each.version or "")
        files.setdefault(printable(path), []).append(
            {"package": {"name": printable(each.name)}, "version": version}
        )
    return [
        {"path": path, "package_manager": "pip", "dependencies": dependencies}
        for path, dependencies in sorted(files.items())
    ]


GITLAB: Final = Emitter(name="gitlab", media_type="application/json", emit=emit)
