"""What statements decide on findings."""

from __future__ import annotations

import pytest

from scanner.match.stated import by_statements
from scanner.metadata.vex.statement import Standpoint
from scanner.model.decision import Decision, Ground
from tests.support.reports import component, finding, report_of
from tests.support.vex import CVE, IDNA, statement

FOUND = component()
REPORT = report_of(FOUND, findings=(finding(FOUND),))
N, A = Standpoint.NOT_AFFECTED, Standpoint.AFFECTED
F, U = Standpoint.FIXED, Standpoint.UNDER_INVESTIGATION


def status(*statements):
    """Return what is decided, and why statements are idle."""
    (decision,), idle = by_statements(REPORT, statements)
    return decision and decision.status, [each.reason for each in idle]


@pytest.mark.parametrize(
    ("standpoint", "expected"), [(N, "not_affected"), (F, "fixed"), (A, None), (U, None)]
)
def test_only_some_standpoints_take_a_finding_out(standpoint, expected):
    assert (expected, []) == status(statement(standpoint=standpoint))


def test_a_decision_says_who_stated_what():
    stated = statement(justification="component_not_present", reason="gone", author="Ada")

    (decision,), _ = by_statements(REPORT, [stated])

    expected = Decision(
        ground=Ground.VEX,
        source="vex.json:1",
        status="not_affected",
        justification="component_not_present",
        reason="gone",
        owner="Ada",
    )
    assert expected == decision


@pytest.mark.parametrize("turn", [1, -1])
def test_the_last_statement_counts_wherever_it_stands(turn):
    statements = [
        statement(standpoint=N, time="2026-01"),
        statement(standpoint=A, time="2026-02"),
        statement(standpoint=F, time="2026-03"),
    ][::turn]

    assert ("fixed", []) == status(*statements)
    assert (None, []) == status(*(each for each in statements if each.standpoint is not F))


@pytest.mark.parametrize("turn", [1, -1])
def test_at_the_same_time_whoever_warns_is_believed(turn):
    assert (None, []) == status(*[statement(standpoint=N), statement(standpoint=U)][::turn])


def test_one_without_a_time_is_older_than_all():
    assert (None, []) == status(statement(standpoint=A, time="2026"), statement(standpoint=N))


def test_a_vulnerability_is_known_by_any_of_its_names():
    assert ("not_affected", []) == status(statement(names=frozenset(("X", "GHSA-JJG7-2V4V-X38H"))))


def test_what_is_about_nothing_here_is_told_and_why():
    elsewhere, other = statement("pkg:pypi/six"), statement(names=frozenset(("CVE-1",)))

    (_, (first, second)) = by_statements(REPORT, [elsewhere, other])

    assert (f"{CVE} in pkg:pypi/six", "it is found here, but in none of these products") == (
        first.about,
        first.reason,
    )
    assert (f"CVE-1 in {IDNA}", "it is not found") == (second.about, second.reason)
    assert {Ground.VEX} == {first.ground, second.ground}


def test_many_products_are_not_all_named():
    many = statement(*(f"pkg:pypi/x{number}" for number in range(9)))

    (_, (idle,)) = by_statements(REPORT, [many])

    assert idle.about.endswith("pkg:pypi/x4, …")
