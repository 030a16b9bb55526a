"""When what people have decided is reason to fail: a policy, and rules that are of no use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.match.policy import CLEAN, FINDINGS, MALWARE_BIT
from scanner.match.policy import INCOMPLETE as INCOMPLETE_CODE
from scanner.model.decision import Ground
from scanner.model.violation import Outcome
from scanner.policy.policy import INCOMPLETE

if TYPE_CHECKING:
    from scanner.model.report import Report

HOSTILE: Final = frozenset(("vulnerabilities.malware", "maintenance.quarantined"))
"""The rules that are met by what is hostile itself."""


def exit_code_by_policy(report: Report) -> int:
    """Return the exit code. What was not read outweighs all else, unless that is allowed."""
    failed = {each.rule for each in report.violations if each.outcome is Outcome.FAIL}
    code = FINDINGS if failed else CLEAN
    if INCOMPLETE in failed:
        code = INCOMPLETE_CODE
    return code if failed.isdisjoint(HOSTILE) else code | MALWARE_BIT


def exit_code_by_decisions(report: Report) -> int:
    """Return the exit code for rules that decided nothing; of foreign statements many do so."""
    is_idle = any(idle.ground is Ground.RULE for idle in report.idle_decisions)
    return FINDINGS if is_idle else CLEAN
