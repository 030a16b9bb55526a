"""Which findings rules have as ignored, and which rules ignore nothing."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from scanner.model.decision import ACCEPTED, NOT_AFFECTED, Decision, Ground, IdleDecision

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from scanner.decided.rule import Rule
    from scanner.model.finding import Finding


def by_rules(
    findings: Sequence[Finding], rules: Sequence[Rule], today: date | None, max_days: int
) -> tuple[list[Decision | None], list[IdleDecision]]:
    """Return what the first rule that fits has on each finding, and the rules that are idle."""
    lapses = [_lapse(rule, today, max_days) for rule in rules]
    used: set[int] = set()
    fixed: dict[int, str] = {}
    decisions: list[Decision | None] = []
    for finding, fitting in _fitting(findings, rules):
        holding = []
        for number in fitting:
            fix = _fix_of(finding) if rules[number].until_fix else None
            if fix is not None:
                fixed[number] = fix
            elif lapses[number] is None:
                holding.append(number)
        used.update(holding)
        decisions.append(_decision(rules[holding[0]]) if holding else None)
    idle = [
        _idle(rule, lapses[number], fixed.get(number))
        for number, rule in enumerate(rules)
        if number not in used or lapses[number]
    ]
    return decisions, idle


def _fix_of(finding: Finding) -> str | None:
    """Return a version that does not have it, if one is known."""
    if not finding.is_fixable:
        return None
    return finding.fixed_in or (finding.fix.version if finding.fix else None)


def _fitting(
    findings: Sequence[Finding], rules: Sequence[Rule]
) -> Iterator[tuple[Finding, list[int]]]:
    """Yield each finding with the rules that fit it, without a look at each with each."""
    by_id: defaultdict[str, list[int]] = defaultdict(list)
    unnamed = [number for number, rule in enumerate(rules) if not rule.ids]
    for number, rule in enumerate(rules):
        for name in rule.ids:
            by_id[name].append(number)
    for finding in findings:
        named = (number for name in finding.names for number in by_id.get(name.upper(), ()))
        candidates = sorted({*unnamed, *named})
        yield finding, [number for number in candidates if rules[number].fits(finding)]


def _lapse(rule: Rule, today: date | None, max_days: int) -> str | None:
    """Return why a rule does not hold on a day, whatever it is about."""
    if rule.expires is None:
        return None
    if today is None:
        return "it is not known what day it is"
    if rule.expires < today:
        return f"it expired on {rule.expires}"
    if rule.expires - today > timedelta(days=max_days):
        return f"it expires on {rule.expires}, in more than {max_days} days"
    return None


def _decision(rule: Rule) -> Decision:
    return Decision(
        ground=Ground.RULE,
        source=rule.source,
        status=NOT_AFFECTED if rule.justification else ACCEPTED,
        justification=rule.justification,
        reason=rule.reason,
        owner=rule.owner,
        expires=rule.expires.isoformat() if rule.expires else None,
        until_fix=rule.until_fix,
    )


def _idle(rule: Rule, lapse: str | None, fix: str | None) -> IdleDecision:
    reason = lapse or (f"it held until there was a fix: {fix}" if fix else "no finding fits it")
    return IdleDecision(
        ground=Ground.RULE,
        source=rule.source,
        about=rule.about,
        reason=reason,
        has_expired=bool(lapse or fix),
    )
