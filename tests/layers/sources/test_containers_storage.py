"""The store of podman."""

from __future__ import annotations

import base64
import json
import shutil
from typing import TYPE_CHECKING

import pytest

from layers import Claims, Platform, ReadOptions
from layers.errors import (
    DigestMismatch,
    InvalidManifest,
    LimitExceeded,
    PlatformNotFound,
    SeveralImages,
    UnreadableImage,
)
from layers.limits import Limits
from testdata.images.writer import digest
from tests.support.layouts import opened
from tests.support.stores import containers_store, image_of, set_attribute, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Entries = list[dict[str, object]]

OPTIONS = ReadOptions(claims=Claims(["**/*.txt"]))
LAYERS = ({"a.txt": b"1", "d/b.txt": b"2"}, {"c.txt": b"3"})
IMAGE = image_of(*LAYERS)
IDENTITY = digest(IMAGE.config())
DOCUMENTS = f"overlay-images/{IDENTITY[7:]}"

ARTIFACT = b'{"config": {"mediaType": "x/y", "size": 1, "digest": "sha256:%064d"}}' % 0


@pytest.fixture
def store(tmp_path):
    """Return a store with one image."""
    containers_store(tmp_path, IMAGE, LAYERS)
    return tmp_path


def edited(path: Path, change: Callable[[Entries], object]) -> None:
    """Change a list of a store."""
    entries = json.loads(path.read_bytes())
    change(entries)
    write(path, json.dumps(entries))


def reason(store: Path) -> str:
    """Return why the one image of a store is incomplete."""
    (note,) = opened(str(store), OPTIONS)[1].notes
    assert note.incomplete
    return note.reason


def directories(store: Path) -> list[Path]:
    """Return where the layers are, the lowest first."""
    entries = json.loads((store / "overlay-layers/layers.json").read_bytes())
    return [store / "overlay" / entry["id"] / "diff" for entry in entries[::-1]]


def test_an_image_is_read_in_place(store):
    image, tree = opened(str(store), OPTIONS)

    assert ("containers-storage", str(store), IDENTITY, ("x.io/a:1",), False) == (
        image.source,
        image.location,
        str(image.image_id),
        image.names,
        image.verified,
    )
    assert [layer.diff_id for layer in IMAGE.layers] == [str(i.info.diff_id) for i in image.layers]
    assert {"a.txt": 0, "d/b.txt": 0, "c.txt": 1} == {
        path: tree.layer_of(path) for path in tree.match("**/*.txt")
    }
    assert () == tree.notes


def test_the_driver_vfs_has_all_layers_in_one(tmp_path):
    target = containers_store(tmp_path, IMAGE, LAYERS, "vfs")

    image, tree = opened(target, OPTIONS)

    assert (1, IDENTITY) == (len(image.layers), str(image.image_id))
    assert ["a.txt", "c.txt", "d/b.txt"] == tree.match("**/*.txt")


def test_images_of_both_drivers_are_there(store):
    other = ({"x.txt": b"4"},)
    containers_store(store, image_of(*other, name="localhost/b:latest"), other, "vfs")

    assert b"4" == opened(f"containers-storage:{store}#b", OPTIONS)[1].read("x.txt")
    assert b"1" == opened(f"containers-storage:{store}#x.io/a:1", OPTIONS)[1].read("a.txt")
    with pytest.raises(SeveralImages, match=r"localhost/b:latest, x\.io/a:1"):
        opened(str(store), OPTIONS)


def test_what_a_layer_removes_is_gone(tmp_path):
    layers = (
        {"a.txt": b"1", "d/b.txt": b"2", "e/f/c.txt": b"3"},
        {".wh.a.txt": b"", ".wh.d": b"", "g.txt": b"4"},
        {"e/.wh..wh..opq": b"", "e/new.txt": b"5"},
    )
    target = containers_store(tmp_path, image_of(*layers), layers)

    assert ["e/new.txt", "g.txt"] == opened(target, OPTIONS)[1].match("**/*.txt")


def test_what_fuse_overlayfs_removes_is_gone(store):
    """
    Without the right to make devices, whiteouts are files as in a layer's tar.
    """
    _, top = directories(store)
    (top / ".wh.a.txt").write_bytes(b"")
    (top / "d").mkdir()
    (top / "d/.wh..wh..opq").write_bytes(b"")

    _, tree = opened(str(store), OPTIONS)

    assert (["c.txt"], ["c.txt"]) == (tree.match("**/*.txt"), list(tree.walk("")))


