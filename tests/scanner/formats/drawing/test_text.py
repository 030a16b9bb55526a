"""The tree of text."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from scanner.formats.drawing.drawing import Detail
from scanner.formats.drawing.text import MAX_DEPTH, draw
from scanner.graph.view import Wish, view_of
from scanner.model.component import State
from tests.support.environments import (
    BASE,
    SITE,
    distribution,
    environment,
    inventory_with,
    with_graph,
)
from tests.support.images import inventory_in
from tests.support.shelf import LOCKED_PROJECT, encoded

if TYPE_CHECKING:
    from scanner.model.component import Component

ALL = Detail(extras=True, markers=True)


def tree_of(
    *components: Component, wish: Wish | None = None, detail: Detail | None = None
) -> list[str]:
    """Return the lines for distributions in two environments."""
    base = environment(BASE, "prefix")
    inventory = inventory_with(
        *components, environments=(environment(SITE, base="usr/local", sees_base=True), base)
    )
    return list(draw(view_of(with_graph(inventory), wish or Wish()), detail or Detail()))


def test_what_is_required_stands_below_what_requires_it():
    lines = tree_of(
        distribution("shop", "Requests<3,>=2", "other"),
        distribution("requests", "idna", version="2.0"),
        distribution("idna", version=None),
        distribution("other", "idna; os_name == 'posix'"),
    )

    assert [
        "shop 1.0",
        "├── other [required: Any, installed: 1.0]",
        "│   └── idna [required: Any, installed: unknown]",
        "└── requests [required: <3,>=2, installed: 2.0]",
        "    └── idna [required: Any, installed: unknown]",
    ] == lines


def test_what_a_lockfile_has_is_not_said_to_be_installed():
    inventory = replace(
        inventory_in(encoded(LOCKED_PROJECT)), included=frozenset((State.DECLARED,))
    )

    lines = list(draw(view_of(inventory, Wish()), Detail()))

    assert "├── idna [required: Any, locked: 3.4]" in lines
    assert not any("installed" in line for line in lines)


def test_what_is_odd_is_said_in_words():
    lines = tree_of(
        distribution("a", "b>=2", "c", "d; extra == 'x'", "e>=2"),
        distribution("b"),
        distribution("d"),
        distribution("e", version="old"),
        wish=Wish(has_possible=True),
    )

    assert [
        "a 1.0",
        "├── b [required: >=2, installed: 1.0, violated]",
        "├── c [required: Any, missing]",
        "├── d [required: Any, installed: 1.0, possible, extra: x]",
        "└── e [required: >=2, installed: old, undetermined]",
    ] == lines


def test_extras_and_markers_are_said_on_request():
    marker = "os_name == 'posix' and extra == 'x'"
    lines = tree_of(
        distribution("a", f"b[y]; {marker}"),
        distribution("b"),
        distribution("c", "a[x]"),
        detail=ALL,
    )

    assert [
        "c 1.0",
        "└── a [required: Any, installed: 1.0, asks for: x]",
        f"    └── b [required: Any, installed: 1.0, extra: x, asks for: y, marker: {marker}]",
    ] == lines


def test_what_requires_it_stands_below_what_is_required():
    lines = tree_of(distribution("a", "b>=1", "c"), distribution("b"), wish=Wish(is_reverse=True))

    assert [
        "b 1.0",
        "└── a 1.0 [requires: b>=1]",
        "c (missing)",
        "└── a 1.0 [requires: c, missing]",
    ] == lines


def test_several_environments_are_told_apart():
    lines = tree_of(
        distribution("a", "b"), distribution("b", "c", site=BASE), distribution("c", site=BASE)
    )

    assert [
        "/venv (CPython 3.11.7)",
        "a 1.0",
        "└── b [required: Any, installed: 1.0, in /usr/local]",
        "    └── c [required: Any, installed: 1.0]",
    ] == lines


def test_g10_a_cycle_ends():
    lines = tree_of(distribution("a", "b"), distribution("b", "c"), distribution("c", "b"))

    assert [
        "a 1.0",
        "└── b [required: Any, installed: 1.0]",
        "    └── c [required: Any, installed: 1.0]",
        "        └── b [required: Any, installed: 1.0] (cycle)",
    ] == lines


def test_what_was_shown_is_not_shown_again():
    """
    Thirty such levels would have a thousand million lines.
    """
    names = [f"{letter}{level:02}" for level in range(30) for letter in "ab"]
    levels = [names[at : at + 2] for at in range(0, len(names), 2)]
    components = [distribution(name, *below) for above, below in pairwise(levels) for name in above]
    lines = tree_of(*components, *map(distribution, levels[-1]))

    assert len(lines) < 150
    assert any(line.endswith("(see above)") for line in lines)


def test_a_very_deep_tree_is_cut():
    chain = [distribution(f"d{n:05}", f"d{n + 1:05}") for n in range(20_000)]
    lines = tree_of(*chain, distribution("d20000"))

    assert MAX_DEPTH + 2 == len(lines)
    assert lines[-1].endswith(" …")
