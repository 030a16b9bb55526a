"""Reading tar archives."""

from __future__ import annotations

import tarfile
from typing import TYPE_CHECKING

import pytest

from layers import Limits
from layers.errors import CorruptStream, LimitExceeded
from layers.path import normalized
from layers.stream import FileStream, MemoryStream, read_exactly
from layers.tar import TarReader
from layers.tar_header import Kind, is_header
from testdata.images.writer import tar_of
from tests.support.images import tar_with
from tests.support.streams import Dripping
from tests.support.tar_blocks import (
    BLOCK,
    END,
    GNU,
    gnu_name,
    gnu_target,
    header,
    member,
    padded,
    pax,
    record,
    sealed,
)

if TYPE_CHECKING:
    from layers.stream import Stream

NO_END = "the archive has no end marker"
ONE_ZERO_BLOCK = "the archive's end marker is one block of zeros, not two"
TRAILING = "data after the archive's end marker, which extractors do not see"
MOST = (1 << 33) - 1
"""The largest size in octal digits: 8 GB."""
GLOBAL = "a global pax header with paths or sizes, which container engines ignore"


def read(
    archive: bytes | Stream, limits: Limits | None = None
) -> tuple[list[tuple[bytes, Kind, int, bytes]], list[str]]:
    """Return path, kind, size and target of all members, and what was noted."""
    stream = MemoryStream(archive) if isinstance(archive, bytes) else archive
    notes: list[str] = []
    reader = TarReader(stream, limits or Limits(), notes.append)
    return list(reader), notes


def paths(archive: bytes, limits: Limits | None = None) -> list[bytes]:
    """Return the paths of all members."""
    return [path for path, *_ in read(archive, limits)[0]]


def payloads(stream: Stream) -> list[bytes]:
    """Return the payload of every member."""
    reader = TarReader(stream, Limits(), lambda _: None)
    return [reader.read() for _ in reader]


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        pytest.param(member(b"a/b", b"12"), (b"a/b", Kind.FILE, 2, b""), id="file"),
        pytest.param(member(b"a", b"12", flag=b"\0"), (b"a", Kind.FILE, 2, b""), id="file-of-v7"),
        pytest.param(member(b"a", b"12", flag=b"7"), (b"a", Kind.FILE, 2, b""), id="contiguous"),
        pytest.param(member(b"a", b"12", flag=b"Q"), (b"a", Kind.FILE, 2, b""), id="unknown-flag"),
        pytest.param(member(b"a/", flag=b"5"), (b"a", Kind.DIRECTORY, 0, b""), id="directory"),
        pytest.param(
            member(b"a/", flag=b"\0"), (b"a", Kind.DIRECTORY, 0, b""), id="directory-of-v7"
        ),
        pytest.param(
            member(b"a/", b"12"), (b"a", Kind.FILE, 2, b""), id="file-whose-name-ends-with-a-slash"
        ),
        pytest.param(
            member(b"lib/", flag=b"2", target=b"usr/lib"),
            (b"lib", Kind.SYMLINK, 0, b"usr/lib"),
            id="symlink-whose-name-ends-with-a-slash",
        ),
        pytest.param(
            member(b"a", flag=b"1", target=b"b"), (b"a", Kind.HARDLINK, 0, b"b"), id="hard-link"
        ),
        pytest.param(member(b"a", flag=b"3"), (b"a", Kind.DEVICE, 0, b""), id="character-device"),
        pytest.param(member(b"a", flag=b"4"), (b"a", Kind.DEVICE, 0, b""), id="block-device"),
        pytest.param(member(b"a", flag=b"6"), (b"a", Kind.DEVICE, 0, b""), id="fifo"),
        pytest.param(
            member(b"a", b"12", flag=b"S", magic=GNU), (b"a", Kind.SPARSE, 2, b""), id="sparse"
        ),
        pytest.param(header(b"a", flag=b"5", size=99), (b"a", Kind.DIRECTORY, 0, b""), id="sized"),
        pytest.param(
            header(b"a", flag=b"1", size=99, target=b"b"),
            (b"a", Kind.HARDLINK, 0, b"b"),
            id="hard-link-with-the-size-of-its-file",
        ),
        pytest.param(
            header(b"a", flag=b"2", target=b"t" * 100),
            (b"a", Kind.SYMLINK, 0, b"t" * 100),
            id="target-without-a-NUL",
        ),
    ],
)
def test_a_member_is_of_the_kind_that_its_flag_says(block, expected):
    """
    H10
    """
    members, notes = read(block + member(b"next") + END)

    assert ([expected, (b"next", Kind.FILE, 0, b"")], []) == (members, notes)


