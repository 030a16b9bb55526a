"""What an archive's files are an image of."""

from __future__ import annotations

import pytest

from layers import Claims, ReadOptions
from layers.archive import NEITHER, archived_image, holds_image
from layers.errors import UnreadableImage
from layers.stream import MemoryStream
from layers.streamed_archive import StreamedFiles
from testdata.images.writer import tar_of
from tests.support.layouts import Layout, docker_archive

OPTIONS = ReadOptions(claims=Claims([]))
LAYER = tar_of({"a.txt": b"1"})
LAYOUT = Layout()
OCI = LAYOUT.with_entries(LAYOUT.image(LAYER))


def files_of(members):
    """Return what is in an archive."""
    return StreamedFiles(MemoryStream(tar_of(members)), OPTIONS)


@pytest.mark.parametrize(
    ("members", "source"),
    [
        (docker_archive({"a.tar": LAYER}), "docker-archive"),
        (OCI, "oci-archive"),
        ({**OCI, **docker_archive({"a.tar": LAYER})}, "oci-archive"),
    ],
    ids=["docker", "oci", "both"],
)
def test_a_layout_counts_if_both_are_there(members, source):
    files = files_of(members)

    assert (True, source) == (holds_image(files), archived_image("x", files, OPTIONS).source)


def test_files_without_a_list_of_layers_are_no_image():
    files = files_of({"a.json": b"{}"})

    assert not holds_image(files)
    with pytest.raises(UnreadableImage) as error:
        archived_image("x", files, OPTIONS)
    assert NEITHER == error.value.reason
