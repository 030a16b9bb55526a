"""Findings as comma-separated values (RFC 4180), one line each.

UTF-8 with a mark at its beginning, without which Excel takes it for the code page of the country.
What a spreadsheet program would take for a formula has an apostrophe before it.
"""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING, Final

from scanner.formats.cell import BYTE_ORDER_MARK, guarded
from scanner.formats.emitter import Emitter
from scanner.formats.wording.finding import places_of, to_raise, way_to
from scanner.formats.wording.sentence import reprieve, title

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scanner.formats.cell import Value
    from scanner.model.component import Component
    from scanner.model.finding import Finding
    from scanner.model.report import Report


def emit(report: Report) -> Iterator[str]:
    """Yield the table; its heading is there if nothing was found."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    places = places_of(report)
    for finding in report.findings:
        row = _row(finding, report, places)
        writer.writerow([guarded(row[name]) for name in HEADER])
    yield BYTE_ORDER_MARK + text.getvalue()


HEADER: Final = (
    *("id", "aliases", "summary", "status", "counted", "reason", "severity", "score", "vector"),
    *("distribution", "version", "purl", "environment", "path", "line", "layer", "through"),
    *("fixed in", "upgrade to", "raise", "malware", "exploited", "EPSS", "risk", "not counted for"),
)


def _row(finding: Finding, report: Report, places: Mapping[str, Component]) -> dict[str, Value]:
    component, severity, threat = finding.component, finding.severity, finding.threat
    evidence = component.evidence
    return {
        "id": finding.id,
        "aliases": " ".join(finding.aliases),
        "summary": title(finding, report),
        "status": finding.status.value,
        "counted": finding.counts,
        "reason": finding.reason,
        "severity": severity.level.name.lower(),
        "score": severity.score,
        "vector": severity.vector,
        "distribution": component.name,
        "version": component.version,
        "purl": component.purl,
        "environment": f"/{component.environment}",
        "path": f"/{evidence.path}",
        "line": evidence.line,
        "layer": evidence.layer,
        "through": " > ".join(each.name for each in way_to(component, places)[:-1]),
        "fixed in": finding.fixed_in,
        "upgrade to": finding.fix.version if finding.fix else None,
        "raise": to_raise(finding, places),
        "malware": threat.is_malware,
        "exploited": " ".join(each.cve for each in threat.exploited),
        "EPSS": threat.probability.score if threat.probability else None,
        "risk": threat.risk,
        "not counted for": reprieve(finding),
    }


CSV_TABLE: Final = Emitter(name="csv", media_type="text/csv", emit=emit)
