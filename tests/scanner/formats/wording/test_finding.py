"""Findings in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.formats.wording.finding import (
    marks,
    sorted_findings,
    to_raise,
    way_in_words,
    way_of,
    way_to,
)
from scanner.model.dependency import Basis, Directness
from scanner.model.fix import Fix
from scanner.model.threat import Exploitation, Probability, Threat
from tests.support.judged import BY_PROJECT, FINDINGS, FLASK, WERKZEUG, judged_report
from tests.support.reports import OWNER, component, finding, report_of

PLACES = {each.place: each for each in (FLASK, WERKZEUG)}


def through(place: str) -> Directness:
    """Return the directness of what is there through the component at a place."""
    return Directness(is_direct=False, basis=Basis.INSTALLER, depth=1, via=place)


def test_each_finding_is_in_one_group():
    found = sorted_findings(judged_report())

    groups = [found.counted, found.decided, found.left, found.known]
    told = [finding for group in groups for each in group for finding in each.findings]
    assert sorted(map(id, FINDINGS)) == sorted(map(id, told))
    assert [3, 1, 1, 1] == [len(group) for group in groups]


def test_what_two_things_speak_of_is_in_the_group_of_the_better_reason():
    decided = next(each for each in FINDINGS if each.decision)
    both = replace(decided, left_to=OWNER, is_known=True)

    found = sorted_findings(report_of(both.component, findings=(both,)))

    assert [1, 0, 0, 0] == [
        len(each) for each in (found.decided, found.left, found.known, found.counted)
    ]


def test_a_way_begins_with_what_somebody_asked_for():
    way = way_to(WERKZEUG, PLACES)

    assert (FLASK, WERKZEUG) == way
    assert "flask → werkzeug" == way_in_words(way)
    assert "direct" == way_in_words(way_to(FLASK, PLACES))


def test_the_way_on_which_something_is_to_be_raised_comes_first():
    """
    What an installer recorded as asked for may all the same be held back by something else.
    """
    direct = replace(WERKZEUG, directness=BY_PROJECT)
    fix = Fix(version="3", raised=FLASK.place, way=(FLASK.place, WERKZEUG.place))
    lost = replace(fix, way=("nowhere", WERKZEUG.place))

    assert (FLASK, WERKZEUG) == way_of(finding(direct, fix=fix), PLACES)
    assert (direct,) == way_of(finding(direct, fix=lost), PLACES)
    assert (direct,) == way_of(finding(direct), PLACES)


def test_what_nothing_is_known_of_has_no_way():
    assert () == way_to(component(), PLACES)


def test_a_way_that_leads_nowhere_or_in_a_circle_is_none():
    """
    An inventory may be somebody's document, in which anything may stand.
    """
    lost = component(directness=through("nowhere"))
    one, other = component("one"), component("other")
    one = replace(one, directness=through(other.place))
    other = replace(other, directness=through(one.place))

    assert () == way_to(lost, PLACES)
    assert () == way_to(one, {each.place: each for each in (one, other)})


@pytest.mark.parametrize(("is_admitted", "name"), [(False, "flask"), (None, "flask"), (True, None)])
def test_nothing_has_to_be_raised_where_the_version_is_allowed(is_admitted, name):
    fix = Fix(version="3.1", is_admitted=is_admitted, raised=FLASK.place, way=(FLASK.place,))

    assert name == to_raise(finding(WERKZEUG, fix=fix), PLACES)


def test_marks_are_told_the_worst_first():
    chance = Probability(cve="C", score=0.00043, percentile=0.1, model="v4", date="2026-08-07")
    ransom = Exploitation(cve="C", added="2024-01-01", by_ransomware=True)
    threat = Threat(
        exploited=(ransom,), exploited_related=(ransom,), probability=chance, is_malware=True
    )

    found = list(marks(finding(component(directness=BY_PROJECT), threat=threat)))

    assert ["malware", "KEV", "KEV related", "EPSS 0.043 %"] == [mark.word for mark in found]
    assert "C is known to be exploited since 2024-01-01 by ransomware." == found[1].why