@pytest.mark.parametrize(
    ("block", "path"),
    [
        pytest.param(member(b"./a/b"), b"a/b", id="dot"),
        pytest.param(member(b"/a/b"), b"a/b", id="absolute"),
        pytest.param(member(b"a//b"), b"a/b", id="two-slashes"),
        pytest.param(member(b"a/./b"), b"a/b", id="dot-inside"),
        pytest.param(member(b"//a///./b"), b"a/b", id="all-of-them"),
        pytest.param(member(b"a/b/.", flag=b"5"), b"a/b", id="dot-at-the-end"),
        pytest.param(member(b"a/b/./", flag=b"5"), b"a/b", id="dot-and-slash-at-the-end"),
        pytest.param(member(b"a/b/."), b"a/b", id="file-with-a-dot-at-the-end"),
        pytest.param(member(b"a/b//", flag=b"5"), b"a/b", id="two-slashes-at-the-end"),
        pytest.param(member(b"/b"), b"b", id="at-the-root"),
        pytest.param(member(b"a.b/.c"), b"a.b/.c", id="dots-in-names"),
        pytest.param(member(b"a/..."), b"a/...", id="three-dots"),
        pytest.param(member(b"n" * 100), b"n" * 100, id="name-that-fills-its-field"),
        pytest.param(member(b"b", prefix=b"a"), b"a/b", id="prefix"),
        pytest.param(member(b"b/c", prefix=b"/a/"), b"a/b/c", id="prefix-with-slashes"),
        pytest.param(member(b"b", prefix=b"a\0b"), b"a/b", id="prefix-ends-with-a-NUL"),
        pytest.param(
            member(b"b", prefix=b"01234567012\0", magic=GNU), b"b", id="time-in-GNU's-format"
        ),
        pytest.param(member(b"b", prefix=b"a", magic=GNU), b"a/b", id="prefix-of-Go-before-1.8"),
        pytest.param(
            member(b"c", b"", flag=b"\0", prefix=b"a/b", magic=GNU), b"a/b/c", id="and-of-V7's-kind"
        ),
        pytest.param(member(b"b", prefix=b"\xff", magic=GNU), b"b", id="no-prefix-of-Go"),
        pytest.param(member(b"b", prefix=b"a", magic=bytes(8)), b"b", id="no-prefix-in-V7"),
        pytest.param(member(b"n" * 100, prefix=b"p" * 155), b"p" * 155 + b"/" + b"n" * 100),
        pytest.param(member(b"C:\\x"), b"C:\\x", id="row-31-windows"),
        pytest.param(member(b"a\n\x1b[31m\xe2\x80\xae"), b"a\n\x1b[31m\xe2\x80\xae", id="row-31"),
        pytest.param(member(b"\xff\xfe"), b"\xff\xfe", id="row-48-not-UTF-8"),
        pytest.param(pax({b"path": b"\xff/x"}) + member(b"x"), b"\xff/x", id="row-48-in-pax"),
    ],
)
def test_a_path_has_one_spelling(block, path):
    """
    H10
    """
    members, notes = read(block + END)

    assert ([path], []) == ([member[0] for member in members], notes)


