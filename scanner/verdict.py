"""What people have decided, applied to a report of which all facts are known."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scanner.decided.decisions import MAX_DAYS

if TYPE_CHECKING:
    from scanner.judging import Judging
    from scanner.model.report import Report


def with_verdict(report: Report, judging: Judging) -> Report:
    """Return a report with decisions, with what is no news, and what the policy has against it."""
    if judging.decisions:
        from scanner.match.decisions import decided

        max_days = judging.policy.max_days if judging.policy else MAX_DAYS
        report = decided(report, judging.decisions, judging.today, max_days)
    if judging.baseline is not None:
        from scanner.match.baseline import compared

        report = compared(report, judging.baseline)
    if judging.policy:
        from scanner.policy.evaluation import violations

        found = violations(report, judging.policy, judging.today)
        report = replace(report, violations=(*report.violations, *found))
    return report
