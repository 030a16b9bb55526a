"""Cycles, what a user asked for, and the shortest ways from there."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.graph.reach import cycles, directness, way_to
from scanner.model.component import State
from scanner.model.dependency import Basis
from tests.support.environments import distribution

NODES = st.integers(0, 6).map(str)
GRAPHS = st.dictionaries(NODES, st.lists(NODES, max_size=4))


def reachable(graph: dict[str, list[str]], start: str) -> set[str]:
    """Return all that a way of one step or more leads to."""
    found: set[str] = set()
    pending = [*graph.get(start, ())]
    while pending:
        place = pending.pop()
        if place not in found:
            found.add(place)
            pending += graph.get(place, ())
    return found


@given(graph=GRAPHS)
def test_what_reaches_each_other_is_a_cycle(graph):
    places = sorted({*graph, *(found for others in graph.values() for found in others)})
    reach = {place: reachable(graph, place) for place in places}
    groups = {
        tuple(other for other in places if other in reach[place] and place in reach[other])
        for place in places
    }

    assert sorted(group for group in groups if len(group) > 1) == list(cycles(graph))


def test_a_chain_may_be_as_long_as_it_likes():
    names = [f"{number:06}" for number in range(100_000)]
    chain = {name: [following] for name, following in pairwise(names)}
    ring = {**chain, names[-1]: [names[0]]}

    assert () == cycles(chain)
    assert (tuple(names),) == cycles(ring)


def known(
    *names: str, graph: dict[str, str], **requested: bool
) -> dict[str, tuple[bool, str | None]]:
    """Return what is known of distributions; a graph is a text for each: ``{"a": "bc"}``."""
    components = {
        name: distribution(name, requested=requested.get(name)) for name in sorted(set(names))
    }
    places = {name: each.place for name, each in components.items()}
    found = directness(
        components.values(),
        {places[name]: [places[other] for other in others] for name, others in graph.items()},
    )
    short = {place: name for name, place in places.items()}
    judged = {
        each.place: replace(each, directness=found[each.place]) for each in components.values()
    }
    return {
        name: (
            found[place].is_direct,
            "".join(short[each.place] for each in way_to(judged[place], judged))
            if found[place].depth is not None
            else None,
        )
        for name, place in places.items()
    }


def test_what_nothing_depends_on_has_been_asked_for():
    assert {"a": (True, "a"), "b": (False, "ab"), "c": (False, "abc"), "d": (False, "ad")} == known(
        *"abcd", graph={"a": "bd", "b": "c", "d": "c"}
    )


def test_what_was_recorded_is_believed_first():
    """
    What was asked for without a record of it, as an extra, is not known to lead anywhere.
    """
    assert {"a": (True, "a"), "b": (True, "b"), "c": (False, None)} == known(
        *"abc", graph={"a": "b"}, a=True, b=True, c=False
    )


def test_a_cycle_that_nothing_else_depends_on_has_been_asked_for():
    assert {"a": (True, "a"), "b": (True, "b"), "c": (False, "ac")} == known(
        *"abc", graph={"a": "bc", "b": "a"}
    )


def test_the_shortest_way_is_taken_and_of_two_the_first():
    graph = {"a": "b", "b": "d", "x": "d", "y": "d", "d": "e"}

    assert (False, "xde") == known(*"abdexy", graph=graph)["e"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"state": State.EDITABLE, "requested": False}, (True, Basis.PROJECT)),
        ({"requested": True}, (True, Basis.INSTALLER)),
        ({"requested": False}, (False, Basis.INSTALLER)),
        ({"requested": True, "kind": "conda"}, (True, Basis.HISTORY)),
        ({"requested": False, "conda": distribution("b")}, (False, Basis.HISTORY)),
        ({"name": "told"}, (True, Basis.DECLARED)),
        ({"name": "told", "requested": False}, (False, Basis.INSTALLER)),
        ({}, (True, Basis.DEPENDENTS)),
    ],
    ids=["editable", "REQUESTED", "none", "conda", "held", "declared", "both", "nothing"],
)
def test_it_is_said_what_tells(values, expected):
    component = distribution(**{"name": "a", **values})
    (found,) = directness([component], {}, {"told"}).values()

    assert expected == (found.is_direct, found.basis)