@pytest.mark.hostile(row=31)
@pytest.mark.parametrize(
    "path",
    [b"../a", b"a/../b", b"/../a", b"..", b"a/..", b"../../etc/passwd", b"./../a", b""],
)
def test_a_path_that_leads_out_is_left_out_with_a_note(path):
    """
    H13: nothing is ever written, so the only harm would be a wrong path in the result.
    """
    members, (note,) = read(member(path, b"payload") + member(b"next") + END)

    assert [(b"next", Kind.FILE, 0, b"")] == members
    assert note.startswith("a path that leads out of the root, or has none, was left out: b'")


@pytest.mark.parametrize("path", [b".", b"./", b"/", b"/."])
def test_the_root_itself_is_no_member(path):
    members, notes = read(member(path, flag=b"5") + END)

    assert ([], []) == (members, notes)


@pytest.mark.hostile(row=47)
def test_case_and_unicode_twins_are_different_paths():
    names = [b"a", b"A", "\u00e9".encode(), "e\u0301".encode()]

    found = paths(b"".join(map(member, names)) + END)

    assert names == found


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        pytest.param(
            pax({b"path": b"p" * 300}) + member(b"short", b"12"),
            (b"p" * 300, Kind.FILE, 2, b""),
            id="pax-path",
        ),
        pytest.param(
            gnu_name(b"p" * 300) + member(b"short", b"12"),
            (b"p" * 300, Kind.FILE, 2, b""),
            id="gnu-path",
        ),
        pytest.param(
            pax({b"linkpath": b"t" * 300}) + member(b"a", flag=b"2", target=b"x"),
            (b"a", Kind.SYMLINK, 0, b"t" * 300),
            id="pax-target",
        ),
        pytest.param(
            gnu_target(b"t" * 300) + member(b"a", flag=b"1", target=b"x"),
            (b"a", Kind.HARDLINK, 0, b"t" * 300),
            id="gnu-target",
        ),
        pytest.param(
            gnu_target(b"t" * 300) + gnu_name(b"p" * 300) + member(b"a", flag=b"2"),
            (b"p" * 300, Kind.SYMLINK, 0, b"t" * 300),
            id="gnu-both",
        ),
        pytest.param(
            pax({b"path": b"d/"}) + member(b"x", flag=b"5"),
            (b"d", Kind.DIRECTORY, 0, b""),
            id="pax-directory",
        ),
        pytest.param(
            gnu_name(b"d/") + member(b"x", flag=b"\0"),
            (b"d", Kind.DIRECTORY, 0, b""),
            id="gnu-directory-of-v7",
        ),
        pytest.param(
            pax({b"size": b"2"}) + header(b"a") + padded(b"12"),
            (b"a", Kind.FILE, 2, b""),
            id="row-38-size",
        ),
        pytest.param(
            pax({b"size": b"2"}) + header(b"a", flag=b"5"),
            (b"a", Kind.DIRECTORY, 0, b""),
            id="size-of-a-directory",
        ),
        pytest.param(
            pax({b"path": b"", b"size": b""}) + member(b"real", b"12"),
            (b"real", Kind.FILE, 2, b""),
            id="an-empty-record-says-nothing",
        ),
        pytest.param(
            pax({b"linkpath": b""}) + member(b"a", flag=b"2", target=b"real"),
            (b"a", Kind.SYMLINK, 0, b"real"),
            id="an-empty-target-says-nothing",
        ),
        pytest.param(
            pax({b"path": b"pax"}) + gnu_name(b"gnu") + member(b"a"),
            (b"gnu", Kind.FILE, 0, b""),
            id="gnu-behind-pax",
        ),
        pytest.param(
            gnu_name(b"gnu") + pax({b"path": b"pax"}) + member(b"a"),
            (b"gnu", Kind.FILE, 0, b""),
            id="gnu-before-pax",
        ),
        pytest.param(
            gnu_name(b"") + pax({b"path": b"pax"}) + member(b"a"),
            (b"pax", Kind.FILE, 0, b""),
            id="an-empty-gnu-name-says-nothing",
        ),
        pytest.param(
            pax({b"path": b"one"}) + pax({b"comment": b"two"}) + member(b"a"),
            (b"a", Kind.FILE, 0, b""),
            id="the-second-pax-header-replaces-the-first",
        ),
        pytest.param(
            pax({b"path": b"one"}) + pax({b"comment": b""}, flag=b"g") + member(b"a"),
            (b"a", Kind.FILE, 0, b""),
            id="a-global-header-ends-what-came-before",
        ),
        pytest.param(
            pax({b"path": b"solaris"}, flag=b"X") + member(b"a"),
            (b"solaris", Kind.FILE, 0, b""),
            id="solaris",
        ),
        pytest.param(
            member(b"label", flag=b"V", magic=GNU) + member(b"a"),
            (b"a", Kind.FILE, 0, b""),
            id="volume-label",
        ),
        pytest.param(
            pax({b"SCHILY.xattr.user.x": b"\0\n=\xff", b"mtime": b"1.5"}) + member(b"a"),
            (b"a", Kind.FILE, 0, b""),
            id="records-of-no-interest",
        ),
        pytest.param(
            member(b"h", record(b"path", b"p") + b"\0rest", flag=b"x") + member(b"a"),
            (b"p", Kind.FILE, 0, b""),
            id="records-end-with-a-NUL",
        ),
        pytest.param(
            pax({b"GNU.sparse.major": b"1", b"GNU.sparse.name": b"real", b"path": b"other"})
            + member(b"a", b"12"),
            (b"real", Kind.SPARSE, 2, b""),
            id="row-43-sparse",
        ),
        pytest.param(
            pax({b"GNU.sparse.map": b"0,1", b"GNU.sparse.size": b"1099511627776"})
            + member(b"a", b"12"),
            (b"a", Kind.SPARSE, 2, b""),
            id="row-43-sparse-of-1-TB",
        ),
    ],
)
def test_an_extended_header_speaks_of_the_member_behind_it_alone(blocks, expected):
    """
    H10: where headers disagree, what Go's archive/tar makes of them counts: engines use it.
    """
    members, notes = read(blocks + member(b"next", b"1") + END)

    assert ([expected, (b"next", Kind.FILE, 1, b"")], []) == (members, notes)


