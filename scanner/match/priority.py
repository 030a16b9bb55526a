"""What is known of the use of vulnerabilities, and the order that follows from it.

An entry of CISA's catalogue about a ``related`` vulnerability is kept apart: the code of a bundled
library is exploited somewhere, and whether it can be here is another question. PYSEC-2023-175 is
about the libwebp inside of pillow, and has its CVE nowhere else.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scanner.match.risk import rank, rated
from scanner.model.threat import Threat

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scanner.advisories.index import AdvisoryIndex
    from scanner.model.finding import Finding
    from scanner.model.report import Report
    from scanner.model.threat import Exploitation, Probability


def prioritized(report: Report, index: AdvisoryIndex) -> Report:
    """Return a report whose findings have their threats, the highest risk first.

    Raises:
        UnreadableAdvisories: if the index is damaged.

    """
    cves = {cve for finding in report.findings for cve in _cves(finding) | _related(finding)}
    exploited, probabilities = index.exploited(cves), index.probabilities(cves)
    findings = [
        replace(finding, threat=threat_of(finding, exploited, probabilities))
        for finding in report.findings
    ]
    return replace(report, findings=tuple(sorted(findings, key=rank)))


def threat_of(
    finding: Finding,
    exploited: Mapping[str, Exploitation],
    probabilities: Mapping[str, Probability],
) -> Threat:
    """Return what catalogues say of a finding, and its risk."""
    cves = _cves(finding)
    known = [probabilities[cve] for cve in sorted(cves) if cve in probabilities]
    threat = Threat(
        exploited=_entries(cves, exploited),
        exploited_related=_entries(_related(finding), exploited),
        probability=max(known, key=lambda each: each.score, default=None),
        is_malware=any(advisory.is_malware for advisory in finding.advisories),
    )
    return rated(finding.severity, threat)


def _entries(
    cves: Iterable[str], exploited: Mapping[str, Exploitation]
) -> tuple[Exploitation, ...]:
    return tuple(exploited[cve] for cve in sorted(cves) if cve in exploited)


def _cves(finding: Finding) -> set[str]:
    return {name for name in finding.names if name.startswith("CVE-")}


def _related(finding: Finding) -> set[str]:
    """Return the CVEs that records name as related, and that are not the finding's own."""
    related = {name for advisory in finding.advisories for name in advisory.related}
    return {name for name in related if name.startswith("CVE-")} - _cves(finding)
