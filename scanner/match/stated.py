"""What statements of VEX documents say of findings, and which say something of none.

Of all that are about a finding the last by its time counts. At the same time, one that leaves the
finding in outweighs one that takes it out, as ``not_affected`` and ``fixed`` do.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from scanner.match.product import Surroundings, has
from scanner.metadata.vex.statement import Standpoint
from scanner.model.decision import Decision, Ground, IdleDecision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scanner.metadata.vex.statement import Statement
    from scanner.model.report import Report

SUPPRESSING: Final = frozenset((Standpoint.NOT_AFFECTED, Standpoint.FIXED))
MAX_SHOWN: Final = 5
"""How many products of a statement are named."""


def by_statements(
    report: Report, statements: Sequence[Statement]
) -> tuple[list[Decision | None], list[IdleDecision]]:
    """Return what statements decide on each finding, and those that are about none."""
    if not statements:
        return [None] * len(report.findings), []
    surroundings = Surroundings.of(report.inventory)
    by_name: defaultdict[str, list[int]] = defaultdict(list)
    for number, statement in enumerate(statements):
        for name in statement.names:
            by_name[name].append(number)
    met: set[str] = set()
    used: set[int] = set()
    decisions = []
    for finding in report.findings:
        names = {name.upper() for name in finding.names}
        met |= names
        candidates = {number for name in names for number in by_name.get(name, ())}
        fitting = [
            number
            for number in candidates
            if any(
                has(product, finding.component, surroundings)
                for product in statements[number].products
            )
        ]
        used.update(fitting)
        last = max((statements[number] for number in sorted(fitting)), key=_weight, default=None)
        decisions.append(_decision(last) if last else None)
    idle = [
        _idle(statement, met) for number, statement in enumerate(statements) if number not in used
    ]
    return decisions, idle


def _weight(statement: Statement) -> tuple[str, bool]:
    return statement.time, statement.standpoint not in SUPPRESSING


def _decision(statement: Statement) -> Decision | None:
    if statement.standpoint not in SUPPRESSING:
        return None
    return Decision(
        ground=Ground.VEX,
        source=statement.source,
        status=statement.standpoint.value,
        justification=statement.justification,
        reason=statement.reason,
        owner=statement.author,
    )


def _idle(statement: Statement, met: set[str]) -> IdleDecision:
    shown = ", ".join(map(str, statement.products[:MAX_SHOWN]))
    more = ", …" if len(statement.products) > MAX_SHOWN else ""
    is_met = not met.isdisjoint(statement.names)
    return IdleDecision(
        ground=Ground.VEX,
        source=statement.source,
        about=f"{', '.join(sorted(statement.names))} in {shown}{more}",
        reason="it is found here, but in none of these products" if is_met else "it is not found",
    )