@pytest.mark.parametrize("key", [b"path", b"linkpath", b"size", b"GNU.sparse.name"])
def test_a_global_header_renames_nothing(key):
    """
    Container engines take no heed of it. If we did, one header could give all files one name.
    """
    members, notes = read(pax({key: b"0"}, flag=b"g") + member(b"a", b"12") + member(b"b") + END)

    assert ([(b"a", Kind.FILE, 2, b""), (b"b", Kind.FILE, 0, b"")], [GLOBAL]) == (members, notes)


def test_the_global_header_of_git_is_nothing_odd():
    members, notes = read(pax({b"comment": b"4b825dc"}, flag=b"g") + member(b"a") + END)

    assert ([(b"a", Kind.FILE, 0, b"")], []) == (members, notes)


@pytest.mark.parametrize(
    "archive",
    [
        pytest.param(header(b"a", size=b"00000000009\0") + END, id="row-39-no-octal-number"),
        pytest.param(header(b"a", size=b"00000000x01\0") + END, id="row-39-no-number"),
        pytest.param(header(b"a", size=b"-0000000512\0") + END, id="row-39-minus"),
        pytest.param(header(b"a", size=b"\xff" * 12) + END, id="row-39-negative-base-256"),
        pytest.param(header(b"a", size=b"\x81" + bytes(11)) + END, id="row-39-2-to-the-95th"),
        pytest.param(header(b"a", size=b"\x80" + b"\xff" * 11) + END, id="row-39-absurd-base-256"),
        pytest.param(header(b"a", size=b"00000 00001\0") + END, id="row-39-two-numbers"),
        pytest.param(
            member(b"a") + member(b"b")[:100] + b"7" + member(b"b")[101:] + END,
            id="row-40-wrong-checksum",
        ),
        pytest.param(member(b"a") + b"garbage".ljust(BLOCK, b"x") + END, id="row-40-no-header"),
        pytest.param(
            member(b"a")[:148] + b"garbage!" + member(b"a")[156:] + END,
            id="row-40-checksum-is-no-number",
        ),
        pytest.param(member(b"a")[:100], id="row-41-truncated-header"),
        pytest.param(member(b"a", b"1" * 600)[:-200], id="row-41-truncated-payload"),
        pytest.param(member(b"a", b"1" * 600)[:-1], id="row-41-truncated-padding"),
        pytest.param(header(b"a", size=MOST) + END, id="row-41-much-more-than-there-is"),
        pytest.param(pax({b"path": b"b"})[:-1], id="row-41-truncated-pax-header"),
        pytest.param(member(b"a") + bytes(BLOCK) + bytes(100), id="row-41-truncated-end"),
        pytest.param(
            member(b"a") + bytes(BLOCK) + member(b"b") + END, id="row-42-zero-block-inside"
        ),
        pytest.param(pax({b"path": b"b"}) + END, id="pax-header-at-the-end"),
        pytest.param(pax({b"path": b"b"}), id="pax-header-and-no-end"),
        pytest.param(pax({b"path": b"a\0b"}) + member(b"x") + END, id="row-31-NUL-in-path"),
        pytest.param(
            pax({b"GNU.sparse.name": b"a\0b"}) + member(b"x") + END, id="row-31-NUL-in-sparse-name"
        ),
        pytest.param(pax({b"size": b"-1"}) + member(b"x") + END, id="row-39-negative-pax-size"),
        pytest.param(pax({b"size": b"1x"}) + member(b"x") + END, id="pax-size-is-no-number"),
        pytest.param(
            pax({b"size": b"9" * 5000}) + member(b"x") + END, id="pax-size-of-5000-digits"
        ),
        pytest.param(pax({b"size": b"9" * 19}) + member(b"x") + END, id="row-38-pax-size-is-a-lie"),
        pytest.param(member(b"h", b"path=x\n", flag=b"x") + END, id="pax-record-without-length"),
        pytest.param(member(b"h", b"9 path=x\n1", flag=b"x") + END, id="pax-record-is-cut"),
        pytest.param(member(b"h", b"99 path=x\n", flag=b"x") + END, id="pax-record-too-long"),
        pytest.param(member(b"h", b"8 path=x\n", flag=b"x") + END, id="pax-record-too-short"),
        pytest.param(member(b"h", b"1 a=b\n", flag=b"x") + END, id="pax-record-ends-at-once"),
        pytest.param(member(b"h", b"7 path\n", flag=b"x") + END, id="pax-record-without-equals"),
        pytest.param(member(b"h", b"5 =x\n", flag=b"x") + END, id="pax-record-without-key"),
        pytest.param(
            member(b"h", b"0" * 30 + b" a=b\n", flag=b"x") + END, id="pax-record-with-a-long-length"
        ),
        pytest.param(
            header(b"h", flag=b"x", size=b"99999999999\0") + END, id="pax-header-size-is-no-number"
        ),
    ],
)
def test_damage_of_any_kind_is_an_error_and_not_an_end(archive):
    with pytest.raises(CorruptStream):
        read(archive)


