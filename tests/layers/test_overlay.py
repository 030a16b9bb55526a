"""Layers on top of each other.

H and M numbers are rows of discovery.md.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from layers import Claims, Excerpt, Limits
from layers.errors import UnreadableFile, UnreadableLayer
from layers.note import Note
from layers.overlay import overlay
from layers.tar_header import Kind
from testdata.images.writer import tar_of
from tests.support.images import snapshot_of, tree_of
from tests.support.tar_blocks import END, member

if TYPE_CHECKING:
    from collections.abc import Mapping

    from layers import Tree

CLAIMS = Claims(["**/*.txt", "**/*.d", "**/*.d/METADATA"])
SITE = "usr/lib/python3/site-packages"
HARD = "hard:"


def tree(*layers: Mapping[str, bytes | str | None]) -> Tree:
    return tree_of(*layers, claims=CLAIMS)


def tree_of_blocks(*layers: bytes) -> Tree:
    """Return the tree of layers that are members without an end."""
    return overlay([snapshot_of(layer + END, CLAIMS) for layer in layers])


def layer_of(files: Mapping[str, bytes | str]) -> bytes:
    """Return a layer of files, symbolic links and hard links, whose targets have a mark."""
    links = {
        path: target.removeprefix(HARD)
        for path, target in files.items()
        if isinstance(target, str) and target.startswith(HARD)
    }
    rest = {path: content for path, content in files.items() if path not in links}
    blocks = [member(path.encode(), flag=b"1", target=to.encode()) for path, to in links.items()]
    return b"".join((*blocks, tar_of(rest)))


def contents(found: Tree) -> dict[str, tuple[str, int | None]]:
    """Return content and layer of every claimed file that can be read."""
    result = {}
    for path in (*found.match("**/*.txt"), *found.match("**/METADATA")):
        with suppress(UnreadableFile):
            result[path] = found.read(path).decode(), found.layer_of(path)
    return result


def hard_link(path: bytes, target: bytes) -> bytes:
    return member(path, flag=b"1", target=target)


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        pytest.param(
            [{"a.txt": b"1"}, {"b.txt": b"2"}],
            {"a.txt": ("1", 0), "b.txt": ("2", 1)},
            id="both",
        ),
        pytest.param([{"a.txt": b"1"}, {}, {"a.txt": b"2"}, {}], {"a.txt": ("2", 2)}, id="changed"),
        pytest.param([{"a.txt": b"1"}, {".wh.a.txt": b""}], {}, id="H14-removed"),
        pytest.param(
            [{"a.txt": b"1"}, {".wh.a.txt": b""}, {"a.txt": b"3"}],
            {"a.txt": ("3", 2)},
            id="H5-removed-and-back",
        ),
        pytest.param(
            [{"a.txt": b"1"}, {".wh.a.txt": b"", "a.txt": b"2"}],
            {"a.txt": ("2", 1)},
            id="H5-removed-and-back-at-once",
        ),
        pytest.param(
            [{"a.txt": b"1"}, {"a.txt": b"2", ".wh.a.txt": b""}],
            {"a.txt": ("2", 1)},
            id="row-45-whiteout-of-its-own-file",
        ),
        pytest.param(
            [{"d/e/a.txt": b"1", "de/a.txt": b"1"}, {".wh.d": b""}],
            {"de/a.txt": ("1", 0)},
            id="H6-directory-removed",
        ),
        pytest.param(
            [{"d/e/a.txt": b"1"}, {".wh.d": b"", "d/b.txt": b"2"}],
            {"d/b.txt": ("2", 1)},
            id="directory-removed-and-back",
        ),
        pytest.param(
            [
                {f"{SITE}/foo-1.d/METADATA": b"1"},
                {f"{SITE}/.wh.foo-1.d": b"", f"{SITE}/foo-2.d/METADATA": b"2"},
            ],
            {f"{SITE}/foo-2.d/METADATA": ("2", 1)},
            id="H1-upgrade",
        ),
        pytest.param(
            [{f"{SITE}/foo-1.d/METADATA": b"1"}, {f"{SITE}/foo-2.d/METADATA": b"2"}],
            {f"{SITE}/foo-1.d/METADATA": ("1", 0), f"{SITE}/foo-2.d/METADATA": ("2", 1)},
            id="H2-upgrade-over",
        ),
        pytest.param(
            [{"d/a.txt": b"1", "d/e/b.txt": b"1"}, {"d/.wh..wh..opq": b"", "d/c.txt": b"2"}],
            {"d/c.txt": ("2", 1)},
            id="H4-opaque",
        ),
        pytest.param(
            [{"d/a.txt": b"1"}, {"d/c.txt": b"2", "d/.wh..wh..opq": b""}],
            {"d/c.txt": ("2", 1)},
            id="row-45-opaque-after-entries",
        ),
        pytest.param(
            [{"a.txt": b"1", "d/b.txt": b"1"}, {".wh..wh..opq": b"", "c.txt": b"2"}],
            {"c.txt": ("2", 1)},
            id="opaque-root",
        ),
        pytest.param(
            [{"d/a.txt": b"1"}, {"d/.wh..wh..opq": b""}, {"d/b.txt": b"3"}],
            {"d/b.txt": ("3", 2)},
            id="opaque-in-the-middle",
        ),
        pytest.param(
            [{"d/a.txt": b"1"}, {"d/.wh..wh.a.txt": b""}],
            {"d/a.txt": ("1", 0)},
            id="row-45-reserved",
        ),
        pytest.param(
            [{"d/a.txt": b"1"}, {"d/.wh.": b""}], {"d/a.txt": ("1", 0)}, id="row-45-alone"
        ),
        pytest.param([{"d/e/a.txt": b"1"}, {"d": b"file"}], {}, id="file-over-directory"),
        pytest.param([{"d/e/a.txt": b"1"}, {"d": "other"}], {}, id="H7-link-over-directory"),
        pytest.param(
            [{"d": b"file"}, {"d": None, "d/a.txt": b"2"}],
            {"d/a.txt": ("2", 1)},
            id="directory-over-file",
        ),
        pytest.param(
            [{"d/a.txt": b"1"}, {"d": None}], {"d/a.txt": ("1", 0)}, id="directory-over-directory"
        ),
        pytest.param(
            [{"d/a.txt": b"1"}, {"d": b"file"}, {"d": None, "d/b.txt": b"3"}],
            {"d/b.txt": ("3", 2)},
            id="directory-over-file-over-directory",
        ),
        pytest.param([{"a.txt": b"1"}, {"a.txt": "elsewhere"}], {}, id="link-over-file"),
        pytest.param([{"a.txt": "elsewhere"}, {"a.txt": b"2"}], {"a.txt": ("2", 1)}, id="and-back"),
        pytest.param(
            [{"a.txt": b"1"}, {"A.txt": b"2"}, {".wh.A.TXT": b""}],
            {"a.txt": ("1", 0), "A.txt": ("2", 1)},
            id="row-47-case",
        ),
    ],
)
def test_claimed_files_are_those_of_the_unpacked_image(layers, expected):
    assert expected == contents(tree(*layers))


@pytest.mark.hostile(row=29)
@pytest.mark.parametrize("top", [0, 1, 2])
def test_a_layer_that_is_there_twice_is_applied_twice(top):
    snapshot = snapshot_of(tar_of({"a.txt": b"1"}), CLAIMS)
    removed = snapshot_of(tar_of({".wh.a.txt": b""}), CLAIMS)
    stack = [snapshot, removed, snapshot, removed]

    found = overlay(stack[: top + 1])

    assert ({0: {"a.txt": ("1", 0)}, 1: {}, 2: {"a.txt": ("1", 2)}}[top]) == contents(found)


def test_an_unreadable_layer_hides_nothing_and_is_noted():
    below = snapshot_of(tar_of({"a.txt": b"1"}), CLAIMS)
    above = snapshot_of(tar_of({"b.txt": b"2"}), CLAIMS)

    found = overlay([below, UnreadableLayer("sha256:x", "truncated"), above])

    assert {"a.txt": ("1", 0), "b.txt": ("2", 2)} == contents(found)
    assert (Note("", "layer sha256:x: truncated", incomplete=True),) == found.notes


@pytest.mark.hostile(row=28)
def test_no_layers_are_an_empty_tree():
    found = overlay([])

    assert ([], [], ()) == (list(found.walk("")), found.match("**/*.txt"), found.notes)


def test_notes_of_all_layers_are_kept():
    found = tree({"d/.wh.": b""}, {"e/.wh.": b""})

    assert ["d/.wh.", "e/.wh."] == [note.path for note in found.notes]


USRMERGE: dict[str, bytes | str | None] = {
    "usr/lib/a.txt": b"1",
    "lib": "usr/lib",
    "lib64": "lib",
    "absolute": "/usr/lib",
}


@pytest.mark.parametrize(
    ("upper", "expected"),
    [
        pytest.param({}, {"usr/lib/a.txt": ("1", 0)}, id="nothing"),
        pytest.param(
            {"lib/b.txt": b"2"},
            {"usr/lib/a.txt": ("1", 0), "usr/lib/b.txt": ("2", 1)},
            id="H9-below-a-link",
        ),
        pytest.param({"lib64/a.txt": b"2"}, {"usr/lib/a.txt": ("2", 1)}, id="H9-chain"),
        pytest.param({"absolute/a.txt": b"2"}, {"usr/lib/a.txt": ("2", 1)}, id="H9-absolute"),
        pytest.param({"lib/.wh.a.txt": b""}, {}, id="whiteout-below-a-link"),
        pytest.param(
            {"lib/.wh..wh..opq": b"", "lib/b.txt": b"2"},
            {"usr/lib/b.txt": ("2", 1)},
            id="opaque-link",
        ),
        pytest.param(
            {".wh.lib": b"", "lib/b.txt": b"2"},
            {"usr/lib/a.txt": ("1", 0), "lib/b.txt": ("2", 1)},
            id="whiteout-of-a-link",
        ),
        pytest.param(
            {"lib": None, "lib/b.txt": b"2"},
            {"usr/lib/a.txt": ("1", 0), "lib/b.txt": ("2", 1)},
            id="directory-over-a-link",
        ),
        pytest.param(
            {"lib/b.txt": b"2", "lib": None},
            {"usr/lib/a.txt": ("1", 0), "lib/b.txt": ("2", 1)},
            id="directory-over-a-link-later",
        ),
        pytest.param(
            {"lib": "opt", "lib/b.txt": b"2"},
            {"usr/lib/a.txt": ("1", 0), "opt/b.txt": ("2", 1)},
            id="another-link",
        ),
        pytest.param(
            {"lib": b"file", "lib64/b.txt": b"2"},
            {"usr/lib/a.txt": ("1", 0), "lib/b.txt": ("2", 1)},
            id="the-middle-of-a-chain-is-gone",
        ),
        pytest.param(
            {"usr/lib": None, "lib/a.txt": b"2"}, {"usr/lib/a.txt": ("2", 1)}, id="target-touched"
        ),
    ],
)
def test_what_is_below_a_link_is_at_its_target(upper, expected):
    """
    Debian's /lib is a link, and layers name files below it; they must not be there twice.
    """
    found = tree(USRMERGE, upper)

    assert expected == contents(found)
    assert len(list(found.walk(""))) == len(set(found.walk("")))


@pytest.mark.hostile(row=33)
@pytest.mark.parametrize("target", ["/", ".", "..", "../..", "./../"])
def test_a_link_to_the_root_stays_inside(target):
    found = tree({"sp": target}, {"sp/x.d/METADATA": b"1"})

    assert {"x.d/METADATA": ("1", 1)} == contents(found)
    assert b"1" == found.read("sp/sp/x.d/METADATA")


def test_a_claimed_directory_below_a_link_is_at_its_target():
    """
    That it is there must not hide the link.
    """
    found = tree({"x.d": "opt/x.d", "opt/x.d/a.txt": b"1"}, {"x.d/b.txt": b"2"})

    assert {"opt/x.d/a.txt": ("1", 0), "opt/x.d/b.txt": ("2", 1)} == contents(found)
    assert ["opt/x.d", "x.d"] == found.match("**/*.d")
    assert (b"2", "opt/x.d") == (found.read("x.d/b.txt"), found.resolve("x.d"))


@pytest.mark.hostile(row=32)
def test_a_loop_of_links_keeps_what_is_below_it():
    found = tree({"a": "b", "b": "a"}, {"a/x.txt": b"1"})

    assert ["a/x.txt"] == found.match("**/*.txt")
    assert "a/x.txt" in found.walk("")


def test_a_link_of_the_same_layer_leads_elsewhere_too():
    found = tree({"lib": "usr/lib", "lib/a.txt": b"1"})

    assert {"usr/lib/a.txt": ("1", 0)} == contents(found)


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        pytest.param(
            [member(b"a.txt", b"1"), hard_link(b"b.txt", b"a.txt")],
            {"a.txt": ("1", 0), "b.txt": ("1", 1)},
            id="H8-in-a-lower-layer",
        ),
        pytest.param(
            [
                member(b"a.txt", b"1"),
                hard_link(b"c.txt", b"a.txt") + hard_link(b"b.txt", b"c.txt"),
            ],
            {"a.txt": ("1", 0), "b.txt": ("1", 1), "c.txt": ("1", 1)},
            id="chain",
        ),
        pytest.param(
            [member(b"a.txt", b"1"), hard_link(b"b.txt", b"a.txt"), member(b"a.txt", b"3")],
            {"a.txt": ("3", 2), "b.txt": ("1", 1)},
            id="target-changed-later",
        ),
        pytest.param(
            [member(b"a.txt", b"1"), hard_link(b"b.txt", b"a.txt"), member(b".wh.a.txt")],
            {"b.txt": ("1", 1)},
            id="target-removed-later",
        ),
        pytest.param(
            [
                member(b"usr/lib/a.txt", b"1") + member(b"lib", flag=b"2", target=b"usr/lib"),
                hard_link(b"b.txt", b"lib/a.txt"),
            ],
            {"usr/lib/a.txt": ("1", 0), "b.txt": ("1", 1)},
            id="target-below-a-link",
        ),
        pytest.param(
            [
                member(b"lib", flag=b"2", target=b"usr/lib"),
                hard_link(b"b.txt", b"lib/a.txt") + member(b"lib/a.txt", b"1"),
            ],
            {"usr/lib/a.txt": ("1", 1), "b.txt": ("1", 1)},
            id="target-below-a-link-in-the-same-layer",
        ),
    ],
)
def test_a_hard_link_reaches_into_lower_layers(layers, expected):
    assert expected == contents(tree_of_blocks(*layers))


@pytest.mark.hostile(row=34)
@pytest.mark.parametrize(
    ("layers", "target"),
    [
        pytest.param([hard_link(b"b.txt", b"a.txt")], "a.txt", id="row-34-missing"),
        pytest.param([hard_link(b"b.txt", b"b.txt")], "b.txt", id="row-34-itself"),
        pytest.param(
            [member(b"a.d/", flag=b"5"), hard_link(b"b.txt", b"a.d")], "a.d", id="row-34-directory"
        ),
        pytest.param(
            [member(b"a.txt", b"1"), member(b".wh.a.txt"), hard_link(b"b.txt", b"a.txt")],
            "a.txt",
            id="removed-before",
        ),
        pytest.param(
            [member(b"l", flag=b"2", target=b"l"), hard_link(b"b.txt", b"l/a.txt")],
            "l/a.txt",
            id="below-a-loop",
        ),
        pytest.param([member(b"blob", b"1"), hard_link(b"b.txt", b"blob")], "blob", id="unclaimed"),
        pytest.param([hard_link(b"b.txt", b"../a.txt")], "../a.txt", id="outside"),
    ],
)
def test_a_dangling_hard_link_is_noted(layers, target):
    found = tree_of_blocks(*layers)

    entry = found.entry("b.txt")
    assert [Note("b.txt", f"a hard link to {target}, which was not read")] == list(found.notes)
    assert entry is not None
    assert (Kind.HARDLINK, target) == (entry.kind, entry.target)


def test_a_hard_link_to_a_lower_link_is_that_link():
    found = tree_of_blocks(
        member(b"a.txt", b"1") + member(b"l.txt", flag=b"2", target=b"a.txt"),
        hard_link(b"b.txt", b"l.txt"),
    )

    assert {"a.txt": ("1", 0), "b.txt": ("1", 1), "l.txt": ("1", 0)} == contents(found)


def test_a_hard_link_to_a_file_that_was_too_large_is_no_dangling_one():
    limits = Limits(max_claimed_file_bytes=1)
    lower = snapshot_of(tar_of({"a.txt": b"12"}), CLAIMS, limits)
    upper = snapshot_of(hard_link(b"b.txt", b"a.txt") + END, CLAIMS)

    found = overlay([lower, upper])

    assert ["a.txt"] == [note.path for note in found.notes]
    with pytest.raises(UnreadableFile, match="not read"):
        found.read("b.txt")


def test_a_claimed_directory_stays_while_files_in_it_go():
    """
    H3: a distribution whose METADATA is removed is there still.
    """
    found = tree(
        {"x.d": None, "x.d/METADATA": b"1", "y.d": None, "y.d/METADATA": b"1"},
        {"x.d/.wh.METADATA": b""},
        {".wh.y.d": b""},
    )

    assert (["x.d"], {}) == (found.match("**/*.d"), contents(found))


FIRST = Excerpt(name="first", version=1, patterns=("**/*.one",), take=lambda data: data[:1])
KEPT = Claims(["**/*.txt"], [FIRST])


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        pytest.param({"x/a.txt": b"all"}, {"b.one": "x/a.txt"}, id="a symbolic link"),
        pytest.param({"x/a.one": b"all"}, {"b.txt": "x/a.one"}, id="the other way around"),
        pytest.param({"x/a.txt": b"all"}, {"b.one": HARD + "x/a.txt"}, id="a hard link"),
    ],
)
def test_an_excerpt_is_not_read_where_another_is_expected(lower, upper):
    """
    A reader of excerpts trusts what it has written itself, as no reader trusts an image.
    """
    found = overlay([snapshot_of(layer_of(files), KEPT) for files in (lower, upper)], KEPT)

    with pytest.raises(UnreadableFile):
        found.read(next(iter(upper)))


def test_an_excerpt_that_is_at_another_path_by_a_link_is_not_kept():
    """
    What is claimed by the name of its directory is another thing below a link.
    """
    claims = Claims(["**/y/*.txt"], [replace(FIRST, patterns=("**/x/*.txt",))])

    found = overlay([snapshot_of(tar_of({"y": "x", "y/a.txt": b"all"}), claims)], claims)

    with pytest.raises(UnreadableFile):
        found.read("x/a.txt")


def test_equal_contents_of_all_layers_are_kept_once():
    """
    M2.
    """
    found = tree({"a.txt": b"x" * 1000}, {"b.txt": b"x" * 1000})

    assert found.read("a.txt") is found.read("b.txt")


def test_a_link_in_the_place_of_a_directory_moves_nothing_that_was_in_that():
    """
    Found by hypothesis: what was removed with ``b`` is not to be removed where ``b`` leads now.
    """
    tree = overlay(
        [
            snapshot_of(tar_of({"a": "a"})),
            snapshot_of(
                b"".join(
                    (
                        member(b"a/", flag=b"5"),
                        member(b"a/a"),
                        member(b"b/a"),
                        member(b"b", flag=b"2", target=b"a"),
                        END,
                    )
                )
            ),
        ]
    )

    assert ["a/a", "b"] == list(tree.walk(""))
