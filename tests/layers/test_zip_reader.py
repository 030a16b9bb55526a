"""The central directory counts, and nothing in it is believed; row 31 is of hostile-input.md."""

from __future__ import annotations

import io
import zipfile

import pytest

from layers.errors import CorruptStream, LimitExceeded, UnreadableFile
from layers.limits import Limits
from layers.stream import read_all
from layers.tar_header import Kind
from layers.window import Window
from layers.zip_reader import ZipReader, zip_end
from tests.support.archives import END, patched, with_end, zip_of


def reader(
    archive: bytes, limits: Limits | None = None, start: int = 0
) -> tuple[ZipReader, list[str]]:
    notes: list[str] = []
    window = Window(archive[start:], start, 1)
    return ZipReader(window, limits or Limits(), notes.append, lambda _: None), notes


def everything(archive: bytes) -> tuple[dict[bytes, bytes | str], list[str]]:
    """Return the content of each member, or why it is not there, and what was noted."""
    members, notes = reader(archive)
    found: dict[bytes, bytes | str] = {}
    for path, kind, _, _ in members.chosen(lambda run: range(len(run.paths))):
        try:
            found[path] = read_all(members.payload()) if kind is Kind.FILE else "directory"
        except UnreadableFile as error:
            found[path] = str(error)
    return found, notes


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize(
    "before", [b"", b"#!/usr/bin/env python3\n", b"\x7fELF" + bytes(9_999)], ids=len
)
def test_members_are_those_of_the_standard_library(method, before):
    files = {"a/b.txt": b"x" * 200_000, "c": b"", "d/é": b"\0\xff"}

    found, notes = everything(zip_of(files, method, before))

    assert {name.encode(): content for name, content in files.items()} == found
    assert [] == notes


def test_a_comment_may_follow_the_archive():
    archive = io.BytesIO(zip_of({"a": b"A"}))
    with zipfile.ZipFile(archive, "a") as opened:
        opened.comment = b"PK\3\4" * 9_999

    assert ({b"a": b"A"}, []) == everything(archive.getvalue())


def test_names_that_are_not_utf_8_are_those_of_msdos():
    archive = zip_of({"x": b"A"}).replace(b"x", b"\x82")

    assert {"é".encode(): b"A"} == everything(archive)[0]


def test_directories_have_entries_of_their_own():
    assert {b"d": "directory", b"d/a": b""} == everything(zip_of({"d/": b"", "d/a": b""}))[0]


def test_an_archive_with_64_bit_numbers_is_read(monkeypatch):
    """
    The standard library writes them when there are more members than 16 bits can count.
    """
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 1)

    archive = zip_of({"a": b"A", "b": b"B"})

    assert b"PK\6\6" in archive
    assert ({b"a": b"A", b"b": b"B"}, []) == everything(archive)


def test_a_member_with_64_bit_numbers_is_read():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive, archive.open("a", "w", force_zip64=True) as file:
        file.write(b"A")
    extra = b"\1\0\x10\0" + (1).to_bytes(8, "little") + (1).to_bytes(8, "little")
    data = content.getvalue()
    place = data.rfind(b"PK\1\2")
    name_end = place + 47
    large = patched(data, size=0xFFFFFFFF, packed=0xFFFFFFFF, extra=len(extra))
    large = large[:name_end] + extra + large[name_end:]

    size = len(large) - END.size - place
    assert {b"a": b"A"} == everything(with_end(large, size=size))[0]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        pytest.param({"flags": 1}, "encrypted", id="L1-encrypted"),
        pytest.param({"method": 14}, "compressed with method 14", id="lzma"),
        pytest.param({"size": 3}, "longer than it is said to be", id="too-long"),
        pytest.param({"size": 2**32 - 2}, "shorter than it is said to be", id="too-short"),
        pytest.param({"checksum": 1}, "a wrong checksum", id="checksum"),
        pytest.param({"packed": 4}, "truncated", id="truncated"),
        pytest.param(
            {"packed": 2**31}, "a part that would be outside of the archive", id="beyond-the-end"
        ),
        pytest.param({"start": 1}, "no member where the central directory has one", id="place"),
        pytest.param(
            {"start": 2**31}, "a part that would be outside of the archive", id="place-beyond"
        ),
    ],
)
def test_one_member_that_cannot_be_read_costs_no_other(fields, reason):
    archive = patched(zip_of({"good": b"good", "bad": b"bad" * 9}), **fields)

    assert {b"good": b"good", b"bad": reason} == everything(archive)[0]


