"""The overlay against a naive oracle, over random stacks of layers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from layers import Claims
from layers.overlay import overlay
from layers.tar_header import Kind
from tests.support.images import snapshot_of
from tests.support.overlay_oracle import (
    Change,
    Node,
    Step,
    possible,
    tar_of_steps,
    unpackable,
    unpacked,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from layers import Tree

CLAIMED = ("a", "b")
CLAIMS = Claims(f"**/{name}" for name in CLAIMED)
KINDS = {
    Kind.FILE: Change.FILE,
    Kind.DIRECTORY: Change.DIRECTORY,
    Kind.SYMLINK: Change.SYMLINK,
    Kind.HARDLINK: Change.HARD_LINK,
}


def paths(names: str, depth: int = 3) -> st.SearchStrategy[str]:
    """Return paths whose last component is one of ``names``."""
    directories = st.lists(st.sampled_from("abc"), max_size=depth - 1)
    return st.builds(
        lambda parts, name: "/".join((*parts, name)), directories, st.sampled_from(names)
    )


CONTENTS = st.sampled_from(("", "x", "yy", "zzz"))
STEPS = st.one_of(
    st.builds(Step, st.just(Change.FILE), paths("abc"), CONTENTS),
    st.builds(Step, st.just(Change.DIRECTORY), paths("abc")),
    st.builds(Step, st.just(Change.SYMLINK), paths("ab"), paths("abc")),
    st.builds(Step, st.just(Change.WHITEOUT), paths("abc")),
    st.builds(Step, st.just(Change.OPAQUE), st.one_of(st.just(""), paths("abc", depth=2))),
)
STACKS = st.lists(st.lists(STEPS, max_size=6), min_size=1, max_size=4).map(unpackable)

FILES = ("a", "c", "b/a", "b/c")
LINKS = (
    Step(Change.DIRECTORY, "usr/c"),
    Step(Change.FILE, "usr/c/a", "lowest"),
    Step(Change.FILE, "usr/c/b/a", "lowest"),
    Step(Change.SYMLINK, "lib", "usr/c"),
    Step(Change.SYMLINK, "usr/lib64", "../lib"),
    Step(Change.SYMLINK, "lib64", "/usr/lib64"),
    Step(Change.SYMLINK, "usr/local", "./../data/c"),
    Step(Change.SYMLINK, "all", "/"),
)
ALIASES = {
    **dict.fromkeys(("lib", "lib64", "usr/lib64", "usr/c", "all/lib"), "usr/c"),
    "usr/local": "data/c",
    "all": "",
}
REAL = {f"{alias}/{name}": f"{to}/{name}" for alias, to in ALIASES.items() for name in FILES}
BELOW_LINKS = st.sampled_from(sorted(REAL))
HARD_LINKS = st.sampled_from([f"{alias}/b/a" for alias in ALIASES])
TARGETS = st.sampled_from([f"{alias}/a" for alias in ALIASES])
STEPS_BELOW_LINKS = st.one_of(
    st.builds(Step, st.just(Change.WHITEOUT), BELOW_LINKS),
    st.builds(Step, st.just(Change.FILE), BELOW_LINKS, CONTENTS),
    st.builds(Step, st.just(Change.HARD_LINK), HARD_LINKS, TARGETS),
)


def in_order(layer: Sequence[Step]) -> list[Step]:
    """Return the steps of a layer in the order of a real one, no real path twice."""
    order = (Change.WHITEOUT, Change.FILE, Change.HARD_LINK)
    first = {REAL[step.path]: step for step in reversed(layer)}
    return sorted(first.values(), key=lambda step: order.index(step.change))


def tree_of_stack(layers: Iterable[Sequence[Step]]) -> Tree:
    return overlay([snapshot_of(tar_of_steps(layer), CLAIMS) for layer in layers])


def seen(tree: Tree, paths: Iterable[str]) -> dict[str, Node]:
    """Return what a tree has at the given paths, directories without their layer."""
    found = {}
    for path in paths:
        entry, layer = tree.entry(path), tree.layer_of(path)
        if entry is None or layer is None:
            continue
        is_directory = entry.kind is Kind.DIRECTORY
        content = tree.read(path).decode() if entry.kind is Kind.FILE else ""
        target = entry.target if entry.kind is Kind.SYMLINK else ""
        found[path] = Node(KINDS[entry.kind], content or target, 0 if is_directory else layer)
    return found


def expected(nodes: dict[str, Node]) -> dict[str, Node]:
    """Return what the oracle has that is claimed, directories without their layer."""
    return {
        path: Node(node.change, node.content, 0) if node.change is Change.DIRECTORY else node
        for path, node in nodes.items()
        if path.rpartition("/")[2] in CLAIMED or node.change is Change.SYMLINK
    }


ALL_PATHS = [
    "/".join(parts)
    for parts in [
        *((x,) for x in "abc"),
        *((x, y) for x in "abc" for y in "abc"),
        *((x, y, z) for x in "abc" for y in "abc" for z in "abc"),
    ]
]


@settings(deadline=None, max_examples=400)
@given(STACKS)
def test_claimed_paths_are_those_of_the_unpacked_image(layers):
    nodes = unpacked(layers)
    tree = tree_of_stack(layers)

    assert expected(nodes) == seen(tree, ALL_PATHS)
    assert sorted(path for path in nodes if path.endswith("a")) == tree.match("**/a")


@settings(deadline=None, max_examples=400)
@given(STACKS, st.sampled_from(("", "a", "b/c", "c")))
def test_a_walk_meets_every_file_of_the_unpacked_image_once(layers, directory):
    nodes = unpacked(layers)
    prefix = f"{directory}/" if directory else ""

    found = sorted(tree_of_stack(layers).walk(directory))

    files = {path for path, node in nodes.items() if node.change is not Change.DIRECTORY}
    assert sorted(path for path in files if path.startswith(prefix)) == found


@settings(deadline=None, max_examples=400)
@given(STACKS)
def test_of_many_paths_those_are_there_that_lead_to_something_in_the_unpacked_image(layers):
    nodes = unpacked(layers)
    tree = tree_of_stack(layers)

    assert {path for path in ALL_PATHS if tree.resolve(path) in nodes} == tree.among(ALL_PATHS)


@settings(deadline=None, max_examples=400)
@given(st.lists(st.lists(STEPS_BELOW_LINKS, max_size=5).map(in_order), max_size=3))
def test_what_is_below_a_link_is_where_the_link_leads(uppers):
    layers = possible([LINKS, *uppers])
    nodes = unpacked(layers)

    tree = tree_of_stack(layers)

    assert expected(nodes) == seen(tree, nodes)
    files = {path for path, node in nodes.items() if node.change is not Change.DIRECTORY}
    assert sorted(files) == sorted(tree.walk(""))
