"""Archives with an image in them; numbers in brackets are rows of hostile-input.md."""

from __future__ import annotations

import gzip
import os

import pytest

from layers import Claims, ReadOptions, open_image
from layers.errors import UnreadableImage
from layers.sources.archive import described
from layers.stream import CHUNK_BYTES
from testdata.images.writer import tar_of
from tests.support.layouts import COMPRESS, Layout, docker_archive, opened, stored
from tests.support.tar_blocks import END, member

OPTIONS = ReadOptions(claims=Claims(["**/*.txt"]))
LAYER = tar_of({"a.txt": b"1"})
DOCKER = docker_archive({"a.tar": LAYER})
LAYOUT = Layout()
OCI = LAYOUT.with_entries(LAYOUT.image(LAYER))


def reason(target: str) -> str:
    """Return why there is no image."""
    with pytest.raises(UnreadableImage) as error:
        opened(target, OPTIONS)
    return error.value.reason


@pytest.mark.parametrize("form", COMPRESS)
@pytest.mark.parametrize(
    ("files", "source"), [(DOCKER, "docker-archive"), (OCI, "oci-archive")], ids=["docker", "oci"]
)
@pytest.mark.parametrize("said", [True, False])
def test_what_is_in_an_archive_decides_unless_it_is_said(tmp_path, form, files, source, said):
    target = stored(tmp_path, files, form)

    image, tree = opened(f"{source}:{target}" if said else target, OPTIONS)

    assert (source, target, b"1") == (image.source, image.location, tree.read("a.txt"))


@pytest.mark.parametrize("form", ["archive", "gzip"])
@pytest.mark.parametrize(
    ("source", "files", "expected"),
    [
        ("docker-archive", OCI, "not a docker archive: no manifest.json in it"),
        ("oci-archive", DOCKER, "not an OCI archive: no index.json in it"),
        (
            "archive",
            {"etc/passwd": b""},
            "not an image: a tar archive with neither index.json nor manifest.json",
        ),
    ],
)
def test_an_archive_of_another_kind_is_refused(tmp_path, form, source, files, expected):
    assert expected == reason(f"{source}:{stored(tmp_path, files, form)}")


@pytest.mark.parametrize("end", [END, bytes(512), b""], ids=["whole", "half", "none"])
def test_an_archive_may_lack_its_end(tmp_path, end):
    """
    Row 41: so does what some tools write, and what extractors accept.
    """
    target = tmp_path / "image.tar"
    target.write_bytes(b"".join(member(k.encode(), v) for k, v in DOCKER.items()) + end)

    _, tree = opened(str(target), OPTIONS)

    assert b"1" == tree.read("a.txt")


def test_an_empty_archive_is_no_image(tmp_path):
    target = tmp_path / "image.tar"
    target.write_bytes(END)

    assert reason(str(target)).startswith("not an image: a tar archive with neither")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "not an image: an empty file"),
        (b"PK\3\4", "not an image: a zip file"),
        (b"\x7fELF\2", "not an image: a program"),
        (b'{"schemaVersion": 2}', "not an image: a JSON document"),
        (b"#!/bin/sh", "not an image: neither a tar archive, plain or compressed, nor a directory"),
        (member(b"a", b"x" * 600)[:600], "truncated tar archive"),
        (gzip.compress(b"no tar", mtime=0), "truncated tar archive"),
        (gzip.compress(b"no tar" * 100, mtime=0), "a header with "),
        (b"\x1f\x8b", "truncated gzip stream"),
        (b"\x1f\x8b\xff" + bytes(100), "damaged gzip stream"),
    ],
)
def test_what_is_no_image_is_told(tmp_path, data, expected):
    target = tmp_path / "file"
    target.write_bytes(data)

    assert reason(str(target)).startswith(expected)


@pytest.mark.parametrize("magic", [b"QFI\xfb", b"KDMV"])
def test_how_to_scan_a_disk_is_told(magic):
    assert described(magic + bytes(508)).endswith("mount it read-only and scan the directory")


def test_a_pipe_is_no_image_and_does_not_block(tmp_path):
    os.mkfifo(tmp_path / "pipe")

    assert "not a file" == reason(str(tmp_path / "pipe"))


def test_a_device_is_no_image():
    assert "not a file" == reason("/dev/zero")


def test_a_missing_archive_is_told(tmp_path):
    assert "No such file or directory" == reason(f"archive:{tmp_path}/missing")


class Recorded:
    """Progress that adds up."""

    def __init__(self) -> None:
        self.size = 0
        self.total = 0

    def begin(self, layers: int, size: int) -> None:
        self.total = max(self.total, size) if layers else self.total

    def advance(self, size: int) -> None:
        self.size += size

    def end_layer(self) -> None: ...


def test_a_compressed_archive_is_progress_while_it_is_opened(tmp_path):
    progress = Recorded()
    target = stored(tmp_path, DOCKER, "gzip")
    options = ReadOptions(claims=Claims([]), progress=progress)

    with open_image(target, options):
        assert len(gzip.compress(tar_of(DOCKER))) == progress.size == progress.total


def test_an_archive_of_a_compression_without_end_is_no_image(tmp_path):
    """
    Row 4.
    """
    target = tmp_path / "image"
    target.write_bytes(gzip.compress(b"") * (CHUNK_BYTES // 10))

    assert reason(str(target)).startswith("not an image: a tar archive with neither")
