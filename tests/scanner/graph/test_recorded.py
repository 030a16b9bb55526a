"""Dependencies of real environments, beside what pipdeptree and pip say of the same."""

from __future__ import annotations

import pytest

from scanner.graph.resolution import dependencies_in
from scanner.graph.scope import Scopes
from scanner.graph.target import values_of
from scanner.model.dependency import Standing
from scanner.model.names import normalized
from tests.support.environments import NAMES, facts_of, recorded

UNKNOWN = "?"
"""What pipdeptree has for the version of what is not there."""


@pytest.mark.parametrize("name", NAMES)
def test_edges_are_those_that_pipdeptree_sees(name):
    facts = facts_of(name)
    inventory = recorded(facts)
    names = {each.place: normalized(each.name) for each in inventory.components}
    dependencies, problems = dependencies_in(Scopes(inventory, ()))
    versions = {each.place: each.version for each in inventory.components}

    assert not problems
    assert {tuple(edge) for edge in facts["edges"]} == {
        (names[each.dependent], each.name, versions.get(each.dependency or "", UNKNOWN))
        for each in dependencies
        if each.standing is not Standing.POSSIBLE
    }


@pytest.mark.parametrize("name", NAMES)
def test_markers_mean_what_they_mean_to_the_interpreter(name):
    facts = facts_of(name)
    (interpreter,) = recorded(facts).environments[1].interpreters
    values = values_of(interpreter, "linux/amd64")

    assert facts["environment"] == {variable: value for variable, (value,) in values.items()}


def test_there_are_ten_environments_or_more():
    assert len(NAMES) >= 10