@pytest.mark.parametrize(
    ("archive", "expected"),
    [
        pytest.param(member(b"a"), NO_END, id="row-41-no-end-marker"),
        pytest.param(member(b"a", b"1" * BLOCK), NO_END, id="row-41-no-end-marker-full-block"),
        pytest.param(member(b"a") + bytes(BLOCK), ONE_ZERO_BLOCK, id="row-41-half-an-end-marker"),
        pytest.param(member(b"a") + END + member(b"b") + END, TRAILING, id="row-42-two-archives"),
        pytest.param(member(b"a") + END + b"x", TRAILING, id="row-42-one-byte"),
        pytest.param(member(b"a") + END + bytes(10**6) + b"x", TRAILING, id="row-42-far-behind"),
    ],
)
def test_an_odd_end_is_noted_and_the_members_count(archive, expected):
    members, notes = read(archive)

    assert ([b"a"], [expected]) == ([path for path, *_ in members], notes)


@pytest.mark.parametrize("padding", [0, 1, BLOCK, 20 * BLOCK, 10**6])
def test_zeros_behind_the_end_marker_are_padding(padding):
    members, notes = read(member(b"a") + END + bytes(padding))

    assert ([(b"a", Kind.FILE, 0, b"")], []) == (members, notes)


@pytest.mark.parametrize("padding", [0, 8 * BLOCK])
def test_the_stream_is_read_to_its_end(padding):
    """
    Only there a digest is checked. Go's writer ends an archive with the end marker, unpadded.
    """
    stream = MemoryStream(member(b"a", b"12") + END + bytes(padding))

    read(stream)

    assert b"" == stream.read(1)


