"""What a policy has against what a report rests on: what was read, data, decisions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from scanner.model.change import COUNTED
from scanner.model.decision import Ground
from scanner.model.inventory import Coverage
from scanner.model.violation import Violation
from scanner.policy.policy import INCOMPLETE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.model.decision import IdleDecision
    from scanner.model.report import AdvisorySource, Report
    from scanner.policy.policy import Limits, Policy

COVERAGES: Final = {
    Coverage.INCOMPLETE: (INCOMPLETE, "something could not be read"),
    Coverage.TOC: ("coverage.toc", "of some layer only its table of contents was read"),
    Coverage.SBOM: ("coverage.sbom", "nothing was read but a document"),
}
OTHERS: Final = "*"
EARLIEST: Final = -1
"""Days: what is of tomorrow is of today elsewhere, and later it would not grow old."""


def by_data(report: Report, policy: Policy, today: date | None) -> Iterator[Violation]:
    """Yield what rules meet of the report as a whole."""
    inventory = report.inventory
    if inventory.coverage in COVERAGES:
        rule, reason = COVERAGES[inventory.coverage]
        yield from _violation(policy, rule, inventory.subject.location, reason)
    for change in inventory.changes:
        if change.kind in COUNTED:
            yield from _violation(policy, "coverage.changed", f"/{change.path}", change.reason)
    for source in report.sources:
        yield from _by_age(source, policy, today)
    names = {source.name for source in report.sources}
    for name in policy.ages:
        if name not in names and name != OTHERS:
            reason = "the advisory index has nothing of this source"
            yield from _violation(policy, "data.missing", name, reason)
    for idle in report.idle_decisions:
        about = f"{idle.about} ({idle.source})"
        yield from _violation(policy, _rule_on(idle), about, idle.reason)


def _by_age(source: AdvisorySource, policy: Policy, today: date | None) -> Iterator[Violation]:
    limits = policy.ages.get(source.name) or policy.ages.get(OTHERS)
    if limits is None:
        return
    days = _age(source, today)
    if days is None or days < EARLIEST:
        reason = f"its age is not known: {source.date!r}" if today else "the day is not known"
        yield from _violation(policy, "data.undated", source.name, reason)
        return
    if outcome := limits.verdict(days):
        yield Violation(
            rule="data.age",
            outcome=outcome,
            about=source.name,
            reason=f"it is of {source.date}, {days} days ago{_allowed(limits)}",
        )


def _allowed(limits: Limits) -> str:
    last = min(limit for limit in (limits.fail, limits.warn) if limit is not None)
    return f"; it may be younger than {last:g} days"


def _age(source: AdvisorySource, today: date | None) -> int | None:
    try:
        return (today - date.fromisoformat(source.date[:10])).days if today else None
    except ValueError:
        return None


def _rule_on(idle: IdleDecision) -> str:
    if idle.ground is Ground.VEX:
        return "decisions.unmatched"
    return "decisions.expired" if idle.has_expired else "decisions.unused"


def _violation(policy: Policy, rule: str, about: str, reason: str) -> Iterator[Violation]:
    if outcome := policy.verdict(rule):
        yield Violation(rule=rule, outcome=outcome, about=about, reason=reason)
