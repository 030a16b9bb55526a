"""An OCI layout in a directory; what it may hold is tested with layouts in every form."""

from __future__ import annotations

import os

import pytest

from layers import Claims, ReadOptions
from layers.errors import InvalidManifest, UnreadableImage
from testdata.images.writer import digest, tar_of
from tests.support.layouts import Layout, opened, stored

OPTIONS = ReadOptions(claims=Claims(["**/*.txt"]))
LAYER = tar_of({"a.txt": b"1"})


def test_a_layout_is_read_without_its_marker_if_it_is_said_to_be_one(tmp_path):
    layout = Layout()
    files = layout.with_entries(layout.image(LAYER))
    del files["oci-layout"]
    target = stored(tmp_path, files, "directory")

    image, tree = opened(f"oci:{target}", OPTIONS)

    assert ("oci", b"1") == (image.source, tree.read("a.txt"))


@pytest.mark.parametrize("location", ["", "empty", "missing", "a" * 5000])
def test_a_directory_without_an_index_is_no_layout(tmp_path, location):
    (tmp_path / "empty").mkdir()

    with pytest.raises(UnreadableImage, match="not an OCI layout: no index"):
        opened(f"oci:{tmp_path}/{location}", OPTIONS)


def test_a_blob_that_is_a_pipe_does_not_block(tmp_path):
    layout = Layout()
    target = stored(tmp_path, layout.with_entries(layout.image(LAYER)), "directory")
    blob = tmp_path / "layout/blobs" / digest(LAYER).replace(":", "/")
    blob.unlink()
    os.mkfifo(blob)

    _, tree = opened(target, OPTIONS)

    (note,) = tree.notes
    assert (True, []) == (note.incomplete, list(tree.walk("")))
    assert note.reason.endswith("is not a file")


def test_an_index_that_is_a_directory_is_none(tmp_path):
    (tmp_path / "index.json").mkdir()

    with pytest.raises(UnreadableImage):
        opened(f"oci:{tmp_path}", OPTIONS)


def test_a_manifest_that_is_a_directory_is_none(tmp_path):
    layout = Layout()
    entry = layout.image(LAYER)
    target = stored(tmp_path, layout.with_entries(entry), "directory")
    blob = tmp_path / "layout/blobs" / str(entry["digest"]).replace(":", "/")
    blob.unlink()
    blob.mkdir()

    with pytest.raises(InvalidManifest, match="is not a file"):
        opened(target, OPTIONS)
