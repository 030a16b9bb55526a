"""What somebody decided on findings: such are shown, and do not count.

Rules come before statements of VEX documents, for they are one's own. What decided nothing is
reported: that a rule no longer holds, or that a statement names nothing that is here, must not be
found out when it is too late.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from scanner.match.ignored import by_rules
from scanner.match.stated import by_statements
from scanner.model.advisory import Status
from scanner.model.decision import Ground, IdleDecision

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from scanner.decided.decisions import Decisions
    from scanner.model.component import Component
    from scanner.model.finding import Finding
    from scanner.model.report import Report, Tally


def decided(report: Report, decisions: Decisions, today: date | None, max_days: int) -> Report:
    """Return a report whose findings have what was decided on them.

    Where it is not known what day it is, no rule holds that ends on some day. On what is withdrawn
    its database has decided.
    """
    withdrawn = [finding for finding in report.findings if finding.is_withdrawn]
    report = replace(report, findings=tuple(f for f in report.findings if not f.is_withdrawn))
    ignored, idle_rules = by_rules(report.findings, decisions.rules, today, max_days)
    stated, idle_statements = by_statements(report, decisions.statements)
    findings = tuple(
        replace(finding, decision=rule or statement or finding.decision)
        for finding, rule, statement in zip(report.findings, ignored, stated, strict=True)
    )
    unread = (
        IdleDecision(ground=Ground.VEX, source=each.source, about="a statement", reason=each.reason)
        for each in decisions.malformed
    )
    return replace(
        report,
        findings=(*findings, *withdrawn),
        tally=_tally(report, findings),
        idle_decisions=(*report.idle_decisions, *idle_rules, *idle_statements, *unread),
    )


def _tally(report: Report, findings: Iterable[Finding]) -> Tally:
    """Return the counts once more: a component may have got out of one by a decision.

    What is in no count, as an interpreter, stays in none.
    """
    places = {component.place for component in report.inventory.components}
    # A lockfile that is one line has two versions in one place.
    by_component: defaultdict[Component, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.left_to is None and finding.component.place in places:
            by_component[finding.component].append(finding)
    moved: Counter[str] = Counter()
    for group in by_component.values():
        moved[_outcome(group)] -= 1
        moved[_outcome([each for each in group if each.decision is None])] += 1
    tally = report.tally
    return replace(tally, **{name: getattr(tally, name) + by for name, by in moved.items() if by})


def _outcome(findings: list[Finding]) -> str:
    if not findings:
        return "suppressed"
    is_affected = any(each.status is Status.AFFECTED for each in findings)
    return "affected" if is_affected else "undetermined"
