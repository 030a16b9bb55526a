"""When a report is reason to fail.

A threshold decides the exit code and nothing else: every finding is shown, whatever its severity.
What is left to the operating system's own advisories is no reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.model.advisory import Level
from scanner.model.change import COUNTED
from scanner.model.inventory import Coverage

if TYPE_CHECKING:
    from scanner.model.report import Report

CLEAN: Final = 0
FINDINGS: Final = 1
INCOMPLETE: Final = 3

THRESHOLDS: Final = {
    "any": Level.UNKNOWN,
    "low": Level.LOW,
    "medium": Level.MEDIUM,
    "high": Level.HIGH,
    "critical": Level.CRITICAL,
    "never": None,
}
"""From which level on a finding is reason to fail."""
UNKNOWN_COUNTS_AS: Final = Level.MEDIUM
"""Four in ten records have no score; a threshold above this one passes them over."""


def exit_code(report: Report, fail_on: str) -> int:
    """Return the exit code for a report.

    That something was not read outweighs findings: then neither their number nor their absence
    says anything about the subject. A file that is not as it was installed has no severity: it is
    reason to fail at any threshold.
    """
    if report.inventory.coverage is Coverage.INCOMPLETE:
        return INCOMPLETE
    threshold = THRESHOLDS[fail_on]
    if threshold is None:
        return CLEAN
    if any(change.kind in COUNTED for change in report.inventory.changes):
        return FINDINGS
    levels = (finding.severity.level or UNKNOWN_COUNTS_AS for finding in report.counted)
    return FINDINGS if any(level >= threshold for level in levels) else CLEAN