def test_a_damaged_member_is_told_from_a_truncated_one():
    archive = zip_of({"a": b"abc" * 99})
    broken = archive[:31] + b"\xff" * 5 + archive[36:]

    assert {b"a": "damaged: Error -1 Invalid deflate block found"} == everything(broken)[0]


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a/../../b", "/..", "a\0b"], ids=["L1-up", "row-31", "root", "nul"]
)
def test_names_that_lead_out_of_the_archive_are_left_out(name):
    """
    H13
    """
    archive = zip_of({"X" * len(name): b"evil", "good": b""}).replace(
        b"X" * len(name), name.encode()
    )

    found, notes = everything(archive)

    assert {b"good": b""} == found
    assert [f"a path that leads out of the archive was left out: {name.encode()!r}"] == notes


def test_an_absolute_name_is_inside_of_the_archive():
    """
    So it is for the standard library, and for ``unzip``.
    """
    assert {b"etc/passwd": b""} == everything(zip_of({"/etc/passwd": b""}))[0]


def test_members_that_overlap_are_read_and_noted():
    archive = zip_of({"a": b"A" * 9, "b": b"A" * 9}, zipfile.ZIP_STORED)

    found, notes = everything(patched(archive, start=0))

    assert {b"a": b"A" * 9, b"b": b"A" * 9} == found
    assert ["members that overlap", "a member with another name in front of it: b'b'"] == notes


@pytest.mark.parametrize(
    ("archive", "reason"),
    [
        pytest.param(zip_of({"a": b""})[:-1], "without an end", id="L1-truncated"),
        pytest.param(b"", "without an end", id="empty"),
        pytest.param(with_end(zip_of({}), size=999), "beginning is not there", id="size"),
        pytest.param(with_end(zip_of({}), start=999), "beginning is not there", id="start"),
        pytest.param(with_end(zip_of({"a": b""}), size=40), "truncated central", id="cut"),
        pytest.param(patched(zip_of({"a": b""}), magic=b"PK12"), "damaged central", id="magic"),
        pytest.param(patched(zip_of({"a": b""}), name=9_999), "truncated central", id="name"),
    ],
)
def test_a_damaged_central_directory_is_an_error(archive, reason):
    with pytest.raises(CorruptStream, match=reason):
        everything(archive)


def test_l1_zip64_without_the_numbers_is_as_large_as_it_says():
    found, _ = everything(patched(zip_of({"a": b""}), size=2**32 - 1))

    assert {b"a": "shorter than it is said to be"} == found


def test_l1_zip64_with_too_few_numbers_is_an_error():
    archive = zip_of({"a": b""})
    place = archive.rfind(b"PK\1\2") + 47
    extra = b"\1\0\4\0abcd"
    lying = patched(archive, size=0xFFFFFFFF, extra=len(extra))
    lying = lying[:place] + extra + lying[place:]
    lying = with_end(lying, size=len(lying) - END.size - archive.rfind(b"PK\1\2"))

    with pytest.raises(CorruptStream, match="lacks a number"):
        everything(lying)


def test_what_is_not_held_of_a_large_archive_is_told_with_the_limit():
    archive = zip_of({"first": b"x" * 500, "last": b"y" * 5}, zipfile.ZIP_STORED)

    members, _ = reader(archive, start=300)
    for path, _, _, _ in members.chosen(lambda run: range(len(run.paths))):
        if path == b"last":
            assert b"y" * 5 == read_all(members.payload())
        else:
            with pytest.raises(UnreadableFile, match="limit max_archive_bytes of 1 exceeded"):
                members.payload()


def test_too_many_members_exceed_a_limit():
    with pytest.raises(LimitExceeded, match="max_archive_members"):
        reader(zip_of({"a": b"", "b": b"", "c": b""}), Limits(max_archive_members=2))


def test_a_path_that_is_too_long_exceeds_a_limit():
    with pytest.raises(LimitExceeded, match="max_path_bytes"):
        reader(zip_of({"a" * 99: b""}), Limits(max_path_bytes=98))


def test_what_is_no_zip_archive_has_no_end():
    assert -1 == zip_end(Window(b"PK\5\6", 0, 1))
    assert -1 == zip_end(Window(b"x" * 100_000, 0, 1))
    assert -1 == zip_end(Window(b"PK\5\6" + b"x" * 100_000, 0, 1))
