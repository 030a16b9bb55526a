"""What rules ignore, and which of them ignore nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from scanner.decided.distribution import Distributions
from scanner.decided.rule import Rule
from scanner.match.ignored import by_rules
from scanner.model.decision import Decision, Ground
from tests.support.deciding import LATER, TODAY, rule
from tests.support.reports import component, finding

FOUND = finding(component())
DAY = timedelta(days=1)


def outcome(*rules, found=FOUND, today=TODAY, max_days=365):
    """Return the reason of what is decided, and why rules are idle."""
    (decision,), idle = by_rules([found], rules, today, max_days)
    return decision and decision.reason, [each.reason for each in idle]


def test_a_decision_says_who_took_it_and_until_when():
    (decision,), idle = by_rules([FOUND], [rule(until_fix=False)], TODAY, 365)

    expected = Decision(
        ground=Ground.RULE,
        source="decisions.yaml:2",
        status="accepted",
        reason="not reachable",
        owner="Ada",
        expires="2026-11-21",
    )
    assert (expected, []) == (decision, idle)


def test_who_says_why_something_is_not_affected_accepts_nothing():
    ((decision,), _) = by_rules([FOUND], [rule(justification="component_not_present")], TODAY, 365)

    assert decision
    assert ("not_affected", "component_not_present") == (decision.status, decision.justification)


@pytest.mark.parametrize(
    ("expires", "today", "reason"),
    [
        pytest.param(TODAY, TODAY, None, id="on its last day"),
        pytest.param(TODAY - DAY, TODAY, "it expired on 2026-11-20", id="expired"),
        pytest.param(LATER, TODAY, None, id="as long as may be"),
        pytest.param(
            LATER + DAY,
            TODAY,
            "it expires on 2027-11-22, in more than 365 days",
            id="longer",
        ),
        pytest.param(LATER, None, "it is not known what day it is", id="some day"),
    ],
)
def test_a_rule_holds_for_a_time(expires, today, reason):
    expected = (None, [reason]) if reason else ("not reachable", [])

    assert expected == outcome(rule(expires=expires), today=today)


def test_how_long_a_rule_may_hold_can_be_said():
    assert outcome(rule(expires=TODAY + 31 * DAY), max_days=30)[0] is None


def test_a_rule_of_the_command_line_holds_on_any_day():
    assert ("x", []) == outcome(Rule(ids=frozenset(("CVE-2024-3651",)), reason="x"), today=None)


def test_a_rule_until_there_is_a_fix_ends_with_it():
    unfixed = finding(component(), fixed_in=None)

    assert ("not reachable", []) == outcome(rule(until_fix=True), found=unfixed)
    assert (None, ["it held until there was a fix: 3.7"]) == outcome(rule(until_fix=True))


def test_a_rule_that_fits_nothing_is_told():
    (_, (idle,)) = by_rules([FOUND], [rule("CVE-1")], TODAY, 365)

    assert ("decisions.yaml:2", "CVE-1", "no finding fits it") == (
        idle.source,
        idle.about,
        idle.reason,
    )
    assert not idle.has_expired


def test_a_rule_that_has_expired_is_told_even_if_another_ignores_the_same():
    reason, idle = outcome(rule(expires=TODAY - DAY), rule(reason="second"))

    assert ("second", ["it expired on 2026-11-20"]) == (reason, idle)


def test_the_first_rule_that_fits_decides_and_the_others_are_of_use_as_well():
    every = Distributions(("*",))

    assert ("first", []) == outcome(
        rule(None, distributions=every, reason="first"), rule(reason="second")
    )
