"""What became of findings, and what made it so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.diff.turn import Cause, Kind, turns
from scanner.model.advisory import Advisory, Level, Severity, Status
from scanner.model.decision import Decision, Ground
from scanner.model.threat import Exploitation, Threat
from tests.support.reports import ADVISORY, OWNER, at, component, finding, report_of

OLD, NEW = component(), component(version="3.5")
FOUND = finding(OLD)
OTHER = Advisory(id="CVE-2026-1")
DECISION = Decision(ground=Ground.RULE, source="x:1", status="accepted")


def between(before, after):
    """Return what became of findings of components."""
    sides = [
        report_of(*{each.component.place: each.component for each in side}.values(), findings=side)
        for side in (before, after)
    ]
    return [(turn.kind, turn.cause, turn.finding.id, turn.changed) for turn in turns(*sides)]


def test_where_nothing_is_different_nothing_is_told():
    assert [] == between((FOUND,), (FOUND,))


def test_another_finding_of_the_same_component_is_news_of_the_data():
    second = finding(OLD, OTHER)

    assert [(Kind.NEW, Cause.DATA, "CVE-2026-1", ())] == between((FOUND,), (FOUND, second))
    assert [(Kind.GONE, Cause.DATA, "CVE-2026-1", ())] == between((FOUND, second), (FOUND,))


def test_a_finding_of_another_component_is_news_of_the_code():
    six = finding(component("six"), OTHER)

    assert [(Kind.NEW, Cause.CODE, "CVE-2026-1", ())] == between((FOUND,), (FOUND, six))
    assert [(Kind.GONE, Cause.CODE, "CVE-2026-1", ())] == between((FOUND, six), (FOUND,))


def test_a_finding_that_another_version_has_as_well_is_the_same():
    expected = [(Kind.CHANGED, Cause.CODE, "PYSEC-2024-60", ("version",))]

    assert expected == between((FOUND,), (finding(NEW),))


def test_a_finding_that_only_another_version_has_is_of_the_code():
    expected = [
        (Kind.NEW, Cause.CODE, "CVE-2026-1", ()),
        (Kind.CHANGED, Cause.CODE, "PYSEC-2024-60", ("version",)),
    ]

    assert expected == between((FOUND,), (finding(NEW), finding(NEW, OTHER)))


def test_a_vulnerability_that_got_another_name_is_the_same():
    renamed = replace(ADVISORY, id="CVE-2024-3651", aliases=())

    assert [] == between((FOUND,), (finding(OLD, renamed),))


@pytest.mark.parametrize(
    ("changes", "cause", "name"),
    [
        ({"status": Status.UNDETERMINED}, Cause.DATA, "status"),
        ({"fixed_in": None}, Cause.DATA, "fixed_in"),
        (
            {"advisories": (replace(ADVISORY, severity=Severity(Level.LOW)),)},
            Cause.DATA,
            "severity",
        ),
        (
            {"threat": Threat(exploited=(Exploitation(cve="CVE-1", added="x"),))},
            Cause.DATA,
            "exploited",
        ),
        ({"decision": DECISION}, Cause.DECISION, "decision"),
        ({"left_to": OWNER}, Cause.DATA, "left_to"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_different_of_a_finding_is_told(changes, cause, name):
    expected = [(Kind.CHANGED, cause, "PYSEC-2024-60", (name,))]

    assert expected == between((FOUND,), (replace(FOUND, **changes),))


def test_an_interpreter_is_in_no_list_of_components_and_is_the_same_all_the_same():
    python = component("python", "3.11.7", evidence=at("usr/bin/python3"))
    before = report_of(findings=(finding(python),))
    after = report_of(findings=(finding(python), finding(python, OTHER)))

    assert [Cause.DATA] == [turn.cause for turn in turns(before, after)]


def test_copies_are_told_apart_by_their_places():
    first = finding(component(evidence=at("a")), fixed_in=None)
    second = finding(component(evidence=at("b")))

    assert [] == between((first, second), (second, first))
    assert [Kind.GONE] == [kind for kind, *_ in between((first, second), (second,))]


def test_one_copy_more_is_no_other_vulnerability():
    """
    It is the same in the same environment: what there is to do about it is known.
    """
    copy = finding(component(evidence=at("b")))

    assert [] == between((FOUND,), (FOUND, copy))
