"""The part of a graph that somebody wants to see."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.graph.view import Wish, view_of
from scanner.model.component import MATCHED, State
from tests.support.environments import (
    BASE,
    SITE,
    distribution,
    environment,
    inventory_with,
    with_graph,
)
from tests.support.images import inventory_in

SHOP = with_graph(
    inventory_with(
        distribution("shop", "requests", "gone>=2"),
        distribution("requests", "idna", "socks; extra == 'socks'"),
        distribution("idna"),
        distribution("socks"),
        distribution("left", "right", requested=False),
        distribution("right", "left", requested=True),
        distribution("idna", site=BASE),
        environments=(environment(SITE), environment(BASE, "prefix")),
    )
)


def seen(wish: Wish) -> tuple[list[str], set[tuple[str, str]]]:
    """Return the names of where ways begin, and of both ends of each step."""
    view = view_of(SHOP, wish)
    names = {key: node.name for key, node in view.nodes.items()}
    return [names[key] for key in view.beginnings], {
        (names[key], names[edge.to]) for key, edges in view.edges.items() for edge in edges
    }


SURE = {
    ("shop", "requests"),
    ("shop", "gone"),
    ("requests", "idna"),
    ("left", "right"),
    ("right", "left"),
}


@pytest.mark.parametrize(
    ("wish", "beginnings", "steps"),
    [
        pytest.param(Wish(), ["idna", "right", "shop", "socks"], SURE, id="all"),
        pytest.param(
            Wish(has_possible=True),
            ["idna", "right", "shop"],
            SURE | {("requests", "socks")},
            id="possible",
        ),
        pytest.param(
            Wish(is_reverse=True),
            ["gone", "idna", "idna", "right", "socks"],
            {(end, start) for start, end in SURE},
            id="reverse",
        ),
        pytest.param(
            Wish(why="IDNA"),
            ["idna", "shop"],
            {("shop", "requests"), ("requests", "idna")},
            id="why",
        ),
        pytest.param(Wish(why="gone"), ["shop"], {("shop", "gone")}, id="why-missing"),
        pytest.param(
            Wish(why="gone", is_reverse=True), ["gone"], {("gone", "shop")}, id="who-misses"
        ),
        pytest.param(Wish(why="nothing"), [], set(), id="why-nothing"),
        pytest.param(Wish(depth=0), ["idna", "right", "shop", "socks"], set(), id="depth-0"),
        pytest.param(
            Wish(depth=1),
            ["idna", "right", "shop", "socks"],
            SURE - {("requests", "idna"), ("left", "right")},
            id="depth-1",
        ),
    ],
)
def test_what_is_wanted_is_seen(wish, beginnings, steps):
    assert (beginnings, steps) == seen(wish)


def test_environments_without_any_of_it_are_not_seen():
    assert ["venv"] == [each.path for each in view_of(SHOP, Wish(why="shop")).environments]


def test_what_is_sure_is_not_possible_as_well():
    inventory = with_graph(
        inventory_with(distribution("a", "b", "b; extra == 'x'"), distribution("b"))
    )
    (edges,) = view_of(inventory, Wish(has_possible=True)).edges.values()

    assert ["b"] == [edge.dependency.requirement for edge in edges]


@pytest.mark.parametrize("is_included", [True, False])
def test_what_is_declared_is_shown_where_it_counts(is_included):
    files = {"app/pyproject.toml": b'[project]\nname = "app"\ndependencies = ["a"]\n'}
    inventory = inventory_in(files)
    states = MATCHED | {State.DECLARED} if is_included else MATCHED

    view = view_of(replace(inventory, included=states), Wish())

    assert ["app", "a"] * is_included == [each.name for each in view.nodes.values()][::-1]


def test_a_project_that_asks_for_itself_is_the_root():
    project = b"""[project]
name = "app"
dependencies = ["a"]
optional-dependencies = { x = ["b"], all = ["app[x]"] }
"""
    inventory = inventory_in({"app/pyproject.toml": project})

    view = view_of(replace(inventory, included=MATCHED | {State.DECLARED}), Wish())

    assert ["app"] == [view.nodes[key].name for key in view.beginnings]
