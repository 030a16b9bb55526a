"""When what people have decided is reason to fail: a policy, and rules that are of no use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.match.policy import CLEAN, FINDINGS
from scanner.match.policy import INCOMPLETE as INCOMPLETE_CODE
from scanner.model.decision import Ground
from scanner.model.violation import Outcome
from scanner.policy.policy import INCOMPLETE

if TYPE_CHECKING:
    from scanner.model.report import Report


def exit_code_by_policy(report: Report) -> int:
    """Return the exit code. What was not read outweighs all else, unless that is allowed."""
    failed = {each.rule for each in report.violations if each.outcome is Outcome.FAIL}
    if INCOMPLETE in failed:
        return INCOMPLETE_CODE
    return FINDINGS if failed else CLEAN


def exit_code_by_decisions(report: Report) -> int:
    """Return the exit code for rules that decided nothing; of foreign statements many do so."""
    is_idle = any(idle.ground is Ground.RULE for idle in report.idle_decisions)
    return FINDINGS if is_idle else CLEAN
