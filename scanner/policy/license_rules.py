"""What a licence policy, as part of a policy, has against components."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from scanner.licenses.context import Context
from scanner.model.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.model.inventory import Inventory
    from scanner.policy.policy import Policy

LAST_DAY: Final = date.max
"""On which no exception of a licence policy holds: where the day is not known, none does."""


def by_licenses(inventory: Inventory, policy: Policy, today: date | None) -> Iterator[Violation]:
    """Yield what is denied or flagged, and decisions on licences that are of no use."""
    if policy.licenses is None:
        return
    from scanner.licenses.decided.policy import Outcome as LicenseOutcome
    from scanner.licenses.decided.verdict import judge

    context = policy.context or Context.SHIPPED
    ruling = judge(inventory, policy.licenses, today=today or LAST_DAY, context=context)
    for verdict in ruling.verdicts:
        if verdict.outcome is LicenseOutcome.ALLOW:
            continue
        rule = f"licenses.{verdict.outcome}"
        if outcome := policy.verdict(rule):
            component = verdict.component
            yield Violation(
                rule=rule,
                outcome=outcome,
                about=f"{verdict.expression or 'an unknown licence'} of {component.name}",
                place=component.place,
                reason=f"{verdict.rule}: {verdict.reason}",
            )
    if stale := policy.verdict("licenses.decisions"):
        for problem in ruling.problems:
            yield Violation(
                rule="licenses.decisions",
                outcome=stale,
                about=problem.path,
                reason=problem.reason,
            )
