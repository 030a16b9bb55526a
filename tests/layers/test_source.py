"""What a target means."""

from __future__ import annotations

import pytest

from layers import Claims, ReadOptions, open_image
from layers.errors import LayersError, UnreadableImage
from layers.source import located
from layers.sources import SOURCES
from testdata.images.writer import tar_of, write_directory
from tests.support.layouts import Layout, stored

OPTIONS = ReadOptions(claims=Claims(["**/*.txt"]))


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Make some of everything in the current directory."""
    monkeypatch.chdir(tmp_path)
    write_directory(
        tmp_path,
        {
            "layout/oci-layout": b"{}",
            "layout/index.json": b"{}",
            "half/oci-layout": b"{}",
            "other/index.json": b"{}",
            "skopeo/version": b"Directory Transport Version: 1.1\n",
            "skopeo/manifest.json": b"{}",
            "website/version": b"1.1",
            "website/manifest.json": b"{}",
            "bare/version": b"Directory Transport Version: 1.1\n",
            "docker/image/overlay2/repositories.json": b"{}",
            "podman/overlay-images/images.json": b"[]",
            "podman-vfs/vfs-images/images.json": b"[]",
            "image.sif": b"#!/usr/bin/env run-singularity\n\0SIF_MAGIC\0",
            "image.tar": b"",
            "image.tar.gz": b"\x1f\x8b\x08\x01text",
            "disk.vmdk": b"# Disk DescriptorFile\nversion=1\n",
            "deps.txt": b"idna==3.4\n",
            "wide.txt": "idna==3.4\n".encode("utf-16"),
            "Pipfile.lock": b"{}",
            "with:colon": b"",
        },
    )


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("layout", ("oci", "layout")),
        ("./layout/", ("oci", "./layout/")),
        ("half", ("dir", "half")),
        ("other", ("dir", "other")),
        ("skopeo", ("skopeo-dir", "skopeo")),
        ("docker", ("docker-overlay2", "docker")),
        ("podman", ("containers-storage", "podman")),
        ("podman-vfs", ("containers-storage", "podman-vfs")),
        ("image.sif", ("sif", "image.sif")),
        ("docker:a:1", ("docker", "a:1")),
        ("rootfs:a:b", ("rootfs", "a:b")),
        ("website", ("dir", "website")),
        ("bare", ("dir", "bare")),
        (".", ("dir", ".")),
        ("image.tar", ("archive", "image.tar")),
        ("image.tar.gz", ("archive", "image.tar.gz")),
        ("disk.vmdk", ("archive", "disk.vmdk")),
        ("deps.txt", ("file", "deps.txt")),
        ("wide.txt", ("file", "wide.txt")),
        ("Pipfile.lock", ("file", "Pipfile.lock")),
        ("file:image.tar", ("file", "image.tar")),
        ("with:colon", ("archive", "with:colon")),
        ("dir:layout", ("dir", "layout")),
        ("oci:missing", ("oci", "missing")),
        ("docker-archive:image.tar", ("docker-archive", "image.tar")),
        ("oci-archive:a:b", ("oci-archive", "a:b")),
        ("/dev/null", ("archive", "/dev/null")),
        ("python", ("registry", "python")),
        ("python:3.13-slim", ("registry", "python:3.13-slim")),
        ("reg.example/team/app", ("registry", "reg.example/team/app")),
        ("registry:python", ("registry", "python")),
        ("registry:image.tar", ("registry", "image.tar")),
        ("registry:5000/app", ("registry", "registry:5000/app")),
    ],
)
@pytest.mark.usefixtures("place")
def test_what_is_at_a_location_decides_unless_it_is_said(target, expected):
    assert expected == located(target)


@pytest.mark.parametrize(
    "target", ["./missing", "missing.tar", "../missing/x", "", "a" * 5000, "a\0b"]
)
def test_nothing_is_no_image(target):
    with pytest.raises(UnreadableImage) as error:
        open_image(target, OPTIONS)

    assert (target, "no such file or directory") == (error.value.location, error.value.reason)


def test_a_password_in_a_target_is_not_repeated():
    with pytest.raises(UnreadableImage) as error:
        open_image("https://user:canary@reg.example/app", OPTIONS)

    assert "https://***@reg.example/app: no such file or directory" == str(error.value)


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("location", ["missing", "", "a" * 5000])
def test_nothing_is_no_image_of_any_kind(tmp_path, monkeypatch, source, location):
    monkeypatch.chdir(tmp_path)

    with (
        pytest.raises(LayersError),
        open_image(f"{source}:{location}", OPTIONS),
    ):
        pytest.fail("an image of nothing")


def test_an_image_is_opened(tmp_path):
    layout = Layout()
    files = layout.with_entries(layout.image(tar_of({"a.txt": b"1"})))
    target = stored(tmp_path, files, "directory")

    with open_image(target, OPTIONS) as image:
        assert ("oci", target, 1) == (image.source, image.location, len(image.layers))