@pytest.mark.parametrize(
    ("path", "attribute", "expected"),
    [
        (".", "redirect", "a directory that overlayfs renamed; some of it may be missing"),
        (".", "opaque", "whiteouts that are attributes of overlayfs"),
        ("c.txt", "metacopy", "not read: its content is in a lower layer"),
    ],
)
def test_what_only_the_kernel_can_put_together_is_noted(store, path, attribute, expected):
    _, top = directories(store)
    set_attribute(top / path, f"user.overlay.{attribute}", b"x")

    assert expected == reason(store)


def test_a_layer_kept_as_composefs_is_noted(store):
    (directories(store)[0].parent / "composefs-data").mkdir()

    assert reason(store).endswith("kept as composefs, which is not read")


def test_a_layer_that_is_gone_makes_the_result_incomplete(store):
    shutil.rmtree(directories(store)[0])

    assert "No such file or directory" in reason(store)


@pytest.mark.hostile(row=33)
def test_no_link_leads_out_of_the_store(store, tmp_path_factory):
    """
    Not even in the place of a layer.
    """
    outside = tmp_path_factory.mktemp("outside")
    place = directories(store)[0]
    shutil.rmtree(place)
    place.symlink_to(outside)

    assert reason(store).endswith("a link that leads out of the store")


def test_a_layer_that_is_another_makes_the_result_incomplete(store):
    def change(entries: Entries) -> None:
        entries[0]["diff-digest"] = "sha256:" + "0" * 64

    edited(store / "overlay-layers/layers.json", change)

    assert "is expected, not sha256:0000" in reason(store)


@pytest.mark.hostile(row=14)
def test_an_identity_is_checked_before_it_is_a_path(store):

    def change(entries: Entries) -> None:
        entries[0]["id"] = "../../etc"

    edited(store / "overlay-layers/layers.json", change)
    edited(store / "overlay-images/images.json", lambda found: found[0].update(layer="../../etc"))

    assert "not an identity: '../../etc'" in reason(store)


@pytest.mark.hostile(row=32)
def test_layers_in_a_circle_are_too_many(store):

    def change(entries: Entries) -> None:
        entries[1]["parent"] = entries[0]["id"]

    edited(store / "overlay-layers/layers.json", change)

    options = ReadOptions(claims=OPTIONS.claims, limits=Limits(max_layers=3))
    with pytest.raises(LimitExceeded, match="max_layers"):
        opened(str(store), options)


@pytest.mark.hostile(row=16)
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda found: found[0].update(layer="0" * 64), "no layer 0000"),
        (lambda found: found[0].pop("layer"), "0 layers, but the config has 2 diff IDs"),
        (lambda found: found[0].update(id="../x"), "not an identity"),
    ],
)
def test_a_list_that_does_not_fit_is_refused(store, change, expected):
    edited(store / "overlay-images/images.json", change)

    with pytest.raises(InvalidManifest, match=expected):
        opened(str(store), OPTIONS)


@pytest.mark.hostile(row=25)
@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (b'{"manifests": []}', InvalidManifest),
        (
            b'{"config": {"mediaType": "x/y", "size": 1, "digest": "sha256:%064d"}}' % 0,
            UnreadableImage,
        ),
    ],
    ids=["index", "artifact"],
)
def test_a_manifest_that_is_of_no_image_is_refused(store, document, expected):
    write(store / DOCUMENTS / "manifest", document)

    with pytest.raises(expected):
        opened(str(store), OPTIONS)


def test_a_config_that_is_another_is_refused(store):
    name = "=" + base64.b64encode(IDENTITY.encode()).decode()
    write(store / DOCUMENTS / name, b"{}")

    with pytest.raises(DigestMismatch):
        opened(str(store), OPTIONS)


def test_a_platform_that_is_not_there_is_told(store):
    options = ReadOptions(claims=OPTIONS.claims, platform=Platform.parse("linux/s390x"))

    with pytest.raises(PlatformNotFound):
        opened(str(store), options)


def test_a_directory_without_images_is_refused(tmp_path):
    with pytest.raises(UnreadableImage, match="no images of the drivers overlay or vfs"):
        opened(f"containers-storage:{tmp_path}", OPTIONS)
