"""Archives inside of images: any bytes are read or refused, and hidden as files are."""

from __future__ import annotations

import struct
from contextlib import suppress
from hashlib import sha256

from hypothesis import given, settings
from hypothesis import strategies as st

from layers import ArchiveClaim, Claims, Limits
from layers.errors import CorruptStream, LimitExceeded, UnreadableFile
from layers.limits import KIB
from layers.marshalled import module_names
from layers.opening import Opener
from layers.overlay import overlay
from layers.stream import MemoryStream, read_all
from layers.tar_header import Kind
from testdata.images.writer import tar_of
from tests.property.test_overlay import STEPS, paths
from tests.support.archives import executable, frozen_of, modules_of, zip_of
from tests.support.images import snapshot_of
from tests.support.overlay_oracle import Change, Step, tar_of_steps, unpackable, unpacked
from tests.support.tar_blocks import member

SMALL = Limits(max_archive_members=50, max_archive_output_bytes=64 * KIB, max_path_bytes=200)
PROGRAM = executable(zip_of({"b": b"B", "run": zip_of({"c.txt": b""}, before=b"#!/bin/sh\n")}))
ZIP = zip_of({"a/b": b"B" * 99, "c.txt": b"", "x": b"\0" * 1_000})
FROZEN = frozen_of({"a/b": b"B" * 99}, modules_of("x", packages=["y"]))[2 << 20 :]
SEEDS = (ZIP, PROGRAM, FROZEN, modules_of("six", "yaml.x", packages=["yaml"]), tar_of({"a": b"x"}))
EDITS = st.lists(
    st.tuples(st.integers(0, 1_200), st.one_of(st.binary(max_size=4), st.just(b"\xff" * 4))),
    max_size=6,
)
MARSHALLED = st.lists(
    st.sampled_from([b"[", b"(", b")", b"{", b"z", b"\xda", b"i", b"r", b"l", b"0", b"\1", b"\0"]),
    max_size=60,
).map(b"".join)


def edited(seed: bytes, edits: list[tuple[int, bytes]]) -> bytes:
    """Return bytes, some of which were overwritten; places count from the end."""
    data = bytearray(seed)
    for place, piece in edits:
        start = max(0, len(data) - place)
        data[start : start + len(piece)] = piece
    return bytes(data)


def read(data: bytes) -> tuple[int, str]:
    """Return how many members were read of an archive, and its digest if it can be told.

    What is refused has no more members, and no digest. Nothing is raised but what is declared.
    """
    opener = Opener(
        limits=SMALL, note=lambda _: None, count=lambda _: None, may_hold=SMALL.max_archive_bytes
    )
    count = 0
    try:
        opened = opener.open(MemoryStream(data), len(data))
        if opened is None:
            return 0, ""
        for _, kind, _, _ in opened.reader.chosen(lambda run: range(len(run.paths))):
            count += 1
            if kind is Kind.FILE:
                with suppress(UnreadableFile):
                    read_all(opened.reader.payload())
        return count, opened.digest()
    except (CorruptStream, LimitExceeded):
        return count, ""


@settings(deadline=None, max_examples=500)
@given(st.sampled_from(SEEDS), EDITS)
def test_a_damaged_archive_is_read_or_refused(seed, edits):
    data = edited(seed, edits)

    count, digest = read(data)

    assert count <= SMALL.max_archive_members
    assert digest in {"", f"sha256:{sha256(data).hexdigest()}"}


@settings(deadline=None, max_examples=200)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"PK\5\6", b"PK\1\2", b"PYZ\0", b"MEI\x0c\x0b\x0a\x0b\x0e"]),
    st.binary(max_size=120),
)
def test_any_bytes_are_read_or_refused(before, magic, behind):
    data = before + magic + behind

    count, digest = read(data)

    assert count <= SMALL.max_archive_members
    assert digest in {"", f"sha256:{sha256(data).hexdigest()}"}


def test_what_is_not_damaged_is_read_to_its_end():
    """
    Or else nothing would be shown by what is damaged.
    """
    assert [0 < read(seed)[0] for seed in SEEDS] == [True] * len(SEEDS)


@settings(deadline=None, max_examples=500)
@given(st.one_of(st.binary(max_size=200), MARSHALLED))
def test_any_table_of_modules_is_read_or_refused(data):
    try:
        names = module_names(data, 50)
    except (CorruptStream, LimitExceeded):
        return

    assert all(isinstance(name, bytes) for name in names)


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(SEEDS), EDITS)
def test_no_archive_raises_out_of_a_layer(seed, edits):
    claims = Claims(["**/b", "**/*.txt"], archives=[ArchiveClaim(("**/*.zip",))])
    program = member(b"run", b"#!" + edited(seed, edits), mode=b"0000755\0")
    layer = program + tar_of({"a.zip": edited(seed, edits), "b": b"kept"})

    tree = overlay([snapshot_of(layer, claims, SMALL)])

    assert b"kept" == tree.read("b")


INSIDE = {"b": "in", "c/b": "deep"}
ARCHIVE = zip_of({name: content.encode() for name, content in INSIDE.items()}, 0).decode("latin-1")
ARCHIVE_STEPS = st.builds(Step, st.just(Change.FILE), paths("a"), st.just(ARCHIVE))
STACKS = st.lists(
    st.lists(st.one_of(STEPS, ARCHIVE_STEPS), max_size=6), min_size=1, max_size=4
).map(unpackable)
OF_ARCHIVES = Claims(["**/b"], archives=[ArchiveClaim(("**/a",))])


@settings(deadline=None, max_examples=400)
@given(STACKS)
def test_members_are_those_of_the_archives_of_the_unpacked_image(layers):
    nodes = unpacked(layers)
    expected = {
        f"{path}!/{name}": (content, node.layer)
        for path, node in nodes.items()
        if path.endswith("a") and node.change is Change.FILE and node.content == ARCHIVE
        for name, content in INSIDE.items()
    }

    tree = overlay([snapshot_of(tar_of_steps(layer), OF_ARCHIVES) for layer in layers])

    found = [path for path in tree.match("**/b") if "!/" in path]
    assert expected == {path: (tree.read(path).decode(), tree.layer_of(path)) for path in found}


def test_the_cookie_of_the_seed_is_where_the_edits_are():
    """
    Else the property above would be about nothing.
    """
    assert FROZEN[-88:-80] == struct.pack("8s", b"MEI\x0c\x0b\x0a\x0b\x0e")
