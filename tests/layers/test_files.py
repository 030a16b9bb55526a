"""Blobs in a directory or an archive."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from layers import Claims, Limits, ReadOptions
from layers.errors import CorruptStream, InvalidManifest, LimitExceeded, UnreadableLayer
from layers.files import ArchiveFiles, DirectoryFiles, followed, link_target
from layers.image import LayerInfo
from layers.tar_header import Kind
from testdata.images.writer import tar_of

OPTIONS = ReadOptions(claims=Claims(["**/*.txt"]))
LAYER = tar_of({"a.txt": b"1"})
INFO = LayerInfo(diff_id=None)
DESCRIPTORS = Path("/proc/self/fd")


@pytest.fixture
def archive(tmp_path):
    """Return a function that opens an archive, which is closed in the end."""
    descriptors = []

    def opened(data: bytes, options: ReadOptions = OPTIONS) -> ArchiveFiles:
        (tmp_path / "archive").write_bytes(data)
        descriptors.append(os.open(tmp_path / "archive", os.O_RDONLY))
        return ArchiveFiles(descriptors[-1], len(data), options)

    yield opened
    for descriptor in descriptors:
        os.close(descriptor)


def test_documents_and_layers_of_a_directory_are_read(tmp_path):
    (tmp_path / "blobs").mkdir()
    (tmp_path / "blobs/document").write_bytes(b"{}")
    (tmp_path / "blobs/layer").write_bytes(LAYER)

    with DirectoryFiles.opened(tmp_path, OPTIONS) as files:
        found = files.read("blobs/document"), files.layer("blobs/layer", INFO).read().contents

    assert (b"{}", {"a.txt": b"1"}) == found
    assert [True, False, False] == [
        name in files for name in ("blobs/document", "blobs", "blobs/missing")
    ]


def test_what_was_opened_of_a_directory_is_closed(tmp_path):
    (tmp_path / "document").write_bytes(b"{}")
    before = sum(1 for _ in DESCRIPTORS.iterdir())

    with DirectoryFiles.opened(tmp_path, OPTIONS) as files:
        for _ in range(10):
            files.read("document")

    assert before == sum(1 for _ in DESCRIPTORS.iterdir())


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        pytest.param(lambda _: None, "No such file or directory", id="missing"),
        pytest.param(lambda path: path.mkdir(), "blob is not a file", id="directory"),
        pytest.param(os.mkfifo, "blob is not a file", id="pipe"),
        pytest.param(lambda path: path.symlink_to("/dev/zero"), "blob is not a file", id="device"),
        pytest.param(lambda path: path.symlink_to(path), "Too many levels", id="loop"),
    ],
)
def test_what_is_no_file_is_not_read(tmp_path, make, expected):
    """
    And does not block.
    """
    make(tmp_path / "blob")

    with DirectoryFiles.opened(tmp_path, OPTIONS) as files:
        assert "blob" not in files
        with pytest.raises(InvalidManifest, match=expected):
            files.read("blob")
        with pytest.raises(UnreadableLayer, match=expected):
            files.layer("blob", INFO).read()


def test_documents_and_layers_of_an_archive_are_read(archive):
    files = archive(
        tar_of({"a/document": b"{}", "a/layer": LAYER, "b/link": "../a/layer", "directory": None})
    )

    assert (b"{}", {"a.txt": b"1"}, {"a.txt": b"1"}) == (
        files.read("a/document"),
        files.layer("a/layer", INFO).read().contents,
        files.layer("b/link", INFO).read().contents,
    )
    assert [True, True, False, False] == [
        name in files for name in ("a/document", "b/link", "directory", "missing")
    ]


def test_what_is_not_in_an_archive_is_told(archive):
    files = archive(tar_of({"a": b"", "loop": "loop"}))

    for name in ("missing", "loop"):
        with pytest.raises(InvalidManifest, match=f"{name}: not in the archive"):
            files.read(name)
        with pytest.raises(UnreadableLayer, match=f"{name} is not in the archive"):
            files.layer(name, INFO).read()


def test_the_size_of_a_layer_without_a_digest_is_that_of_its_member(archive):
    files = archive(tar_of({"layer": LAYER}))

    assert len(LAYER) == files.layer("layer", INFO).info.size


@pytest.mark.parametrize("limit", [2, 3])
def test_a_document_has_a_limit(tmp_path, archive, limit):
    (tmp_path / "document").write_bytes(b"{ }")
    options = ReadOptions(claims=Claims([]), limits=Limits(max_document_bytes=limit))
    files = archive(tar_of({"document": b"{ }"}), options)

    with DirectoryFiles.opened(tmp_path, options) as directory:
        if limit == 3:
            assert b"{ }" == files.read("document") == directory.read("document")
            return
        for both in (files, directory):
            with pytest.raises(LimitExceeded) as error:
                both.read("document")

            assert ("max_document_bytes", 2) == (error.value.limit, error.value.allowed)


def test_a_damaged_archive_is_an_error(archive):
    with pytest.raises(CorruptStream):
        archive(tar_of({"a": b"x" * 1000})[:1000])


@pytest.mark.parametrize(
    ("name", "kind", "target", "expected"),
    [
        ("a/layer.tar", Kind.SYMLINK, "../b/layer.tar", "b/layer.tar"),
        ("a/layer.tar", Kind.SYMLINK, "x", "a/x"),
        ("layer.tar", Kind.SYMLINK, "x", "x"),
        ("a/layer.tar", Kind.SYMLINK, "/x", "x"),
        ("a/layer.tar", Kind.SYMLINK, "//x", "x"),
        ("a/layer.tar", Kind.SYMLINK, "../../../x", "x"),
        ("a/layer.tar", Kind.HARDLINK, "b/layer.tar", "b/layer.tar"),
        ("a/layer.tar", Kind.HARDLINK, "./b//layer.tar", "b/layer.tar"),
    ],
)
def test_a_link_stands_for_a_member(name, kind, target, expected):
    assert expected == link_target(name, kind, target)


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ({}, "a"),
        ({"a": "b"}, "b"),
        ({"a": "b", "b": "c"}, "c"),
        ({str(n): str(n + 1) for n in range(100)} | {"a": "0"}, "39"),
    ],
)
def test_a_chain_of_links_is_followed_forty_times(links, expected):
    assert expected == followed("a", links)
