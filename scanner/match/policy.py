"""When a report is reason to fail.

What to fail for decides the exit code and nothing else: every finding is shown, whatever its
severity. What is left to the operating system's own advisories is no reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.match.condition import meets, parse_conditions
from scanner.model.change import COUNTED
from scanner.model.inventory import Coverage
from scanner.model.project_status import Maintenance

if TYPE_CHECKING:
    from scanner.model.report import Report

CLEAN: Final = 0
FINDINGS: Final = 1
INCOMPLETE: Final = 3
MALWARE_BIT: Final = 8
"""Set beside the others: that something hostile is there is known, whatever was not read."""


def exit_code(report: Report, fail_on: str) -> int:
    """Return the exit code for a report.

    That something was not read outweighs findings: then neither their number nor their absence
    says anything about the subject. A file that is not as it was installed has no severity, and
    malware needs none: they are reason to fail at any threshold.
    """
    conditions = parse_conditions(fail_on)
    is_incomplete = report.inventory.coverage is Coverage.INCOMPLETE
    if conditions and has_malware(report):
        return (INCOMPLETE if is_incomplete else FINDINGS) | MALWARE_BIT
    if is_incomplete:
        return INCOMPLETE
    if conditions and any(change.kind in COUNTED for change in report.inventory.changes):
        return FINDINGS
    is_met = any(meets(finding, conditions) for finding in report.counted)
    return FINDINGS if is_met else CLEAN


def has_malware(report: Report) -> bool:
    """Tell whether something hostile is there, or is of a project that an index locked away."""
    return any(finding.threat.is_malware for finding in report.counted) or any(
        status.maintenance is Maintenance.QUARANTINED for status in report.projects
    )