def test_an_empty_stream_is_an_archive_without_members():
    members, notes = read(b"")

    assert ([], [NO_END]) == (members, notes)


@pytest.mark.hostile(row=28)
def test_an_empty_archive_is_fine():
    members, notes = read(END)

    assert ([], []) == (members, notes)


@pytest.mark.parametrize(
    ("archive", "limit", "allowed"),
    [
        pytest.param(member(b"a") * 4 + END, "max_entries", 3, id="row-30-entries"),
        pytest.param(
            header(b"h", flag=b"x", size=MOST) + END,
            "max_extended_header_bytes",
            1 << 20,
            id="row-36-pax-header-of-8-GB",
        ),
        pytest.param(
            header(b"h", flag=b"L", size=MOST) + END,
            "max_extended_header_bytes",
            1 << 20,
            id="row-36-gnu-name-of-8-GB",
        ),
        pytest.param(
            pax({b"comment": b"x"}) * 200 + END, "max_extended_headers", 8, id="row-37-pax"
        ),
        pytest.param(
            pax({b"comment": b"x"}, flag=b"g") * 9 + member(b"a") + END,
            "max_extended_headers",
            8,
            id="row-37-global",
        ),
        pytest.param(
            (gnu_name(b"a") + gnu_target(b"b")) * 200 + END,
            "max_extended_headers",
            8,
            id="row-37-gnu",
        ),
        pytest.param(
            pax({b"path": b"a/" * 20}) + member(b"a") + END, "max_path_bytes", 39, id="row-48-pax"
        ),
        pytest.param(
            gnu_name(b"a/" * 20) + member(b"a") + END, "max_path_bytes", 39, id="row-48-gnu"
        ),
        pytest.param(
            pax({b"linkpath": b"a/" * 20}) + member(b"a", flag=b"2") + END,
            "max_path_bytes",
            39,
            id="row-48-target",
        ),
        pytest.param(
            pax({b"GNU.sparse.name": b"a/" * 20}) + member(b"a") + END,
            "max_path_bytes",
            39,
            id="row-48-sparse-name",
        ),
        pytest.param(
            pax({b"path": b"d/" + b"n" * 40}) + member(b"a") + END,
            "max_name_bytes",
            39,
            id="row-48-name",
        ),
        pytest.param(
            sealed(member(b"a", flag=b"S", magic=GNU)[:482] + b"\1" + bytes(29))
            + (b"x" * 504 + b"\1").ljust(BLOCK, b"\0") * 3,
            "max_extended_header_bytes",
            1024,
            id="row-43-endless-sparse-map",
        ),
    ],
)
def test_a_passed_limit_is_named(archive, limit, allowed):
    with pytest.raises(LimitExceeded) as error:
        read(archive, Limits(**{limit: allowed}))

    assert (limit, allowed) == (error.value.limit, error.value.allowed)


