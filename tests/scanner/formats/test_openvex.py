"""Decisions in OpenVEX."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from scanner.formats.openvex import OPENVEX
from scanner.model.advisory import Advisory
from scanner.model.contact import Kind, Supplier
from scanner.model.decision import Decision, Ground
from scanner.model.imprint import Imprint
from tests.support.openvex import openvex_error
from tests.support.reports import IMAGE, OWNER, at, component, finding, report_of

IDNA = component()
RULE = Decision(
    ground=Ground.RULE,
    source="decisions.yaml:2",
    status="accepted",
    reason="Nobody sends such names.",
    owner="Ada",
    expires="2027-01-31",
)
NOT_AFFECTED = replace(
    RULE, status="not_affected", justification="vulnerable_code_not_in_execute_path"
)


def document(*findings, **changes):
    """Return the document on an image with these findings, which is valid."""
    report = replace(report_of(IDNA, findings=findings), **changes)
    found = json.loads("".join(OPENVEX.emit(report)))
    assert openvex_error(found) is None
    return found


def statements(*findings, **changes):
    """Return its statements, without what they are about."""
    found = document(*findings, **changes)["statements"]
    return [
        {key: value for key, value in each.items() if key not in {"vulnerability", "products"}}
        for each in found
    ]


NOTES = "Nobody sends such names. By Ada. Until 2027-01-31."


@pytest.mark.parametrize(
    ("decision", "expected"),
    [
        pytest.param(None, {"status": "under_investigation"}, id="undecided"),
        pytest.param(RULE, {"status": "affected", "action_statement": NOTES}, id="accepted"),
        pytest.param(
            NOT_AFFECTED,
            {
                "status": "not_affected",
                "justification": "vulnerable_code_not_in_execute_path",
                "status_notes": NOTES,
            },
            id="not affected",
        ),
        pytest.param(
            replace(NOT_AFFECTED, justification="code_not_reachable"),
            {"status": "not_affected", "impact_statement": f"code_not_reachable {NOTES}"},
            id="another's word",
        ),
        pytest.param(
            replace(RULE, status="fixed"), {"status": "fixed", "status_notes": NOTES}, id="fixed"
        ),
        pytest.param(
            Decision(ground=Ground.VEX, source="x", status="not_affected"),
            {"status": "not_affected", "impact_statement": "No reason is given."},
            id="no reason",
        ),
        pytest.param(
            Decision(ground=Ground.VEX, source="x", status="not_affected", reason=" \u200b"),
            {"status": "not_affected", "impact_statement": "No reason is given."},
            id="none that can be seen",
        ),
        pytest.param(
            replace(RULE, reason="Nobody sends such names", owner="Shop Inc."),
            {
                "status": "affected",
                "action_statement": "Nobody sends such names. By Shop Inc. Until 2027-01-31.",
            },
            id="full stops",
        ),
        pytest.param(
            replace(RULE, until_fix=True),
            {
                "status": "affected",
                "action_statement": "Nobody sends such names. By Ada. "
                "Until a version fixes it or 2027-01-31.",
            },
            id="until there is a fix",
        ),
    ],
)
def test_a_decision_is_a_statement(decision, expected):
    assert [expected] == statements(finding(IDNA, decision=decision))


def test_what_is_left_to_the_system_is_told_to_be():
    (found,) = statements(finding(IDNA, left_to=OWNER))

    assert {
        "status": "under_investigation",
        "status_notes": "Left to the advisories for deb python3-idna 3.4-1.",
    } == found


def test_a_vulnerability_goes_by_its_cve():
    (found,) = document(finding(IDNA))["statements"]

    assert {
        "name": "CVE-2024-3651",
        "aliases": ["GHSA-jjg7-2v4v-x38h", "PYSEC-2024-60"],
    } == found["vulnerability"]


IMAGE_PURL = (
    f"pkg:oci/shop@sha256:{'a' * 64}?arch=amd64&repository_url=registry.test/team/shop&tag=1.0"
)


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        pytest.param(IMAGE, {"@id", "identifiers", "subcomponents"}, id="image"),
        pytest.param(replace(IMAGE, names=()), {"hashes", "subcomponents"}, id="nameless image"),
        pytest.param(replace(IMAGE, digest=None), {"@id", "identifiers"}, id="directory"),
    ],
)
def test_a_product_is_the_image_or_else_what_is_in_it(subject, expected):
    report = report_of(IDNA, subject=subject)

    (found,) = document(finding(IDNA), inventory=report.inventory)["statements"]

    (product,) = found["products"]
    assert expected == product.keys()
    part = {"@id": IDNA.purl, "identifiers": {"purl": IDNA.purl}}
    assert part in (product, *product.get("subcomponents", ()))
    assert product.get("@id") in {IMAGE_PURL, IDNA.purl, None}


def test_components_of_which_the_same_is_said_are_in_one_statement():
    (found,) = document(
        finding(IDNA, decision=RULE),
        finding(component("copy"), decision=RULE),
    )["statements"]

    (product,) = found["products"]
    assert 2 == len(product["subcomponents"])


@pytest.mark.parametrize("turn", [1, -1])
def test_what_was_decided_for_one_of_two_equal_copies_is_said_of_none(turn):
    copies = [
        finding(IDNA, decision=NOT_AFFECTED),
        finding(component(evidence=at("elsewhere/idna-3.4.dist-info"))),
    ]

    assert [{"status": "under_investigation"}] == statements(*copies[::turn])


def test_a_document_is_dated_by_whoever_makes_it_and_has_their_name():
    author = Supplier(name="Ada", kind=Kind.PERSON)

    found = document(
        finding(IDNA), created="2026-01-31T00:00:00Z", imprint=Imprint(authors=(author,))
    )

    assert ("2026-01-31T00:00:00Z", "Ada") == (found["timestamp"], found["author"])


def test_without_a_date_it_has_the_first_that_there_is():
    assert "1970-01-01T00:00:00Z" == document()["timestamp"]


def test_equal_documents_have_equal_names_and_others_have_others():
    name = document(finding(IDNA))["@id"]

    assert name == document(finding(IDNA))["@id"]
    assert name != document(finding(IDNA, Advisory(id="CVE-1")))["@id"]


def test_where_nothing_was_found_nothing_is_stated():
    assert [] == document()["statements"]
