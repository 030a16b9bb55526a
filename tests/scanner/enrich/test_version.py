"""Versions that are none."""

from __future__ import annotations

import pytest

from scanner.enrich.version import enrich
from scanner.model.component import Problem
from tests.support.images import tree_of
from tests.support.reports import component, inventory_of

TREE = tree_of({})


@pytest.mark.parametrize("version", ["1.0", "1!2.0rc1.post3.dev4+a.b", "v1", "1.0-1", None])
def test_a_version_or_none_at_all_is_no_problem(version):
    found = inventory_of(component(version=version))

    assert found == enrich(found, TREE)


@pytest.mark.hostile(row=49)
@pytest.mark.parametrize("version", ["banana", "2024-09-19", "1.0.*", "=cmd", "9" * 5000])
def test_a_version_that_is_none_is_noted_and_the_distribution_counts(version):
    found = inventory_of(component(version=version))

    enriched = enrich(found, TREE)

    (problem,) = enriched.problems
    assert found.components == enriched.components
    assert problem == Problem(
        found.components[0].evidence.path, "version", f"not a valid version: {version!r:.200}"
    )


def test_versions_of_others_than_python_are_none_of_our_business():
    found = inventory_of(
        component(version="1.2.3-4ubuntu1", purl="pkg:deb/debian/a@1.2.3-4ubuntu1")
    )

    assert found == enrich(found, TREE)
