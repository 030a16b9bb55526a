"""Archives with an image in them."""

from __future__ import annotations

import gzip
import lzma
import os
import tarfile

import pytest

from layers import Claims, Limits, ReadOptions, open_image
from layers.archive import NEITHER
from layers.errors import UnreadableImage
from layers.note import Note
from layers.stream import CHUNK_BYTES
from testdata.images.writer import tar_of
from tests.support.images import tar_with
from tests.support.layouts import COMPRESS, Layout, docker_archive, opened, stored
from tests.support.tar_blocks import END, member

OPTIONS = ReadOptions(claims=Claims(["**/*.txt"]))
LAYER = tar_of({"a.txt": b"1"})
DOCKER = docker_archive({"a.tar": LAYER})
LAYOUT = Layout()
OCI = LAYOUT.with_entries(LAYOUT.image(LAYER))
NO_IMAGE = "not an image: "


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
        ("archive", {"notes/a.txt": b""}, NEITHER),
        ("archive", {"data.json": b""}, NEITHER),
    ],
)
def test_an_archive_of_another_kind_is_refused(tmp_path, form, source, files, expected):
    assert expected == reason(f"{source}:{stored(tmp_path, files, form)}")


@pytest.mark.hostile(row=41)
@pytest.mark.parametrize("end", [END, bytes(512), b""], ids=["whole", "half", "none"])
def test_an_archive_may_lack_its_end(tmp_path, end):
    """
    So does what some tools write, and what extractors accept.
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
        (gzip.compress(b"no tar", mtime=0), f"{NO_IMAGE}a gzip stream of something that is no tar"),
        (
            gzip.compress(b"no tar" * 100, mtime=0),
            f"{NO_IMAGE}a gzip stream of something that is no",
        ),
        (lzma.compress(b"no tar"), f"{NO_IMAGE}an xz stream of something that is no tar archive"),
        (gzip.compress(b"", mtime=0), f"{NO_IMAGE}a gzip stream of nothing"),
        (b"\x1f\x8b", "truncated gzip stream"),
        (b"\x1f\x8b\xff" + bytes(100), "damaged gzip stream"),
    ],
)
def test_what_is_no_image_is_told(tmp_path, data, expected):
    target = tmp_path / "file"
    target.write_bytes(data)

    assert reason(f"archive:{target}").startswith(expected)


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


@pytest.mark.hostile(row=4)
def test_an_archive_of_a_compression_without_end_is_no_image(tmp_path):
    target = tmp_path / "image"
    target.write_bytes(gzip.compress(b"") * (CHUNK_BYTES // 10))

    assert "not an image: a gzip stream of nothing" == reason(str(target))


ROOT = {"etc/passwd": b"", "opt/a.txt": b"1"}


@pytest.mark.parametrize("form", COMPRESS)
@pytest.mark.parametrize("said", [True, False])
def test_the_files_of_a_system_are_an_image_of_one_layer(tmp_path, form, said):
    target = stored(tmp_path, ROOT, form)

    image, tree = opened(f"rootfs:{target}" if said else target, OPTIONS)

    assert ("rootfs", target, 1, None) == (
        image.source,
        image.location,
        len(image.layers),
        image.image_id,
    )
    assert (b"1", "etc/passwd", ()) == (tree.read("opt/a.txt"), *tree.walk("etc"), tree.notes)


@pytest.mark.parametrize("form", ["archive", "gzip"])
@pytest.mark.parametrize(
    "first", ["app/main.py", "etc/passwd", "app.json", "x.tar"], ids=["app", "etc", "json", "tar"]
)
def test_a_system_is_told_whatever_comes_first(tmp_path, form, first):
    target = stored(tmp_path, {first: b"", **ROOT}, form)

    image, tree = opened(target, OPTIONS)

    assert ("rootfs", b"1") == (image.source, tree.read("opt/a.txt"))


@pytest.mark.parametrize("form", ["archive", "gzip"])
@pytest.mark.parametrize(
    ("files", "source"), [(DOCKER, "docker-archive"), (OCI, "oci-archive")], ids=["docker", "oci"]
)
def test_an_image_cannot_pass_for_a_system(tmp_path, form, files, source):
    """
    Engines load it, whatever lies beside its blobs.
    """
    target = stored(tmp_path, {"etc/passwd": b"", "usr/b.txt": b"2", **files}, form)

    image, tree = opened(target, OPTIONS)

    assert (source, ["a.txt"]) == (image.source, tree.match("**/*.txt"))


def test_a_system_with_a_list_of_that_name_can_be_forced(tmp_path):
    target = stored(tmp_path, {**ROOT, "manifest.json": b"{}"}, "gzip")

    image, tree = opened(f"rootfs:{target}", OPTIONS)

    assert ("rootfs", b"1") == (image.source, tree.read("opt/a.txt"))


def test_anything_can_be_forced_to_be_a_system(tmp_path):
    target = stored(tmp_path, {"a.txt": b"1"}, "archive")

    assert NEITHER == reason(target)
    assert b"1" == opened(f"rootfs:{target}", OPTIONS)[1].read("a.txt")


@pytest.mark.hostile(row=6)
@pytest.mark.parametrize("prefix", ["", "rootfs:"])
def test_a_damaged_system_is_incomplete(tmp_path, prefix):
    """
    Nothing of it is used.
    """
    target = tmp_path / "root.tar.gz"
    target.write_bytes(gzip.compress(tar_of({**ROOT, "var/log": bytes(1 << 20)}))[:-9])

    image, tree = opened(f"{prefix}{target}", OPTIONS)

    note = Note("", f"layer {target}: truncated gzip stream", incomplete=True)
    assert ("rootfs", (note,), []) == (image.source, tree.notes, list(tree.walk("")))


def test_a_damaged_archive_of_who_knows_what_is_no_image(tmp_path):
    target = tmp_path / "archive.tar.gz"
    target.write_bytes(gzip.compress(tar_of({"notes/a.txt": b"1"}))[:-9])

    assert "truncated gzip stream" == reason(str(target))


@pytest.mark.hostile(row=30)
@pytest.mark.parametrize("prefix", ["", "rootfs:"])
def test_a_system_beyond_a_limit_is_incomplete(tmp_path, prefix):
    options = ReadOptions(claims=Claims([]), limits=Limits(max_entries=1))

    _, tree = opened(prefix + stored(tmp_path, ROOT, "gzip"), options)

    (note,) = tree.notes
    assert note.incomplete
    assert note.reason.endswith("limit max_entries of 1 exceeded")


@pytest.mark.parametrize("form", ["archive", "gzip"])
def test_a_claimed_hard_link_of_a_system_is_read(tmp_path, form):
    """
    Its first name, the one with the payload, is claimed by nobody: the archive is read once more.
    """
    file, link = tarfile.TarInfo("ostree/abc"), tarfile.TarInfo("usr/a.txt")
    file.size, link.type, link.linkname = 1, tarfile.LNKTYPE, "ostree/abc"
    target = tmp_path / "root.tar"
    target.write_bytes(COMPRESS[form](tar_with([(file, b"1"), (link, b"")])))

    assert b"1" == opened(str(target), OPTIONS)[1].read("usr/a.txt")


def test_a_compressed_system_is_read_once(tmp_path):
    progress = Recorded()
    target = stored(tmp_path, ROOT, "gzip")

    opened(target, ReadOptions(claims=Claims([]), progress=progress))

    assert len(gzip.compress(tar_of(ROOT))) == progress.size == progress.total
