"""Images, as one is used to from tarfile."""

from __future__ import annotations

import pytest

import layers
from layers.errors import UnreadableFile, UnreadableImage
from layers.tar_header import Kind
from testdata.images.writer import tar_of
from tests.support.layouts import docker_archive, stored

LOWER = tar_of({"a/b.txt": b"B", "a/gone": b"", "link": "a/b.txt", "c": b"C", "empty": None})
UPPER = tar_of({"a/.wh.gone": b"", "a/new": b"N", "d/up": "/a/../c"})
FILES = docker_archive({"lower.tar": LOWER, "upper.tar": UPPER})


@pytest.fixture(params=["archive", "gzip"])
def image(tmp_path, request):
    with layers.open(stored(tmp_path, FILES, request.param), "**/*.txt") as opened:
        yield opened


def test_every_name_of_the_merged_image_is_there(image):
    assert ["a/b.txt", "a/new", "c", "d/up", "link"] == image.getnames()


@pytest.mark.parametrize(
    ("path", "expected"),
    [("a/b.txt", b"B"), ("link", b"B"), ("c", b"C"), ("d/up", b"C"), ("a/new", b"N")],
)
def test_the_content_of_any_file_is_to_be_had_whether_it_was_asked_for_or_not(
    image, path, expected
):
    assert expected == image.extractfile(path).read()


@pytest.mark.parametrize("path", ["a/gone", "nothing", "empty"])
def test_what_is_no_file_has_no_content(image, path):
    with pytest.raises(UnreadableFile):
        image.extractfile(path)


def test_patterns_give_paths(image):
    assert ["a/b.txt"] == image.match("**/*.txt")


def test_a_member_is_what_is_there_and_no_more(image):
    found = [image.getmember(path) for path in ("c", "link")]

    assert [(Kind.FILE, 1, ""), (Kind.SYMLINK, 0, "a/b.txt")] == [
        (member.kind, member.size, member.target) for member in found
    ]
    with pytest.raises(KeyError):
        image.getmember("a/gone")


def test_the_layer_of_any_file_is_known(image):
    assert [0, 1, None] == [image.layer_of(path) for path in ("a/b.txt", "a/new", "a/gone")]


def test_what_is_no_image_is_an_error_at_once(tmp_path):
    with pytest.raises(UnreadableImage):
        layers.open(str(tmp_path / "missing"))


def test_an_unreadable_layer_is_noted(tmp_path):
    target = stored(tmp_path, {**FILES, "upper.tar": UPPER[:700]}, "archive")

    with layers.open(target) as image:
        assert [True] == [note.incomplete for note in image.notes]
        assert ["a/b.txt", "a/gone", "c", "link"] == image.getnames()
