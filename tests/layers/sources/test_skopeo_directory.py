"""Directories that skopeo writes."""

from __future__ import annotations

import subprocess
from shutil import which
from typing import TYPE_CHECKING

import pytest

from layers import Claims, Platform, ReadOptions
from layers.errors import InvalidDigest, InvalidManifest, UnreadableImage
from testdata.images.writer import digest, encoded, tar_of, write_directory
from tests.support.layouts import CONFIG, MANIFEST, TAR, Layout, opened, platform, stored

if TYPE_CHECKING:
    from pathlib import Path

OPTIONS = ReadOptions(claims=Claims(["**/*.txt"]))
VERSION = {"version": b"Directory Transport Version: 1.1\n"}


def bare(layout: Layout) -> dict[str, bytes]:
    """Return the blobs of a layout, by the names that skopeo gives them."""
    return {
        name.rpartition("/")[2]: data
        for name, data in layout.files.items()
        if name.startswith("blobs/")
    }


def written(directory: Path, files: dict[str, bytes]) -> str:
    """Write a directory, and return where."""
    write_directory(directory, {**VERSION, **files})
    return str(directory)


def test_a_directory_of_skopeo_is_the_image_that_was_copied(tmp_path):
    layout = Layout()
    described = layout.image(tar_of({"a.txt": b"1"}), tar_of({"b.txt": b"2"}))
    blobs = bare(layout)
    target = written(tmp_path, {**blobs, "manifest.json": blobs[str(described["digest"])[7:]]})

    image, tree = opened(target, OPTIONS)

    assert ("skopeo-dir", target, described["digest"], True) == (
        image.source,
        image.location,
        str(image.digest),
        image.verified,
    )
    assert (b"1", b"2", ()) == (tree.read("a.txt"), tree.read("b.txt"), tree.notes)


def test_one_of_several_platforms_is_chosen(tmp_path):
    """
    With ``--all`` skopeo writes the index as manifest.json, and each manifest beside it.
    """
    layout = Layout()
    entries = [
        layout.image(
            tar_of({"a.txt": name.encode()}), config=platform(name), platform=platform(name)
        )
        for name in ("amd64", "arm64")
    ]
    manifests = {str(entry["digest"])[7:] for entry in entries}
    blobs = {f"{n}.manifest.json" if n in manifests else n: d for n, d in bare(layout).items()}
    index = encoded({"schemaVersion": 2, "manifests": entries})
    target = written(tmp_path, {**blobs, "manifest.json": index})

    options = ReadOptions(claims=OPTIONS.claims, platform=Platform.parse("linux/arm64"))
    image, tree = opened(target, options)

    assert (entries[1]["digest"], b"arm64") == (str(image.digest), tree.read("a.txt"))


@pytest.mark.hostile(row=14)
@pytest.mark.parametrize("name", ["../../x", "A" * 64])
def test_a_digest_is_checked_before_it_becomes_a_path(tmp_path, name):
    config = encoded({"rootfs": {"diff_ids": []}})
    described = {"mediaType": CONFIG, "digest": digest(config), "size": len(config)}
    layer = {"mediaType": TAR, "digest": f"sha256:{name}", "size": 1}
    manifest = {"schemaVersion": 2, "config": described, "layers": [layer]}
    target = written(tmp_path, {"manifest.json": encoded(manifest), digest(config)[7:]: config})

    with pytest.raises(InvalidDigest):
        opened(target, OPTIONS)


@pytest.mark.hostile(row=11)
def test_a_layer_that_is_missing_or_another_makes_the_result_incomplete(tmp_path):
    one, two = tar_of({"a.txt": b"1"}), tar_of({"b.txt": b"2"})
    layout = Layout()
    described = layout.image(one, two)
    blobs = bare(layout)
    del blobs[digest(one)[7:]]
    blobs[digest(two)[7:]] = one
    target = written(tmp_path, {**blobs, "manifest.json": blobs[str(described["digest"])[7:]]})

    _, tree = opened(target, OPTIONS)

    assert [True, True] == [note.incomplete for note in tree.notes]
    assert ["No such file", "digest mismatch"] == [
        reason for reason in ("No such file", "digest mismatch") if reason in str(tree.notes)
    ]


def test_a_config_that_is_another_is_refused(tmp_path):
    layout = Layout()
    described = layout.image(tar_of({}))
    blobs = bare(layout)
    manifest = blobs[str(described["digest"])[7:]]
    blobs = {n: d.replace(b"amd64", b"arm64") if b"rootfs" in d else d for n, d in blobs.items()}

    with pytest.raises(InvalidManifest, match="digest mismatch"):
        opened(written(tmp_path, {**blobs, "manifest.json": manifest}), OPTIONS)


def test_the_list_of_docker_save_is_no_manifest(tmp_path):
    with pytest.raises(InvalidManifest, match="not a JSON object"):
        opened(written(tmp_path, {"manifest.json": b"[]"}), OPTIONS)


def test_a_directory_without_a_manifest_is_refused(tmp_path):
    with pytest.raises(UnreadableImage, match=r"no manifest\.json in it"):
        opened(f"skopeo-dir:{written(tmp_path, {})}", OPTIONS)


@pytest.mark.skipif(which("skopeo") is None, reason="skopeo is not installed")
def test_what_skopeo_writes_is_read(tmp_path):
    layout = Layout()
    files = layout.with_entries(layout.image(tar_of({"a.txt": b"1"}), mediaType=MANIFEST))
    source = stored(tmp_path, files, "directory")
    command = ["skopeo", "copy", "-q", f"oci:{source}", f"dir:{tmp_path}/copy"]
    subprocess.run(command, check=True, capture_output=True)

    image, tree = opened(f"{tmp_path}/copy", OPTIONS)

    assert ("skopeo-dir", b"1", ()) == (image.source, tree.read("a.txt"), tree.notes)
