"""The data directory of a Docker engine."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from layers import Claims, Platform, ReadOptions
from layers.errors import (
    DigestMismatch,
    InvalidManifest,
    PlatformNotFound,
    SeveralImages,
    UnreadableImage,
)
from testdata.images.writer import digest
from tests.support.layouts import opened
from tests.support.stores import cache_id, chain_ids, docker_store, image_of, write

if TYPE_CHECKING:
    from pathlib import Path

OPTIONS = ReadOptions(claims=Claims(["**/*.txt"]))
LAYERS = ({"a.txt": b"1", "d/b.txt": b"2"}, {"c.txt": b"3"})
IMAGE = image_of(*LAYERS)
IDENTITY = digest(IMAGE.config())
OTHER_LAYERS = (LAYERS[0], {"other.txt": b"4"})
OTHER = image_of(*OTHER_LAYERS, name="b:latest")
CONFIGS = "image/overlay2/imagedb/content/sha256"
CHAINS = "image/overlay2/layerdb/sha256"


@pytest.fixture
def store(tmp_path):
    """Return a store with one image."""
    docker_store(tmp_path, (IMAGE, LAYERS))
    return tmp_path


def reason(store: Path) -> str:
    """Return why the one image of a store is incomplete."""
    (note,) = opened(f"docker-overlay2:{store}", OPTIONS)[1].notes
    assert note.incomplete
    return note.reason


def test_an_image_is_read_in_place(store):
    image, tree = opened(str(store), OPTIONS)

    assert ("docker-overlay2", str(store), IDENTITY, ("x.io/a:1",), False) == (
        image.source,
        image.location,
        str(image.image_id),
        image.names,
        image.verified,
    )
    assert [layer.diff_id for layer in IMAGE.layers] == [str(i.info.diff_id) for i in image.layers]
    assert ["step 0", "step 1"] == [layer.info.created_by for layer in image.layers]
    assert {"a.txt": 0, "d/b.txt": 0, "c.txt": 1} == {
        path: tree.layer_of(path) for path in tree.match("**/*.txt")
    }
    assert () == tree.notes


@pytest.mark.parametrize(
    "name",
    ["x.io/a:1", "a:1", IDENTITY, IDENTITY[7:], IDENTITY[7:19]],
)
@pytest.mark.parametrize("said", ["behind", "option"])
def test_one_of_several_is_chosen(tmp_path, name, said):
    target = docker_store(tmp_path, (IMAGE, LAYERS), (OTHER, OTHER_LAYERS))
    options = OPTIONS if said == "behind" else ReadOptions(claims=OPTIONS.claims, name=name)

    image, tree = opened(
        f"docker-overlay2:{target}#{name}" if said == "behind" else target, options
    )

    assert (IDENTITY, b"3") == (str(image.image_id), tree.read("c.txt"))


@pytest.mark.parametrize("name", ["b", "b:latest", "docker.io/library/b", "library/b:latest"])
def test_a_name_is_completed_as_docker_does(tmp_path, name):
    target = docker_store(tmp_path, (IMAGE, LAYERS), (OTHER, OTHER_LAYERS))

    assert b"4" == opened(f"docker-overlay2:{target}#{name}", OPTIONS)[1].read("other.txt")


def test_several_images_are_listed(tmp_path):
    target = docker_store(tmp_path, (IMAGE, LAYERS), (OTHER, OTHER_LAYERS))

    with pytest.raises(SeveralImages) as error:
        opened(target, OPTIONS)

    assert ("b:latest", "x.io/a:1") == error.value.names


def test_what_is_left_of_builds_is_passed_over_if_nobody_asks_for_it(tmp_path):
    left = image_of(*OTHER_LAYERS, name="")
    target = docker_store(tmp_path, (IMAGE, LAYERS), (left, OTHER_LAYERS))

    assert IDENTITY == str(opened(target, OPTIONS)[0].image_id)
    asked = f"docker-overlay2:{target}#{digest(left.config())}"
    assert b"4" == opened(asked, OPTIONS)[1].read("other.txt")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("c", "no image c; there are x.io/a:1"),
        ("../a", "no image ../a; there are x.io/a:1"),
        ("sha256:" + "0" * 64, f"no image sha256:{'0' * 64}; there are x.io/a:1"),
    ],
)
def test_an_image_that_is_not_there_is_told(store, name, expected):
    with pytest.raises(UnreadableImage) as error:
        opened(f"docker-overlay2:{store}#{name}", OPTIONS)

    assert expected == error.value.reason


@pytest.mark.hostile(row=46)
def test_what_a_layer_removes_is_gone(tmp_path):
    """
    Here, and nowhere else, the device 0:0 is a whiteout.
    """
    layers = (
        {"a.txt": b"1", "d/b.txt": b"2", "e/f/c.txt": b"3"},
        {".wh.a.txt": b"", ".wh.d": b"", "g.txt": b"4"},
        {"e/.wh..wh..opq": b"", "e/new.txt": b"5"},
    )
    target = docker_store(tmp_path, (image_of(*layers), layers))

    _, tree = opened(target, OPTIONS)

    assert (["e/new.txt", "g.txt"], ()) == (tree.match("**/*.txt"), tree.notes)
    assert ["e/new.txt", "g.txt"] == sorted(tree.walk(""))


@pytest.mark.hostile(row=45)
def test_a_file_that_is_named_like_a_whiteout_is_a_file(store):
    """
    The engine has made a device of every whiteout.
    """
    top = chain_ids(IMAGE)[1]
    (store / f"overlay2/{cache_id(top)}/diff/.wh.a.txt").write_bytes(b"")

    assert b"1" == opened(str(store), OPTIONS)[1].read("a.txt")


def test_a_config_that_is_another_is_refused(store):
    (store / CONFIGS / IDENTITY[7:]).write_bytes(IMAGE.config() + b" ")

    with pytest.raises(DigestMismatch):
        opened(str(store), OPTIONS)


def test_a_platform_that_is_not_there_is_told(store):
    options = ReadOptions(claims=OPTIONS.claims, platform=Platform.parse("linux/s390x"))

    with pytest.raises(PlatformNotFound):
        opened(str(store), options)


@pytest.mark.hostile(row=14)
@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("diff", "sha256:" + "0" * 64, "is expected, not sha256:0000"),
        ("cache-id", "../../../../etc", "not an identity: '../../../../etc'"),
        ("cache-id", "a" * 65, "not an identity"),
        ("cache-id", b"\xff\0", "not an identity"),
        ("cache-id", "0" * 64, "No such file or directory"),
    ],
)
def test_a_layer_that_is_another_or_nowhere_makes_the_result_incomplete(
    store, name, content, expected
):
    """
    An identity is checked before it is part of a path.
    """
    write(store / CHAINS / chain_ids(IMAGE)[0][7:] / name, content)

    assert expected in reason(store)


def test_a_layer_without_records_makes_the_result_incomplete(store):
    shutil.rmtree(store / CHAINS / chain_ids(IMAGE)[1][7:])

    assert "diff: No such file or directory" in reason(store)


@pytest.mark.hostile(row=33)
def test_no_link_leads_out_of_the_store(store, tmp_path_factory):
    """
    Not even in the place of a layer.
    """
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.txt").write_bytes(b"secret")
    place = store / "overlay2" / cache_id(chain_ids(IMAGE)[0]) / "diff"
    shutil.rmtree(place)
    place.symlink_to(outside)

    assert reason(store).endswith("a link that leads out of the store")


def test_no_document_is_read_from_outside_of_the_store(store, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "names"
    outside.write_text("{}")
    names = store / "image/overlay2/repositories.json"
    names.unlink()
    names.symlink_to(outside)

    with pytest.raises(InvalidManifest, match="a link that leads out of the store"):
        opened(f"docker-overlay2:{store}", OPTIONS)


@pytest.mark.parametrize("names", ["[]", '{"Repositories": {"a": {"a:1": "../x"}}}', "{"])
def test_a_list_of_names_that_is_none_is_refused(store, names):
    write(store / "image/overlay2/repositories.json", names)

    with pytest.raises(InvalidManifest):
        opened(str(store), OPTIONS)


def test_a_directory_without_images_is_refused(tmp_path):
    with pytest.raises(UnreadableImage, match="not a data directory of Docker"):
        opened(f"docker-overlay2:{tmp_path}", OPTIONS)


def test_a_store_without_an_image_is_told(store):
    shutil.rmtree(store / CONFIGS)
    (store / CONFIGS).mkdir()

    with pytest.raises(UnreadableImage, match="a store without an image"):
        opened(str(store), OPTIONS)


def test_a_file_in_the_place_of_the_images_is_told(store):
    shutil.rmtree(store / CONFIGS)
    (store / CONFIGS).write_bytes(b"")

    with pytest.raises(UnreadableImage, match="Not a directory"):
        opened(str(store), OPTIONS)
