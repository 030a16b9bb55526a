"""Members of a table in the order of a tar stream: the same snapshot."""

from __future__ import annotations

import tarfile
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers import Claims, ReadOptions
from layers.layer import read_layer
from layers.stream import MemoryStream
from layers.toc_layer import snapshot_by_toc
from tests.support.toc import FORMATS, Item, items_of

CLAIMS = Claims(["**/*.txt", "**/*.d"])
OPTIONS = ReadOptions(claims=CLAIMS)
LINK, HARD = tarfile.SYMTYPE, tarfile.LNKTYPE
CASES: dict[str, list[Item]] = {
    "nothing": [],
    "files": items_of({"a.txt": b"A", "b/c.txt": b"C", "b/d": b"D"}),
    "empty files": items_of({"a.txt": b"", "b": b""}),
    "directories": items_of({"a/": None, "a/b.d/": None, "c.d/": None}),
    "leading dots": items_of({"./": None, "./a/": None, "./a/b.txt": b"B"}),
    "whiteouts": items_of({"a/.wh.b.txt": b"", ".wh.c": b"", "d/.wh..wh..opq": b""}),
    "opaque root": items_of({".wh..wh..opq": b"", "a.txt": b"A"}),
    "reserved whiteouts": items_of({".wh..wh.plnk": b"", ".wh.": b""}),
    "symlinks": items_of({"a": "b", "b/a.txt": b"A", "c.txt": "/b/a.txt", "d": "../.."}),
    "hard link to a claimed file": [Item("a.txt", b"A"), Item("b.txt", type=HARD, target="a.txt")],
    "hard link to one that is not claimed": [
        Item("object", b"A" * 600),
        Item("b.txt", type=HARD, target="./object"),
        Item("c.txt", type=HARD, target="b.txt"),
    ],
    "hard link before its target": [Item("b.txt", type=HARD, target="a.txt"), Item("a.txt", b"A")],
    "hard link to what is replaced": [
        Item("a.txt", b"A"),
        Item("b.txt", type=HARD, target="a.txt"),
        Item("a.txt", b"later"),
    ],
    "hard link to nothing": [Item("b.txt", type=HARD, target="a.txt")],
    "the same file twice": [Item("a.txt", b"A"), Item("b", b"B"), Item("a.txt", b"later")],
    "a link, then a file": [Item("a.txt", type=LINK, target="b"), Item("a.txt", b"later")],
    "a file, then a link": [Item("a.txt", b"A"), Item("a.txt", type=LINK, target="b")],
    "a link, then a directory": [
        Item("a", type=LINK, target="b"),
        *items_of({"a/": None, "a/c.txt": b"C"}),
    ],
    "a directory, then a link": [
        *items_of({"a/": None, "a/c.txt": b"C"}),
        Item("a", type=LINK, target="b"),
    ],
    "a directory, then a file": items_of({"a/c.txt": b"C", "a": b"A", "d.txt": b"D"}),
    "a file, then a directory": items_of({"a.txt": b"A", "a.txt/": None, "a.txt/b.txt": b"B"}),
    "devices": [
        Item("a.txt", type=tarfile.CHRTYPE),
        Item("b", type=tarfile.BLKTYPE),
        Item("c", type=tarfile.FIFOTYPE),
        Item("d", type=tarfile.CHRTYPE),
    ],
    "names that are not ASCII": items_of({"caf\xe9/\U0001f40d.txt": b"A", "l": "\xe9"}),
    "long names": items_of({"a/" * 200 + "b.txt": b"A"}),
    "outside of the root": items_of({"../a.txt": b"A", "b.txt": b"B", "/../c": b"C"}),
    "large files": items_of({"a.txt": b"A" * 5000, "b": b"B" * 5000, "c.txt": b"C" * 5000}),
}


def equal(items, form, **fields):
    """Return what the two ways of reading a layer find."""
    layer = form(items, **fields)
    by_toc = snapshot_by_toc(layer.info, layer.fetch, OPTIONS)
    info = replace(layer.info, annotations=())
    whole = read_layer(lambda: MemoryStream(layer.data), info, OPTIONS)
    return by_toc, whole


@pytest.mark.parametrize("fields", [{}, {"chunk": 7}], ids=["whole", "chunks"])
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", CASES)
def test_a_table_gives_the_same_as_the_tar_stream(name, form, fields):
    by_toc, whole = equal(CASES[name], form, **fields)

    own = {b"stargz.index.json"}
    assert whole.contents == by_toc.contents
    assert whole.entries == by_toc.entries
    assert (whole.whiteouts, whole.opaque) == (by_toc.whiteouts, by_toc.opaque)
    assert sorted(set(whole.listing.files()) - own) == sorted(set(by_toc.listing.files()))
    assert whole.listing.directories - {b""} == by_toc.listing.directories - {b""}
    notes = [note for note in whole.notes if "end marker" not in note.reason]
    assert notes == list(by_toc.notes)


paths = st.sampled_from(
    ["a", "a.txt", "b", "b/a.txt", "b/c.d", "a/x.txt", "a.txt/b", ".wh.b", "b.d"]
)
items = st.lists(
    st.builds(
        lambda path, kind, target: Item(
            path,
            f"{path}{target}".encode() if kind == tarfile.REGTYPE else b"",
            kind,
            target if kind in {LINK, HARD} else "",
        ),
        paths,
        st.sampled_from([tarfile.REGTYPE] * 3 + [tarfile.DIRTYPE, LINK, HARD, tarfile.CHRTYPE]),
        paths,
    ),
    max_size=8,
)


@settings(deadline=None, max_examples=300)
@given(items, st.sampled_from(FORMATS))
def test_whatever_the_order_is_both_ways_agree(members, form):
    by_toc, whole = equal(members, form)

    assert whole.contents == by_toc.contents
    assert whole.entries == by_toc.entries
    assert {note for note in whole.notes if "end marker" not in note.reason} == set(by_toc.notes)


@pytest.mark.parametrize("form", FORMATS)
def test_a_name_that_is_not_utf_8_is_what_go_makes_of_it(form):
    by_toc, whole = equal([Item("caf\udce9.txt", b"A")], form)

    assert ({"caf\udce9.txt": b"A"}, {"caf\ufffd.txt": b"A"}) == (whole.contents, by_toc.contents)


def test_what_was_read_by_a_table_is_marked():
    by_toc, whole = equal(CASES["files"], FORMATS[1])

    assert (True, False) == (by_toc.is_by_toc, whole.is_by_toc)
