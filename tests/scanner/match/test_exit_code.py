"""When what people have decided is reason to fail."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.match.exit_code import exit_code_by_decisions, exit_code_by_policy
from scanner.match.policy import CLEAN, FINDINGS, INCOMPLETE
from scanner.model.decision import Ground, IdleDecision
from scanner.model.violation import Outcome, Violation
from tests.support.reports import report_of

FAIL, WARN = Outcome.FAIL, Outcome.WARN


@pytest.mark.parametrize(
    ("met", "expected"),
    [
        pytest.param([], CLEAN, id="nothing"),
        pytest.param([("bans", WARN)], CLEAN, id="told"),
        pytest.param([("bans", WARN), ("bans", FAIL)], FINDINGS, id="one is reason"),
        pytest.param([("coverage.incomplete", WARN)], CLEAN, id="not read, and allowed"),
        pytest.param(
            [("bans", FAIL), ("coverage.incomplete", FAIL)], INCOMPLETE, id="not read outweighs"
        ),
    ],
)
def test_a_policy_decides_the_exit_code(met, expected):
    violations = tuple(
        Violation(rule=rule, outcome=outcome, about="x", reason="r") for rule, outcome in met
    )

    assert expected == exit_code_by_policy(replace(report_of(), violations=violations))


@pytest.mark.parametrize(
    ("grounds", "expected"),
    [((), CLEAN), ((Ground.VEX,), CLEAN), ((Ground.VEX, Ground.RULE), FINDINGS)],
    ids=["none", "of others", "of ones own"],
)
def test_ones_own_rules_have_to_be_of_use_if_that_is_wanted(grounds, expected):
    idle = tuple(IdleDecision(source="x", about="y", reason="r", ground=each) for each in grounds)

    assert expected == exit_code_by_decisions(replace(report_of(), idle_decisions=idle))
