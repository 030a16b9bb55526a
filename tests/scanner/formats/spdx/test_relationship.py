"""Relationships in SPDX documents."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.formats.spdx.package import SUBJECT
from scanner.formats.spdx.relationship import Completeness, Kind, relationships
from scanner.model.component import Evidence
from scanner.model.dependency import Basis, Dependency, Directness, Standing
from scanner.model.inventory import Coverage
from tests.support.reports import component, inventory_of

DIRECT = Directness(is_direct=True, basis=Basis.INSTALLER, depth=0)
INDIRECT = Directness(is_direct=False, basis=Basis.INSTALLER, depth=1, via="a")
A = component("a", evidence=Evidence("a"), directness=DIRECT)
B = component("b", evidence=Evidence("b"), directness=INDIRECT)
C = component("c", evidence=Evidence("c"), parent="a", kind="sbom")


def needs(dependent, dependency, requirement, standing=Standing.MET, extra=None):
    """Return a requirement, and what has become of it."""
    return Dependency(
        dependent=dependent,
        dependency=dependency,
        name=requirement,
        ecosystem="pypi",
        requirement=requirement,
        standing=standing,
        extra=extra,
    )


def related(*dependencies, coverage=Coverage.FULL, documented=(A, B, C)):
    """Return what is told of three components, by who it is told of and in which way."""
    inventory = replace(inventory_of(A, B, C), dependencies=dependencies, coverage=coverage)
    found = relationships(inventory, {each.name: each for each in documented}, ["python"])
    return {(each.source, each.kind): each for each in found}


def test_everything_is_in_the_subject_or_in_the_component_that_it_is_a_part_of():
    found = related()

    assert ["python", "a", "b"] == [*found[SUBJECT, Kind.CONTAINS].targets]
    assert ["c"] == [*found["a", Kind.CONTAINS].targets]


def test_a_subject_has_more_in_it_than_is_listed():
    assert Completeness.INCOMPLETE is related()[SUBJECT, Kind.CONTAINS].completeness


def test_a_subject_depends_on_what_a_user_asked_for():
    assert ["a"] == [*related()[SUBJECT, Kind.DEPENDS_ON].targets]


def test_a_dependency_has_the_requirements_that_it_meets():
    found = related(needs("a", "b", "b<2"), needs("a", "b", "b[x]", extra="y"))

    assert {"b": "b<2; b[x]"} == found["a", Kind.DEPENDS_ON].targets
    assert Completeness.COMPLETE is found["a", Kind.DEPENDS_ON].completeness


def test_what_only_an_extra_that_nobody_asked_for_requires_is_optional():
    found = related(needs("a", "b", "b", Standing.POSSIBLE))

    assert {"b": "b"} == found["a", Kind.MAY_DEPEND_ON].targets
    assert {} == found["a", Kind.DEPENDS_ON].targets


def test_what_only_a_group_requires_is_there_to_develop_it():
    found = related(replace(needs("a", "b", "b"), group="test"))

    assert {"b": "b"} == found["a", Kind.IS_DEVELOPED_WITH].targets
    assert {} == found["a", Kind.DEPENDS_ON].targets


def test_what_is_required_anyway_is_not_optional():
    found = related(needs("a", "b", "b"), needs("a", "b", "b>1", Standing.POSSIBLE))

    assert ("a", Kind.MAY_DEPEND_ON) not in found


def test_a_requirement_that_nothing_meets_makes_it_incomplete():
    (found,) = [
        each
        for key, each in related(needs("a", None, "x", Standing.MISSING)).items()
        if key == ("a", Kind.DEPENDS_ON)
    ]

    assert (("x",), Completeness.INCOMPLETE) == (found.missing, found.completeness)


def test_what_the_document_leaves_out_is_not_there_either():
    found = related(needs("a", "b", "b"), documented=(A,))

    assert ("b",) == found["a", Kind.DEPENDS_ON].missing


@pytest.mark.parametrize(
    ("name", "coverage", "completeness"),
    [
        pytest.param("b", Coverage.FULL, Completeness.COMPLETE, id="has none"),
        pytest.param("c", Coverage.FULL, Completeness.UNKNOWN, id="in no graph"),
        pytest.param("b", Coverage.INCOMPLETE, Completeness.UNKNOWN, id="not all was read"),
    ],
)
def test_no_dependencies_is_told_from_none_that_are_known(name, coverage, completeness):
    found = related(coverage=coverage)[name, Kind.DEPENDS_ON]

    assert ({}, completeness) == (found.targets, found.completeness)
