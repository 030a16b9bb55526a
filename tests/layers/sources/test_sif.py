"""Images of Singularity, with the header of our own making and the squashfs of real tools."""

from __future__ import annotations

import os
import struct
import subprocess
from shutil import which
from typing import TYPE_CHECKING

import pytest

from layers import Claims, Limits, ReadOptions
from layers.errors import LayersError, LimitExceeded, UnreadableImage
from layers.note import Note
from tests.support.layouts import opened

if TYPE_CHECKING:
    from pathlib import Path

OPTIONS = ReadOptions(claims=Claims(["**/*.txt"]))
SYSTEM, PRIMARY, DATA, OVERLAY = range(1, 5)
needs_tools = pytest.mark.skipif(
    not (which("mksquashfs") and which("sqfs2tar")),
    reason="mksquashfs or sqfs2tar is not installed",
)


def descriptor(
    offset: int, size: int, use: int, *, file_system: int = 1, kind: int = 0x4004
) -> bytes:
    """Return an entry of the table, which is for a partition unless it is said."""
    extra = struct.pack("<2i", file_system, use).ljust(384, b"\0")
    numbers = (offset, size, size, 0, 0, 0, 0)
    return struct.pack("<iB3I7q128s384s", kind, 1, 1, 0, 0, *numbers, b"name", extra)


def header(start: int, size: int) -> bytes:
    """Return the beginning of an image with its table at a place."""
    launch = b"#!/usr/bin/env run-singularity\n"
    numbers = (0, 0, 0, 1, start, size, 4096, 0)
    return struct.pack("<32s10s3s3s16s8q", launch, b"SIF_MAGIC\0", b"01", b"02", b"", *numbers)


def image(path: Path, *table: bytes, data: bytes = b"") -> str:
    """Write an image whose data begin behind 4,096 bytes, and return where."""
    entries = b"".join(table)
    path.write_bytes((header(128, len(entries)) + entries).ljust(4096, b"\0") + data)
    return str(path)


@pytest.fixture
def squashfs(tmp_path):
    """Return a file system."""
    root = tmp_path / "root"
    (root / "opt").mkdir(parents=True)
    (root / "opt/a.txt").write_bytes(b"1")
    (root / "b.txt").symlink_to("/opt/a.txt")
    os.link(root / "opt/a.txt", root / "opt/c.txt")
    command = ["mksquashfs", root, tmp_path / "squashfs", "-quiet", "-no-progress", "-all-root"]
    subprocess.run(command, check=True, capture_output=True)
    return (tmp_path / "squashfs").read_bytes()


def reason(target: str) -> str:
    """Return why there is no image."""
    with pytest.raises(UnreadableImage) as error:
        opened(target, OPTIONS)
    return error.value.reason


@needs_tools
def test_the_file_system_of_an_image_is_read(tmp_path, squashfs):
    """
    H11
    """
    table = (
        descriptor(4096, 0, DATA, kind=0x4001),
        descriptor(4096, len(squashfs), DATA),
        descriptor(4096, len(squashfs), PRIMARY),
    )
    target = image(tmp_path / "a.sif", *table, data=squashfs)

    found, tree = opened(target, OPTIONS)

    assert ("sif", target, 1, ()) == (found.source, found.location, len(found.layers), tree.notes)
    assert [b"1"] * 3 == [tree.read(path) for path in ("b.txt", "opt/a.txt", "opt/c.txt")]


@needs_tools
def test_an_overlay_in_an_image_is_not_read_and_told(tmp_path, squashfs):
    table = (descriptor(4096, len(squashfs), SYSTEM), descriptor(4096, 0, OVERLAY, file_system=2))

    found, tree = opened(image(tmp_path / "a.sif", *table, data=squashfs), OPTIONS)

    note = Note("", "an overlay partition of the image is not read", incomplete=True)
    assert ((note,), b"1") == (found.notes, tree.read("opt/a.txt"))


@needs_tools
@pytest.mark.parametrize("cut", [0, 50, 150])
def test_a_damaged_file_system_makes_the_result_incomplete(tmp_path, squashfs, cut):
    data = squashfs[:cut] + b"\xff" * 100
    target = image(tmp_path / "a.sif", descriptor(4096, len(data), PRIMARY), data=data)

    (note,) = opened(target, OPTIONS)[1].notes

    assert note.incomplete
    assert "sqfs2tar cannot read the squashfs" in note.reason


def test_what_to_install_is_told(tmp_path, monkeypatch):
    target = image(tmp_path / "a.sif", descriptor(4096, 0, PRIMARY))
    monkeypatch.setenv("PATH", str(tmp_path))

    assert "squashfs-tools-ng" in reason(target)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ((), "without a file system"),
        ((descriptor(4096, 0, DATA),), "without a file system"),
        ((descriptor(4096, 0, PRIMARY, file_system=2),), "its file system is ext3"),
        ((descriptor(4096, 0, PRIMARY, file_system=5),), "its file system is encrypted squashfs"),
        ((descriptor(4096, 1, PRIMARY),), "a partition that is not in the file"),
        ((descriptor(-1, 1, PRIMARY),), "a partition that is not in the file"),
        ((descriptor(0, -1, PRIMARY),), "a partition that is not in the file"),
    ],
)
def test_an_image_that_cannot_be_read_is_told(tmp_path, table, expected):
    assert expected in reason(image(tmp_path / "a.sif", *table))


@pytest.mark.parametrize(
    "data", [header(0, 1 << 20), header(-1, 10), header(10, -1), header(1 << 62, 585)]
)
def test_a_table_that_is_nowhere_is_told(tmp_path, data):
    (tmp_path / "a.sif").write_bytes(data)

    assert "a table of descriptors that is not in the file" == reason(str(tmp_path / "a.sif"))


def test_a_table_that_is_too_large_is_not_read(tmp_path):
    (tmp_path / "a.sif").write_bytes(header(0, 11))

    options = ReadOptions(claims=OPTIONS.claims, limits=Limits(max_document_bytes=10))
    with pytest.raises(LimitExceeded):
        opened(str(tmp_path / "a.sif"), options)


@pytest.mark.parametrize("data", [b"", b"#!/bin/sh", header(0, 0)[:100]])
def test_what_is_no_image_of_singularity_is_told(tmp_path, data):
    (tmp_path / "a.sif").write_bytes(data)

    with pytest.raises(LayersError, match="not an image of Singularity"):
        opened(f"sif:{tmp_path}/a.sif", OPTIONS)
