"""The result of a scan."""

from __future__ import annotations

from itertools import permutations

from scanner.model.component import Component, Evidence, Problem, State
from scanner.model.environment import Environment
from scanner.model.inventory import Coverage, Inventory, Subject

SUBJECT = Subject(location="image.tar", source="docker-archive")


def component(path: str, name: str = "foo", version: str | None = "1.0") -> Component:
    return Component(
        name=name,
        version=version,
        purl="",
        kind="dist-info",
        state=State.INSTALLED,
        environment="",
        evidence=Evidence(path),
    )


def inventory(
    components: tuple[Component, ...] = (),
    environments: tuple[Environment, ...] = (),
    problems: tuple[Problem, ...] = (),
) -> Inventory:
    return Inventory(
        subject=SUBJECT,
        coverage=Coverage.FULL,
        environments=environments,
        components=components,
        problems=problems,
    )


def test_components_are_sorted_by_where_they_are():
    expected = (
        component("a"),
        component("b", "bar"),
        component("b", "foo", None),
        component("b", "foo", "1.0"),
        component("b", "foo", "2.0"),
        component("b\udce9"),
    )

    assert {expected} == {inventory(order).components for order in permutations(expected)}


def test_environments_are_sorted_by_their_paths():
    expected = tuple(
        Environment(path=path, kind="prefix", site_directories=()) for path in ("", "opt", "usr")
    )

    assert {expected} == {
        inventory(environments=order).environments for order in permutations(expected)
    }


def test_problems_are_sorted():
    expected = (
        Problem("", "layers", "a"),
        Problem("a", "dist-info", "b"),
        Problem("a", "layers", "a"),
        Problem("a", "layers", "b"),
    )

    assert {expected} == {inventory(problems=order).problems for order in permutations(expected)}


def test_equal_findings_make_equal_inventories_whatever_their_order():
    one, two = component("a"), component("b")

    assert inventory((one, two)) == inventory((two, one))
