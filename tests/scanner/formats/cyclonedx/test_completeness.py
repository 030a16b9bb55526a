"""How complete a document says to be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.formats.cyclonedx.completeness import compositions
from scanner.formats.cyclonedx.reference import reference_of
from scanner.model.component import State
from scanner.model.inventory import Coverage
from tests.support.cyclonedx import document_of, properties
from tests.support.environments import distribution, inventory_with, with_graph
from tests.support.reports import component, report_of

INVENTORY = with_graph(
    inventory_with(
        distribution("a", "b", "gone", "c; extra == 'x'"),
        distribution("b"),
        distribution("c"),
        distribution("part", state=State.VENDORED, parent="a"),
    )
)


@pytest.mark.parametrize(
    ("coverage", "aggregate"),
    [
        (Coverage.FULL, "incomplete_third_party_only"),
        (Coverage.TOC, "unknown"),
        (Coverage.INCOMPLETE, "incomplete"),
    ],
)
def test_a_subject_is_as_complete_as_it_was_read(coverage, aggregate):
    whole, *_ = compositions(replace(INVENTORY, coverage=coverage))

    assert {"aggregate": aggregate, "assemblies": ["subject"]} == whole


def test_dependencies_are_complete_where_all_requirements_are_met():
    references = {each.name: reference_of(each) for each in INVENTORY.components}

    _, *found = compositions(INVENTORY)

    assert [
        {"aggregate": "complete", "dependencies": [references["b"], references["c"]]},
        {"aggregate": "incomplete", "dependencies": [references["a"]]},
        {"aggregate": "unknown", "dependencies": [references["part"]]},
    ] == found


def test_requirements_without_a_reference_are_properties_of_the_dependent():
    report = replace(report_of(), inventory=INVENTORY)

    found = next(each for each in document_of(report)["components"] if each["name"] == "a")

    assert {"dependency:missing": "gone", "dependency:possible": "c; extra == 'x'"} == {
        name: value for name, value in properties(found).items() if name.startswith("dependency:")
    }


def test_it_is_told_why_there_are_no_hashes():
    known = component(hashes=(f"sha256:{'a' * 64}",))

    with_one, with_none = (
        properties(document_of(report)["metadata"])
        for report in (report_of(known), report_of(known, component("other")))
    )

    assert "without-hashes" not in with_one
    assert "1: no installer recorded the digest of what it installed" == with_none["without-hashes"]