def test_as_much_as_a_limit_allows_is_fine():
    blocks = pax({b"path": b"d/" + b"n" * 39}) + member(b"a") + member(b"b")
    limits = Limits(max_entries=3, max_path_bytes=41, max_name_bytes=39, max_extended_headers=1)

    found = paths(blocks + END, limits)

    assert [b"d/" + b"n" * 39, b"b"] == found


def test_the_default_limits_hold_the_longest_path_of_linux():
    path = b"/".join([b"n" * 255] * 16)

    found = paths(pax({b"path": path}) + member(b"a") + END)

    assert [path] == found


@pytest.mark.hostile(row=43)
def test_the_map_of_an_old_sparse_file_is_passed_over():
    """
    The blocks that continue the map stand between header and payload.
    """
    first = sealed(member(b"a", b"", flag=b"S", magic=GNU)[:482] + b"\1" + bytes(29))
    first = sealed(first[:124] + b"%011o\0" % 2 + first[136:])
    more = (bytes(504) + b"\1").ljust(BLOCK, b"\0")
    last = bytes(BLOCK)

    members, notes = read(first + more + last + padded(b"12") + member(b"b") + END)

    assert ([(b"a", Kind.SPARSE, 2, b""), (b"b", Kind.FILE, 0, b"")], []) == (members, notes)


def test_a_checksum_over_signed_bytes_is_right():
    """
    Old writers took the bytes of a header as signed.
    """
    block = header(b"\xff\xe9")
    body = block[:148] + b" " * 8 + block[156:]
    total = sum(byte - 256 if byte > 127 else byte for byte in body)
    signed = block[:148] + b"%06o\0 " % total + block[156:]

    found = paths(signed + END)

    assert [b"\xff\xe9"] == found


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        pytest.param(b"00000000002\0", 2, id="posix"),
        pytest.param(b"000000000002", 2, id="twelve-digits"),
        pytest.param(b"          2 ", 2, id="blanks"),
        pytest.param(b"2\0" + bytes(10), 2, id="short"),
        pytest.param(bytes(12), 0, id="empty"),
        pytest.param(b"\x80" + bytes(10) + b"\2", 2, id="base-256"),
    ],
)
def test_a_size_may_be_written_in_many_ways(size, expected):
    members, _ = read(header(b"a", size=size) + padded(b"x" * expected) + END)

    assert [(b"a", Kind.FILE, expected, b"")] == members


@pytest.mark.parametrize("step", [1, 7, 511, 512, 513, 1000, 10**6])
def test_a_payload_is_the_same_however_the_stream_drips(step):
    contents = [b"", b"x", b"y" * 512, b"z" * 513, bytes(range(256)) * 9]
    archive = tar_of({f"{index}": content for index, content in enumerate(contents)})

    found = payloads(Dripping(archive, step))

    assert contents == found


@pytest.mark.parametrize("step", [1, 7, 511, 512, 513, 1000, 10**6])
@pytest.mark.parametrize("size", [1, 511, 512, 513, 10**7])
def test_what_is_not_read_of_a_payload_is_passed_over(step, size):
    contents = [b"x", b"y" * 512, b"z" * 513, bytes(range(256)) * 9]
    archive = tar_of({f"{index}": content for index, content in enumerate(contents)})
    reader = TarReader(Dripping(archive, step), Limits(), lambda _: None)

    found = [read_exactly(reader, size) for _ in reader]

    assert [content[:size] for content in contents] == found


def test_a_payload_can_be_read_in_parts():
    archive = member(b"a", b"0123456789") + member(b"b", b"x") + END
    reader = TarReader(Dripping(archive, 600), Limits(), lambda _: None)

    found = [(reader.read(3), reader.read(0), reader.read(3), reader.read()) for _ in reader]

    assert [(b"012", b"", b"345", b"6789"), (b"x", b"", b"", b"")] == found


