"""Statements in CSAF."""

from __future__ import annotations

import pytest

from scanner.metadata.vex.csaf import STATUSES
from scanner.metadata.vex.document import parse_vex
from scanner.metadata.vex.statement import Standpoint
from tests.support.vex import CVE, IDNA, UTC, csaf, named, reasons

FLAG = {"label": "component_not_present", "product_ids": ["A"]}


def only(data):
    """Return the one statement of a document."""
    (found,) = parse_vex(data, "vex.json").statements
    return found


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_is_a_standpoint(status):
    found = only(csaf({"cve": CVE, "product_status": {status: ["A"]}, "flags": [FLAG]}))

    assert STATUSES[status] is found.standpoint


def test_a_statement_is_read_whole():
    found = only(
        csaf(
            {
                "cve": CVE,
                "ids": [{"system_name": "GitHub", "text": "GHSA-1"}],
                "product_status": {"known_not_affected": ["A"]},
                "flags": [FLAG | {"date": "2026-02-01T00:00:00Z"}],
                "threats": [
                    {"category": "impact", "details": "it is not there", "product_ids": ["A"]},
                    {"category": "exploit_status", "details": "none", "product_ids": ["A"]},
                ],
            }
        )
    )

    assert {CVE, "GHSA-1"} == found.names
    assert ("component_not_present", "it is not there", "Ada") == (
        found.justification,
        found.reason,
        found.author,
    )
    assert found.time.startswith("2026-02-01")
    assert [IDNA] == [str(each.purl) for each in found.products]


def test_the_time_is_that_of_the_release():
    assert UTC == only(csaf({"cve": CVE, "product_status": {"fixed": ["A"]}})).time


def test_what_is_said_of_a_group_is_said_of_its_products():
    data = csaf(
        {
            "cve": CVE,
            "product_status": {"known_not_affected": ["A"]},
            "threats": [{"category": "impact", "details": "why", "group_ids": ["G"]}],
        },
        product_groups=[{"group_id": "G", "product_ids": ["A", "IMAGE"]}],
    )

    assert "why" == only(data).reason


def test_products_with_other_reasons_are_other_statements():
    data = csaf(
        {
            "cve": CVE,
            "product_status": {"known_not_affected": ["A", "IMAGE"]},
            "flags": [FLAG, {"label": "vulnerable_code_not_present", "product_ids": ["IMAGE"]}],
        }
    )

    found = parse_vex(data, "vex.json").statements

    expected = ["component_not_present", "vulnerable_code_not_present"]
    assert expected == [each.justification for each in found]


def test_a_product_in_another_is_a_part_of_it():
    relationship = {
        "category": "default_component_of",
        "product_reference": "A",
        "relates_to_product_reference": "IMAGE",
        "full_product_name": {"product_id": "A-IN-IMAGE", "name": "x"},
    }
    status = {"fixed": ["A-IN-IMAGE"]}

    found = only(csaf({"cve": CVE, "product_status": status}, relationships=[relationship]))

    (product,) = found.products
    assert ("oci", [IDNA]) == (product.purl.kind, [str(part.purl) for part in product.parts])


def test_products_are_found_in_branches_with_their_ranges():
    branches = [
        {
            "category": "vendor",
            "name": "x",
            "branches": [
                {
                    "category": "product_version_range",
                    "name": "vers:pypi/<3.7",
                    "product": named("R", "pkg:pypi/idna"),
                },
                {"category": "product_version", "name": "3.4", "product": named("V", IDNA)},
            ],
        }
    ]
    status = {"fixed": ["R", "V"]}

    found = only(csaf({"cve": CVE, "product_status": status}, branches=branches))

    expected = [("pkg:pypi/idna", "vers:pypi/<3.7"), (IDNA, None)]
    assert expected == [(str(each.purl), each.versions) for each in found.products]


@pytest.mark.parametrize(
    ("vulnerability", "reason"),
    [
        pytest.param([], "an element of vulnerabilities is no object", id="list"),
        pytest.param({"product_status": {}}, "it names no vulnerability", id="nameless"),
        pytest.param(
            {"cve": CVE, "product_status": {"fixed": ["B"]}},
            "fixed has a product that the tree has not: B",
            id="unknown product",
        ),
        pytest.param(
            {"cve": CVE, "product_status": {"known_not_affected": ["A"]}},
            "it has A as known_not_affected, and not why",
            id="why",
        ),
    ],
)
def test_what_is_no_statement_is_told(vulnerability, reason):
    document = parse_vex(csaf(vulnerability), "vex.json")

    assert ((), [reason]) == (document.statements, reasons(document))


def test_one_product_that_is_wrong_leaves_the_others():
    document = parse_vex(csaf({"cve": CVE, "product_status": {"fixed": ["B", "A"]}}), "vex.json")

    assert [Standpoint.FIXED] == [each.standpoint for each in document.statements]
