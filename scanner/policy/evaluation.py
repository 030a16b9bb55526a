"""What a policy has against a report. The day is a value: there is no clock in here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.policy.component_rules import by_components
from scanner.policy.data_rules import by_data
from scanner.policy.finding_rules import by_findings
from scanner.policy.license_rules import by_licenses

if TYPE_CHECKING:
    from datetime import date

    from scanner.model.report import Report
    from scanner.model.violation import Violation
    from scanner.policy.policy import Policy


def violations(report: Report, policy: Policy, today: date | None) -> tuple[Violation, ...]:
    """Return all that rules meet and do not allow: first what the report is worth as a whole."""
    return (
        *by_data(report, policy, today),
        *by_findings(report, policy),
        *by_components(report, policy, today),
        *by_licenses(report.inventory, policy, today),
    )
