"""Statements in OpenVEX."""

from __future__ import annotations

import pytest

from scanner.metadata.vex.document import parse_vex
from scanner.metadata.vex.statement import Standpoint, Statement, product_of
from tests.support.vex import CVE, IDNA, TIME, UTC, openvex, reasons, said

IMAGE = f"pkg:oci/shop@sha256:{'a' * 64}"


def test_a_statement_is_read_whole():
    data = openvex(
        said(
            "not_affected",
            {
                "@id": "https://shop.test",
                "identifiers": {"purl": IMAGE, "cpe23": "cpe:2.3:a:x:y"},
                "hashes": {"SHA-256": "B" * 64},
                "subcomponents": [{"@id": IDNA}],
            },
            vulnerability={"@id": "https://v.test/GHSA-1", "name": CVE, "aliases": ["PYSEC-1"]},
            impact_statement="it is  not called",
            supplier="Grace",
        )
    )

    (found,) = parse_vex(data, "vex.json").statements

    expected = Statement(
        names=frozenset((CVE, "PYSEC-1", "GHSA-1")),
        standpoint=Standpoint.NOT_AFFECTED,
        products=(
            product_of("https://shop.test", IMAGE, {"sha256": "b" * 64}, parts=(product_of(IDNA),)),
        ),
        justification="component_not_present",
        reason="it is not called",
        author="Grace",
        time=UTC,
        source=found.source,
    )
    assert expected == found


def test_the_first_version_has_texts_for_products_and_vulnerabilities():
    statement = said(products=[IMAGE], subcomponents=[IDNA], vulnerability=CVE)

    (found,) = parse_vex(openvex(statement), "vex.json").statements

    assert (product_of(IMAGE, parts=(product_of(IDNA),)),) == found.products
    assert {CVE} == found.names


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        pytest.param({}, UTC, id="of the document"),
        pytest.param({"timestamp": "2026-02-01T00:00:00+01:00"}, "2026-01-31T23", id="its own"),
        pytest.param({"last_updated": "2027-01-01T00:00:00Z"}, "2027-01-01T00", id="updated"),
        pytest.param({"timestamp": "yesterday"}, UTC, id="none that is one"),
        pytest.param({"timestamp": "0001-01-01T00:00:00+23:00"}, UTC, id="before all times"),
    ],
)
def test_a_time_is_that_of_the_statement_or_else_of_the_document(statement, expected):
    (found,) = parse_vex(openvex(said(**statement)), "vex.json").statements

    assert found.time.startswith(expected)


def test_of_an_attestation_the_subjects_are_the_products():
    data = openvex(
        _type="https://in-toto.io/Statement/v1",
        predicateType="https://openvex.dev/ns/v0.2.0",
        subject=[{"name": "shop", "digest": {"sha256": "a" * 64}}],
        predicate={"statements": [said(products=[])], "timestamp": TIME},
    )

    (found,) = parse_vex(data, "vex.json").statements

    assert (product_of("shop", None, {"sha256": "a" * 64}),) == found.products


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        pytest.param("x", "an element of statements is no object", id="text"),
        pytest.param(said(vulnerability={}), "it names no vulnerability", id="nameless"),
        pytest.param(said("ok"), "its status is none of", id="status"),
        pytest.param(said(justification=None), "it says not_affected, and not why", id="why"),
        pytest.param(said(justification="x"), "its justification is none of", id="word"),
        pytest.param(said(products=[]), "it has no products", id="products"),
    ],
)
def test_what_is_no_statement_is_told_and_the_rest_is_read(statement, reason):
    document = parse_vex(openvex(statement, said("fixed")), "vex.json")

    (told,) = reasons(document)
    assert told.startswith(reason)
    assert [Standpoint.FIXED] == [each.standpoint for each in document.statements]


@pytest.mark.parametrize("parts", [IDNA, [1], [[]]], ids=["text", "number", "list"])
def test_parts_that_cannot_be_read_do_not_make_it_the_whole(parts):
    statement = said("fixed", {"@id": IMAGE, "subcomponents": parts})

    (found,) = parse_vex(openvex(statement), "vex.json").statements

    (product,) = found.products
    assert [None] == [part.purl for part in product.parts]


def test_statements_that_are_no_list_are_told():
    assert ["statements is no list"] == reasons(parse_vex(openvex(statements={}), "vex.json"))


def test_a_statement_has_its_line():
    data = b'{"@context": "https://openvex.dev/ns",\n"statements": [\n"x",\n"y"]}'

    sources = [each.source for each in parse_vex(data, "vex.json").malformed]

    assert ["vex.json:3", "vex.json:4"] == sources


def test_secrets_and_what_nobody_sees_are_left_out():
    statement = said(
        "fixed", status_notes="see https://ada:secret@host.test/\u202e", supplier="\x1b"
    )

    (found,) = parse_vex(openvex(statement), "vex.json").statements

    assert "secret" not in str(found)
    assert "\u202e" not in str(found)
