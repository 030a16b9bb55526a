"""Statements in CycloneDX."""

from __future__ import annotations

import pytest

from scanner.metadata.json_lines import parse_json
from scanner.metadata.vex.cyclonedx import STATES, undecided_in
from scanner.metadata.vex.document import parse_vex
from scanner.metadata.vex.statement import Standpoint, product_of
from tests.support.vex import CVE, IDNA, UTC, analysed, cyclonedx, reasons


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_a_standpoint(state):
    (found,) = parse_vex(cyclonedx(analysed(state)), "vex.json").statements

    assert STATES[state] is found.standpoint


def test_a_statement_is_read_whole():
    vulnerability = analysed(
        "not_affected",
        references=[{"id": "GHSA-1"}],
        analysis={
            "state": "not_affected",
            "justification": "code_not_reachable",
            "detail": "it is not called",
        },
    )

    (found,) = parse_vex(cyclonedx(vulnerability), "vex.json").statements

    assert {CVE, "GHSA-1"} == found.names
    assert ("code_not_reachable", "it is not called", "Ada", UTC) == (
        found.justification,
        found.reason,
        found.author,
        found.time,
    )
    assert (product_of("a", IDNA),) == found.products


@pytest.mark.parametrize(
    "reference",
    [
        pytest.param("a", id="of a component"),
        pytest.param(IDNA, id="package URL"),
        pytest.param("urn:cdx:f08a6ccd-4dce-4759-bd84-c626675d60a7/1#a", id="link"),
        pytest.param(
            "urn:cdx:f08a6ccd-4dce-4759-bd84-c626675d60a7/1#pkg%3Apypi%2Fidna%403.4",
            id="link to a package URL",
        ),
        pytest.param("pkg:pypi/idna@3.4#/opt/idna-3.4.dist-info", id="ours"),
    ],
)
def test_what_is_affected_is_found_by_its_reference(reference):
    (found,) = parse_vex(cyclonedx(analysed("resolved", reference)), "vex.json").statements

    assert [IDNA] == [str(each.purl) for each in found.products]


def test_components_inside_of_others_and_the_subject_are_found():
    component = {"bom-ref": "b", "components": [{"bom-ref": "c", "purl": "pkg:pypi/c@1"}]}
    metadata = {"component": {"bom-ref": "s", "purl": "pkg:pypi/s@1"}}
    affects = [{"ref": "c"}, {"ref": "s"}, {"ref": "nowhere"}]
    vulnerability = analysed("resolved", affects=affects)
    data = cyclonedx(vulnerability, components=[component], metadata=metadata)

    (found,) = parse_vex(data, "vex.json").statements

    assert ["pkg:pypi/c@1", "pkg:pypi/s@1", "None"] == [str(each.purl) for each in found.products]


def test_versions_and_ranges_take_the_place_of_that_of_the_component():
    affects = [{"ref": "a", "versions": [{"version": "3.5"}, {"range": "vers:pypi/<4"}]}]

    (found,) = parse_vex(cyclonedx(analysed("resolved", affects=affects)), "vex.json").statements

    first, second = found.products
    assert ("pkg:pypi/idna@3.5", None) == (str(first.purl), first.versions)
    assert ("pkg:pypi/idna", "vers:pypi/<4") == (str(second.purl), second.versions)


@pytest.mark.parametrize("analysis", [None, {"detail": "later"}])
def test_who_has_not_said_anything_yet_made_no_statement(analysis):
    vulnerability = analysed("resolved") | {"analysis": analysis}
    if analysis is None:
        del vulnerability["analysis"]

    document = parse_vex(cyclonedx(vulnerability), "vex.json")

    assert ((), ()) == (document.statements, document.malformed)


@pytest.mark.parametrize(
    ("vulnerability", "reason"),
    [
        pytest.param(1, "an element of vulnerabilities is no object", id="number"),
        pytest.param(analysed("ok"), "its state is none of", id="state"),
        pytest.param(analysed("resolved", id=None), "it names no vulnerability", id="nameless"),
        pytest.param(analysed("resolved", affects=[]), "it affects nothing", id="nothing"),
    ],
)
def test_what_is_no_statement_is_told_and_the_rest_is_read(vulnerability, reason):
    document = parse_vex(cyclonedx(vulnerability, analysed("in_triage")), "vex.json")

    (told,) = reasons(document)
    assert told.startswith(reason)
    assert [Standpoint.UNDER_INVESTIGATION] == [each.standpoint for each in document.statements]


def test_what_is_affected_is_told_of_vulnerabilities_that_nobody_decided_on():
    document, _ = parse_json(cyclonedx({"id": CVE, "affects": [{"ref": "a"}]}).decode())

    ((names, (product,)),) = undecided_in(document)

    assert (frozenset((CVE,)), product_of("a", IDNA)) == (names, product)