def test_the_offset_is_where_the_payload_begins(tmp_path):
    archive = tar_of({"a": b"12", "b" * 150: b"x" * 10**6, "c": b"34"})
    file = tmp_path / "archive.tar"
    file.write_bytes(archive)

    with file.open("rb") as opened:
        reader = TarReader(FileStream(opened.fileno(), 0, len(archive)), Limits(), lambda _: None)
        found = [archive[reader.offset : reader.offset + member[2]] for member in reader]

    assert [b"12", b"x" * 10**6, b"34"] == found


def test_a_file_that_ends_too_early_is_truncated_though_payloads_are_skipped(tmp_path):
    """
    Seeking behind the end of a file succeeds.
    """
    archive = member(b"a", b"x" * 10**7)[:-BLOCK]
    file = tmp_path / "archive.tar"
    file.write_bytes(archive)

    with file.open("rb") as opened, pytest.raises(CorruptStream):
        read(FileStream(opened.fileno(), 0, len(archive)))


def test_permissions_are_those_of_the_header():
    reader = TarReader(
        MemoryStream(member(b"a", mode=b"0104755\0") + END), Limits(), lambda _: None
    )

    modes = [reader.mode for _ in reader]

    assert [0o4755] == modes


@pytest.mark.hostile(row=46)
@pytest.mark.parametrize(
    ("flag", "device", "expected"),
    [
        pytest.param(b"3", b"0000000\0" * 2, True, id="character-0-0"),
        pytest.param(b"3", b"0000001\0" + b"0000003\0", False, id="character-1-3"),
        pytest.param(b"3", b"0000000\0" + b"0000003\0", False, id="character-0-3"),
        pytest.param(b"4", b"0000000\0" * 2, False, id="block-0-0"),
        pytest.param(b"6", b"0000000\0" * 2, False, id="fifo"),
    ],
)
def test_overlayfs_removes_by_the_device_0_0(flag, device, expected):
    """
    H12
    """
    archive = member(b"a", flag=flag, device=device) + END
    reader = TarReader(MemoryStream(archive), Limits(), lambda _: None)

    found = [reader.is_overlay_whiteout for _ in reader]

    assert [expected] == found


@pytest.mark.parametrize("kind", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_every_format_of_the_standard_library_is_read(kind):
    """
    H10
    """
    link = tarfile.TarInfo("d/link")
    link.type, link.linkname = tarfile.SYMTYPE, "t" * 90
    file = tarfile.TarInfo("d/" * 50 + "file")
    file.size = 3
    directory = tarfile.TarInfo("d")
    directory.type = tarfile.DIRTYPE
    archive = tar_with([(directory, b""), (link, b""), (file, b"123")], kind)

    members, notes = read(archive)

    assert [
        (b"d", Kind.DIRECTORY, 0, b""),
        (b"d/link", Kind.SYMLINK, 0, b"t" * 90),
        (b"d/" * 50 + b"file", Kind.FILE, 3, b""),
    ] == members
    assert [] == notes


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        pytest.param(header(b"a"), True, id="header"),
        pytest.param(bytes(BLOCK), True, id="empty-archive"),
        pytest.param(header(b"a")[:-1], False, id="short"),
        pytest.param(b"", False, id="nothing"),
        pytest.param(b"{}".ljust(BLOCK), False, id="text"),
        pytest.param(header(b"a")[:148] + b"\xff" * 8 + header(b"a")[156:], False, id="negative"),
    ],
)
def test_the_first_block_tells_an_archive(block, expected):
    assert expected == is_header(block)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (b"", b""),
        (b"a", b"a"),
        (b"a/", b"a"),
        (b"./a/./b//c/", b"a/b/c"),
        (b".a/..b", b".a/..b"),
        (b"..", None),
        (b"a/../b", None),
        (b"a\0b", None),
        (b"./a\0b", None),
    ],
)
def test_a_normal_path_is_relative_and_inside(path, expected):
    assert expected == normalized(path)
