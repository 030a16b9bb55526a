"""CycloneDX documents as a whole."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from scanner.model.component import Problem, State
from scanner.model.inventory import Coverage
from tests.support.cyclonedx import document_of, emitted, left_out, properties, refs
from tests.support.reports import (
    SITE,
    at,
    component,
    finding,
    report_of,
)


def test_equal_reports_give_equal_bytes():
    first, second = (report_of(component(), problems=(Problem("a", "x", "b"),)) for _ in range(2))

    assert emitted(first) == emitted(second)


def test_the_order_in_which_things_were_found_makes_no_difference():
    components = [component(name) for name in ("b", "a", "c")]

    assert emitted(report_of(*components)) == emitted(report_of(*reversed(components)))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(report_of(component(version="3.5")), id="component"),
        pytest.param(report_of(component(), created="2025-01-01T00:00:00Z"), id="date"),
        pytest.param(report_of(component(), findings=(finding(component()),)), id="finding"),
        pytest.param(report_of(component(), problems=(Problem("a", "b", "c"),)), id="problem"),
    ],
)
def test_reports_that_differ_have_different_serial_numbers(other):
    serial_numbers = {
        document_of(report)["serialNumber"] for report in (report_of(component()), other)
    }

    assert len(serial_numbers) == 2


def test_text_in_an_image_cannot_take_the_place_of_the_serial_number():
    unnumbered = "urn:uuid:00000000-0000-0000-0000-000000000000"

    document = document_of(report_of(component(summary=unnumbered)))

    assert unnumbered == document["components"][0]["description"]
    assert unnumbered != document["serialNumber"]


def test_there_is_a_date_only_if_somebody_gives_one():
    without, dated = (
        document_of(report_of(component(), created=created))["metadata"]
        for created in (None, "2025-01-01T00:00:00Z")
    )

    assert "timestamp" not in without
    assert "2025-01-01T00:00:00Z" == dated["timestamp"]


TWINS = {
    "two environments": (component(), component(evidence=at("opt/other/idna-3.4.dist-info"))),
    "a byte and its escape": (
        component(evidence=at(f"{SITE}/caf\udce9-3.4.dist-info")),
        component(evidence=at(rf"{SITE}/caf\xe9-3.4.dist-info")),
    ),
    "a byte and how Python escapes it": (
        component(evidence=at(f"{SITE}/caf\udce9-3.4.dist-info")),
        component(evidence=at(rf"{SITE}/caf\udce9-3.4.dist-info")),
    ),
    "a space and its escape": (
        component(evidence=at(f"{SITE}/a b-3.4.dist-info")),
        component(evidence=at(f"{SITE}/a%20b-3.4.dist-info")),
    ),
}


@pytest.mark.parametrize("twins", [pytest.param(twins, id=name) for name, twins in TWINS.items()])
def test_components_of_equal_purl_have_references_of_their_own(twins):
    document = document_of(report_of(*twins, findings=tuple(map(finding, twins))))

    assert 1 == len({found["purl"] for found in document["components"]})
    assert 4 == len(set(refs(document)))


@pytest.mark.parametrize("state", [State.TEST_DATA, State.STALE])
def test_copies_that_never_run_are_left_out_and_counted(state):
    never_run = component("copy", state=state)

    document = document_of(report_of(component(), never_run, replace(never_run, name="copy2")))

    assert ["idna"] == [found["name"] for found in document["components"]]
    assert {state.value: 2} == left_out(document)


def test_what_is_bundled_and_no_python_is_there_with_its_parent_and_its_files():
    idna = component()
    library = component(
        "openssl",
        "3.5.8",
        purl="pkg:generic/openssl@3.5.8",
        kind="shared-library",
        state=State.BUNDLED,
        evidence=at(f"{SITE}/idna.libs/libcrypto.so.3"),
        parent=idna.evidence.path,
        files=(f"{SITE}/idna.libs/libcrypto.so.3", f"{SITE}/idna.libs/libssl.so.3"),
    )
    listed = replace(library, name="six", purl="pkg:pypi/six@1.16", kind="vendor-list")
    waiting = replace(library, parent=None, evidence=at("usr/lib/other.so"))

    document = document_of(report_of(idna, library, listed, waiting))

    (owner,) = document["components"]
    (found,) = owner["components"]
    assert ("openssl", f"/{idna.evidence.path}") == (found["name"], properties(found)["parent"])
    assert [f"/{path}" for path in library.files] == [
        each["location"] for each in found["evidence"]["occurrences"]
    ]
    assert {"bundled": 2} == left_out(document)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("a/b.dist-info/METADATA", "/a/b.dist-info/METADATA: no Name"),
        ("", "no Name"),
        ("caf\udce9", r"/caf\xe9: no Name"),
        ("a\nb", "/a\nb: no Name"),
    ],
)
def test_a_problem_is_told_with_its_path(path, shown):
    document = document_of(
        report_of(component(), problems=(Problem(path, "dist-info", "no Name"),))
    )

    assert shown == properties(document["metadata"])["problem"]


def test_coverage_is_told():
    gap = Problem("", "layers", "truncated", incomplete=True)

    coverages = [
        properties(document_of(report_of(component(), problems=problems))["metadata"])["coverage"]
        for problems in ((), (gap,))
    ]

    assert [Coverage.FULL.value, Coverage.INCOMPLETE.value] == coverages


def test_nothing_that_was_found_is_a_document_still():
    report = report_of()

    assert [] == document_of(report)["components"]
    assert "vulnerabilities" not in json.loads(emitted(report))
