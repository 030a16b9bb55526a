"""Decisions in the words of CycloneDX."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.formats.cyclonedx.analysis import analysis_of
from scanner.model.decision import JUSTIFICATIONS, Decision, Ground
from tests.support.cyclonedx import document_of
from tests.support.reports import OWNER, at, component, finding, report_of

FOUND = finding(component())
ACCEPTED = Decision(
    ground=Ground.RULE,
    source="decisions.yaml:2",
    status="accepted",
    reason="Nobody sends such names.",
    owner="Ada",
    expires="2027-01-31",
)
DETAIL = "Nobody sends such names. By Ada. Until 2027-01-31."


@pytest.mark.parametrize(
    ("decision", "expected"),
    [
        pytest.param(None, None, id="undecided"),
        pytest.param(
            ACCEPTED,
            {"state": "exploitable", "response": ["will_not_fix"], "detail": DETAIL},
            id="accepted",
        ),
        pytest.param(
            replace(ACCEPTED, reason="Nobody sends such names ", owner="Ada"),
            {"state": "exploitable", "response": ["will_not_fix"], "detail": DETAIL},
            id="full stops",
        ),
        pytest.param(
            replace(ACCEPTED, until_fix=True),
            {
                "state": "exploitable",
                "response": ["can_not_fix"],
                "detail": f"{DETAIL} Until a version fixes it.",
            },
            id="until there is a fix",
        ),
        pytest.param(
            replace(ACCEPTED, status="fixed"), {"state": "resolved", "detail": DETAIL}, id="fixed"
        ),
        pytest.param(
            replace(ACCEPTED, status="not_affected", justification="protected_at_runtime"),
            {"state": "not_affected", "justification": "protected_at_runtime", "detail": DETAIL},
            id="in a word of its own",
        ),
        pytest.param(
            replace(ACCEPTED, status="not_affected", justification="component_not_present"),
            {
                "state": "not_affected",
                "justification": "code_not_present",
                "detail": f"component_not_present: {DETAIL}",
            },
            id="in a word of VEX",
        ),
    ],
)
def test_a_decision_is_an_analysis(decision, expected):
    assert expected == analysis_of(replace(FOUND, decision=decision))


@pytest.mark.parametrize("word", JUSTIFICATIONS)
def test_every_word_of_vex_has_a_next_one(word):
    decision = replace(ACCEPTED, status="not_affected", justification=word)

    analysis = analysis_of(replace(FOUND, decision=decision))

    assert analysis
    assert "justification" in analysis


def test_what_is_left_to_the_system_is_told_to_be():
    assert {
        "state": "in_triage",
        "detail": "Left to the advisories for deb python3-idna 3.4-1.",
    } == analysis_of(replace(FOUND, left_to=OWNER))


def test_beside_a_copy_that_was_decided_on_the_others_are_said_to_be_open():
    copy = component(evidence=at("elsewhere/idna-3.4.dist-info"))
    decided = replace(FOUND, decision=replace(ACCEPTED, status="fixed"))

    document = document_of(report_of(FOUND.component, copy, findings=(decided, finding(copy))))

    found = document["vulnerabilities"]
    assert {"in_triage", "resolved"} == {each["analysis"]["state"] for each in found}
    assert {"affected", "unaffected"} == {
        each["affects"][0]["versions"][0]["status"] for each in found
    }
