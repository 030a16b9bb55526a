"""Members read together say what each of them says when it is read alone."""

from __future__ import annotations

import pytest

from layers import Limits
from layers.errors import CorruptStream
from layers.stream import MemoryStream
from layers.tar import TarReader
from layers.tar_header import Kind, Member
from layers.tar_run import Run, headers_at, run_of
from tests.support.tar_blocks import BLOCK, END, GNU, header, member, sealed

FILE = member(b"a/file", b"12")
DIRECTORY = member(b"a/", flag=b"5")


def run(*members: bytes) -> Run | None:
    headers = headers_at(b"".join(members), 0)
    assert len(members) == len(headers.blocks)
    return run_of(headers)


def read(*members: bytes) -> list[Member]:
    stream = MemoryStream(b"".join(members) + END)
    return list(TarReader(stream, Limits(), lambda _: None))


def test_files_and_directories_are_read_together():
    found = run(DIRECTORY, FILE, member(b"b", b"x" * 600), member(b"a/c/d/", flag=b"5"))

    assert found == Run(
        paths=[b"a/", b"a/file", b"b", b"a/c/d/"],
        names=[b"", b"file", b"b", b""],
        parents=frozenset([b"", b"a", b"a/c/d"]),
        mode_of=lambda _: 0o644,
    )


@pytest.mark.parametrize(
    ("block", "path"),
    [
        pytest.param(member(b"n" * 100, b"1"), b"n" * 100, id="as-long-as-its-field"),
        pytest.param(header(b"name", prefix=b"some/where"), b"some/where/name", id="prefix"),
        pytest.param(member(b"a\0garbage"), b"a", id="garbage-behind-the-end"),
        pytest.param(member(b".hidden/a"), b".hidden/a", id="hidden"),
        pytest.param(member(b"a/.hidden"), b"a/.hidden", id="hidden-file"),
        pytest.param(member(b"..a/b..", b""), b"..a/b..", id="dots"),
        pytest.param(member(b"a\n/\xff", b""), b"a\n/\xff", id="any-bytes"),
    ],
)
def test_what_is_rare_but_plain_is_read_with_the_others(block, path):
    found = run(FILE, block, DIRECTORY)

    assert found is not None
    assert [b"a/file", path, b"a/"] == found.paths


def test_paths_that_all_begin_at_the_root_are_read_together():
    """
    ``tar -C root .`` writes them.
    """
    found = run(member(b"./a/", flag=b"5"), member(b"./a/b"), member(b"./c"))

    assert found is not None
    assert [b"a/", b"a/b", b"c"] == found.paths


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        pytest.param(member(b"/b"), (b"b", Kind.FILE, 0, b""), id="absolute"),
        pytest.param(member(b"/b/c"), (b"b/c", Kind.FILE, 0, b""), id="absolute-path"),
        pytest.param(member(b"b//c"), (b"b/c", Kind.FILE, 0, b""), id="empty-part"),
        pytest.param(member(b"b/./c"), (b"b/c", Kind.FILE, 0, b""), id="dot-part"),
        pytest.param(member(b"b/../c"), None, id="parent"),
        pytest.param(member(b"../c"), None, id="out"),
        pytest.param(member(b".."), None, id="only-out"),
        pytest.param(member(b"a/.."), None, id="ends-with-out"),
        pytest.param(member(b"./", flag=b"5"), None, id="root"),
        pytest.param(member(b"b/", b"12"), (b"b", Kind.FILE, 2, b""), id="file-with-a-slash"),
        pytest.param(
            sealed(header(b"b", size=b"000000000012")) + b"x" * 10 + bytes(BLOCK - 10),
            (b"b", Kind.FILE, 10, b""),
            id="size-of-twelve-digits",
        ),
        pytest.param(
            header(b"b", magic=GNU, prefix=b"p"), (b"p/b", Kind.FILE, 0, b""), id="gnu-prefix"
        ),
    ],
)
def test_what_is_odd_is_read_alone_and_its_neighbours_as_ever(block, expected):
    neighbours = [(b"a/file", Kind.FILE, 2, b""), (b"a", Kind.DIRECTORY, 0, b"")]
    first, last = neighbours

    found = read(FILE, block, DIRECTORY)

    assert [first, *([expected] if expected else []), last] == found


@pytest.mark.parametrize("damaged", [0, 50, 99])
def test_one_flipped_bit_in_any_of_many_headers_is_damage(damaged):
    members = [bytearray(member(b"a/%02d" % number)) for number in range(100)]
    members[damaged][5] ^= 1

    with pytest.raises(CorruptStream, match="a header with a wrong checksum"):
        read(*map(bytes, members))


def test_a_sum_that_is_too_large_for_an_adler_32_is_right():
    """
    It is known modulo 65,521 only, and many headers add up to more.
    """
    members = [member(b"\xff" * 90 + b"%03d" % number) for number in range(100)]

    found = run(*members)

    assert found is not None
    assert [b"\xff" * 90 + b"%03d" % number for number in range(100)] == found.paths


def test_slashes_that_are_missing_here_and_too_many_there_do_not_make_up_for_each_other():
    """
    A claimed file must not pass for a directory.
    """
    found = read(FILE, member(b"b", flag=b"5"), member(b"c/METADATA/", b"12"))

    assert [
        (b"a/file", Kind.FILE, 2, b""),
        (b"b", Kind.DIRECTORY, 0, b""),
        (b"c/METADATA", Kind.FILE, 2, b""),
    ] == found


def test_odd_members_in_a_row_are_all_read():
    members = [member(b"/%d" % number) for number in range(200)]

    found = read(*members)

    assert [b"%d" % number for number in range(200)] == [path for path, *_ in found]
