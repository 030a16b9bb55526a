"""The sample images in real engines: through their sockets, and in their stores on the disk."""

from __future__ import annotations

import subprocess
from functools import cache
from shutil import which
from typing import TYPE_CHECKING

import pytest

from scanner.model.inventory import Coverage
from scanner.pipeline import scan, scan_all
from tests.support.engines import directory
from tests.support.images import without_layers

if TYPE_CHECKING:
    from pathlib import Path

    from scanner.model.inventory import Inventory

IMAGES = ("deletion", "links", "odd-metadata", "opaque", "two-environments", "upgrade")
UNPACKED = tuple(image for image in IMAGES if image != "links")
"""Those whose layers are the same when each is unpacked into a directory of its own: overlayfs lets
a directory hide a link of a lower layer, where a tar's member below a link goes to its target."""
STORED = [
    (image, driver)
    for image in UNPACKED
    for driver in ("overlay", "vfs")
    # This driver lets an opaque marker at a layer's end remove some of the layer's own files.
    if (image, driver) != ("opaque", "vfs")
]


@cache
def expected(layout: Path) -> Inventory:
    """Return what is in an image, read from an OCI layout."""
    return scan(str(layout))


def check(layout: Path, target: str, *, in_layers: bool = True) -> None:
    """Compare what is found at a target with what is in the layout of the same image."""
    one, other = expected(layout), scan(target)
    if not in_layers:
        one, other = without_layers(one), without_layers(other)

    if not in_layers:
        one, other = without_layers(one), without_layers(other)
    assert one.environments == other.environments
    assert one.components == other.components
    assert (Coverage.FULL, Coverage.FULL) == (one.coverage, other.coverage)
    if in_layers:
        assert [layer.diff_id for layer in one.subject.layers] == [
            layer.diff_id for layer in other.subject.layers
        ]


@pytest.fixture(scope="session")
def in_docker(docker, sample_images):
    """Load an image into Docker, and return its name."""

    @cache
    def load(image: str) -> str:
        docker.run("load", "-q", "-i", sample_images / f"{image}.docker.tar")
        return f"lading.test/{image}:1"

    return load


@pytest.fixture(scope="session")
def in_podman(podman, sample_images):
    """Load an image into podman, and return its name."""

    @cache
    def load(image: str) -> str:
        podman.run("load", "-q", "-i", sample_images / f"{image}.docker.tar")
        return f"lading.test/{image}:1"

    return load


@pytest.mark.parametrize("image", IMAGES)
def test_an_image_is_the_same_in_docker(docker, in_docker, sample_images, monkeypatch, image):
    monkeypatch.setenv("DOCKER_HOST", docker.address)

    check(sample_images / f"{image}.oci", f"docker:{in_docker(image)}")


@pytest.mark.parametrize("image", UNPACKED)
def test_an_image_is_the_same_in_the_store_of_docker(docker, in_docker, sample_images, image):
    target = f"docker-overlay2:{docker.store}#{in_docker(image)}"

    check(sample_images / f"{image}.oci", target)


@pytest.mark.parametrize("image", UNPACKED)
def test_a_container_of_docker_is_the_image(docker, in_docker, sample_images, monkeypatch, image):
    """
    H11
    """
    monkeypatch.setenv("DOCKER_HOST", docker.address)
    container = docker.run("create", in_docker(image), "none")

    check(sample_images / f"{image}.oci", f"docker-container:{container}", in_layers=False)


@pytest.mark.parametrize("image", IMAGES)
def test_an_image_is_the_same_in_podman(podman, in_podman, sample_images, monkeypatch, image):
    monkeypatch.setenv("CONTAINER_HOST", podman.address)

    check(sample_images / f"{image}.oci", f"podman:{in_podman(image)}")


@pytest.mark.parametrize("image", UNPACKED)
def test_a_container_of_podman_is_the_image(podman, in_podman, sample_images, monkeypatch, image):
    """
    H11
    """
    monkeypatch.setenv("CONTAINER_HOST", podman.address)
    container = podman.run("create", in_podman(image), "none")

    check(sample_images / f"{image}.oci", f"podman-container:{container}", in_layers=False)


@pytest.mark.parametrize("engine", ["docker", "podman"])
def test_images_that_are_saved_together_are_told_apart(request, tmp_path, sample_images, engine):
    running = request.getfixturevalue(engine)
    load = request.getfixturevalue(f"in_{engine}")
    several = ["-m"] if engine == "podman" else []
    names = [load(image) for image in ("deletion", "upgrade")]
    running.run("save", *several, "-o", tmp_path / "two.tar", *names)

    found = scan_all(str(tmp_path / "two.tar"))

    layouts = [expected(sample_images / f"{image}.oci") for image in ("deletion", "upgrade")]
    assert [one.components for one in layouts] == [one.components for one in found]
    assert [(name,) for name in names] == [one.subject.names for one in found]


@pytest.mark.skipif(which("skopeo") is None, reason="skopeo is not installed")
@pytest.mark.parametrize(("image", "driver"), STORED)
def test_an_image_is_the_same_in_the_store_of_podman(sample_images, image, driver):
    layout = sample_images / f"{image}.oci"
    with directory() as place:
        store = f"[{driver}@{place}/store+{place}/run]"
        command = ["skopeo", "copy", "-q", f"oci:{layout}:latest", f"containers-storage:{store}a:1"]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        if result.returncode:
            pytest.skip(f"the driver {driver} does not work here: {result.stderr[-200:]}")

        check(layout, f"containers-storage:{place}/store#a:1", in_layers=driver == "overlay")
