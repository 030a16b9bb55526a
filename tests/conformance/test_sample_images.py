"""One image is one inventory, whatever it is kept in, and it is what the recipe has made.

The expected distributions are written by hand, from ``testdata/images/recipes.py``.
"""

from __future__ import annotations

import email
import importlib.metadata
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scanner.model.component import State
from scanner.model.inventory import Coverage
from scanner.model.names import normalized
from scanner.pipeline import scan
from tests.support.images import without_layers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

    from scanner.model.inventory import Inventory

IMAGES = ("deletion", "links", "odd-metadata", "opaque", "two-environments", "upgrade")
ROOT = "rootfs"
ARCHIVES = ("oci-none", "oci-zstd", "oci.tar", "docker.tar", "docker.tar.gz", "docker.tar.zst")
FLAT = (ROOT, "rootfs.tar", "rootfs.tar.xz")
"""Forms in which an image has no layers left."""
BY_TOOLS = ("skopeo.dir", "skopeo.docker.tar", "skopeo.oci-zstd", "skopeo.oci.tar", "umoci.oci")
INSTALLED, EDITABLE, VENDORED = State.INSTALLED, State.EDITABLE, State.VENDORED
TEST_DATA = State.TEST_DATA
TEST_DIRECTORY = "opt/venv/lib/python3.11/site-packages/pkg_resources/tests/data"
TEST_ARCHIVES = (
    f"{TEST_DIRECTORY}/my-test-package-zip/my-test-package.zip",
    f"{TEST_DIRECTORY}/my-test-package_zipped-egg/my_test_package-1.0-py3.7.egg",
)
EXPECTED: dict[str, set[tuple[str, str, str | None, State]]] = {
    "deletion": {
        ("opt/venv", "certifi", "2022.12.7", INSTALLED),
        ("opt/venv", "idna", "3.4", INSTALLED),
    },
    "links": {
        ("usr", "six", "1.16.0", INSTALLED),
        ("opt/copy/site-packages", "six", "1.16.0", INSTALLED),
    },
    "odd-metadata": {
        ("opt/venv", "idna", "3.4", INSTALLED),
        ("opt/venv", "six", "1.16.0", INSTALLED),
        ("opt/venv", "click", "8.1.7", INSTALLED),
        ("opt/venv", "no-version", None, INSTALLED),
        ("opt/venv", "latin", "1.0", INSTALLED),
        ("opt/venv", "dangling", "1.0", INSTALLED),
        ("opt/venv", "empty", "1.0", INSTALLED),
        ("opt/venv", "six", "1.15.0", State.STALE),
    },
    "opaque": {("opt/extra", "click", "8.1.7", INSTALLED), ("opt/extra", "idna", "3.4", INSTALLED)},
    "two-environments": {
        ("opt/pip", "idna", "3.4", INSTALLED),
        ("opt/pip", "click", "8.1.7", INSTALLED),
        ("opt/uv", "idna", "3.4", INSTALLED),
        ("opt/uv", "urllib3", "2.2.1", INSTALLED),
        ("opt/uv", "shop", "3.2.1", EDITABLE),
    },
    "upgrade": {
        ("opt/venv", "requests", "2.28.2", INSTALLED),
        ("opt/venv", "urllib3", "2.2.1", INSTALLED),
        ("opt/venv", "certifi", "2024.7.4", INSTALLED),
        ("opt/venv", "idna", "3.4", INSTALLED),
        ("opt/venv", "jinja2", "3.1.2", INSTALLED),
        ("opt/venv", "setuptools", "75.1.0", INSTALLED),
        # These are inside setuptools.
        ("opt/venv", "autocommand", "2.2.2", VENDORED),
        ("opt/venv", "backports-tarfile", "1.2.0", VENDORED),
        ("opt/venv", "importlib-metadata", "8.0.0", VENDORED),
        ("opt/venv", "importlib-resources", "6.4.0", VENDORED),
        ("opt/venv", "inflect", "7.3.1", VENDORED),
        ("opt/venv", "jaraco-collections", "5.1.0", VENDORED),
        ("opt/venv", "jaraco-context", "5.3.0", VENDORED),
        ("opt/venv", "jaraco-functools", "4.0.1", VENDORED),
        ("opt/venv", "jaraco-text", "3.12.1", VENDORED),
        ("opt/venv", "more-itertools", "10.3.0", VENDORED),
        ("opt/venv", "packaging", "24.1", VENDORED),
        ("opt/venv", "platformdirs", "4.2.2", VENDORED),
        ("opt/venv", "tomli", "2.0.1", VENDORED),
        ("opt/venv", "typeguard", "4.3.0", VENDORED),
        ("opt/venv", "typing-extensions", "4.12.2", VENDORED),
        ("opt/venv", "wheel", "0.43.0", VENDORED),
        ("opt/venv", "zipp", "3.19.2", VENDORED),
        # The wheel inside says in a list what it has a copy of.
        ("opt/venv", "packaging", "24.0", State.BUNDLED),
        # These are inputs of setuptools' tests: unpacked, and in two archives.
        *((place, "my-test-package", "1.0", TEST_DATA) for place in ("opt/venv", *TEST_ARCHIVES)),
    },
}
ENVIRONMENTS = {
    "deletion": {"opt/venv": "virtual-environment"},
    "links": {"usr": "prefix", "opt/copy/site-packages": "directory"},
    "odd-metadata": {"opt/venv": "virtual-environment"},
    "opaque": {"opt/extra": "directory"},
    "two-environments": {"opt/pip": "virtual-environment", "opt/uv": "virtual-environment"},
    "upgrade": {"opt/venv": "virtual-environment", **dict.fromkeys(TEST_ARCHIVES, "archive")},
}
LAYERS = {
    ("deletion", "idna"): 2,
    ("opaque", "click"): 2,
    ("two-environments", "shop"): 4,
    ("upgrade", "requests"): 2,
    ("upgrade", "urllib3"): 3,
}
"""Where some distributions come from: the step that installed them last."""


@cache
def inventory_of(path: Path) -> Inventory:
    """Return what is in an image, which is looked at by several tests."""
    return scan(str(path))


def catalog_problems(inventory: Inventory) -> list[tuple[str, str, str]]:
    """Return what the catalogers had to complain of."""
    return [
        (problem.path, problem.cataloger, problem.reason)
        for problem in inventory.problems
        if problem.cataloger != "layers"
    ]


@pytest.mark.parametrize("form", [*ARCHIVES, *BY_TOOLS, *FLAT])
@pytest.mark.parametrize("image", IMAGES)
def test_an_image_is_the_same_in_every_form(sample_images, image, form):
    """
    H11
    """
    path = sample_images / f"{image}.{form}"
    if form in BY_TOOLS and not path.exists():
        pytest.skip(f"{form.partition('.')[0]} is not installed")

    layout = without_layers(inventory_of(sample_images / f"{image}.oci"))
    other = without_layers(inventory_of(path))

    assert layout.environments == other.environments
    assert layout.components == other.components
    assert catalog_problems(layout) == catalog_problems(other)
    assert (Coverage.FULL, Coverage.FULL) == (layout.coverage, other.coverage)


@pytest.mark.parametrize("form", [*ARCHIVES, *BY_TOOLS])
@pytest.mark.parametrize("image", IMAGES)
def test_layers_are_the_same_in_every_form_that_has_some(sample_images, image, form):
    path = sample_images / f"{image}.{form}"
    if form in BY_TOOLS and not path.exists():
        pytest.skip(f"{form.partition('.')[0]} is not installed")

    layout, other = inventory_of(sample_images / f"{image}.oci"), inventory_of(path)

    assert layout.components == other.components
    assert [layer.diff_id for layer in layout.subject.layers] == [
        layer.diff_id for layer in other.subject.layers
    ]


@pytest.mark.parametrize("image", IMAGES)
def test_the_distributions_are_those_of_the_recipe(sample_images, image):
    inventory = inventory_of(sample_images / f"{image}.oci")

    found = [(c.environment, normalized(c.name), c.version, c.state) for c in inventory.components]
    assert EXPECTED[image] == set(found)
    assert len(EXPECTED[image]) == len(found)


@pytest.mark.parametrize("image", IMAGES)
def test_the_environments_are_those_of_the_recipe(sample_images, image):
    inventory = inventory_of(sample_images / f"{image}.oci")

    assert ENVIRONMENTS[image] == {found.path: found.kind for found in inventory.environments}


@pytest.mark.parametrize(("image", "name"), LAYERS)
def test_a_distribution_comes_from_the_layer_that_installed_it(sample_images, image, name):
    inventory = inventory_of(sample_images / f"{image}.oci")

    layers = {c.evidence.layer for c in inventory.components if normalized(c.name) == name}
    assert {LAYERS[image, name]} == layers


@pytest.mark.parametrize("image", IMAGES)
def test_the_distributions_are_those_that_python_finds(sample_images, image):
    root = sample_images / f"{image}.{ROOT}"

    inventory = inventory_of(root)

    dist_infos = [found for found in inventory.components if found.kind == "dist-info"]
    complete, incomplete = set(), set()
    for path, metadata in distributions_below(root):
        if metadata["Name"] and metadata["Version"]:
            complete.add((normalized(metadata["Name"]), metadata["Version"], path))
        else:
            incomplete.add(path)
    assert complete == {
        (normalized(found.name), found.version, found.evidence.path)
        for found in dist_infos
        if found.evidence.technique == "manifest-analysis"
    }
    assert incomplete == {
        found.evidence.path for found in dist_infos if found.evidence.technique == "filename"
    }


def distributions_below(root: Path) -> Iterator[tuple[str, Message]]:
    """Yield the path and the metadata of each dist-info that ``importlib.metadata`` finds."""
    for directory, _, _ in os.walk(root):
        for found in importlib.metadata.distributions(path=[directory]):
            path = Path(str(found._path))  # type: ignore[attr-defined] # it has no other name
            if path.parent == Path(directory) and path.suffix == ".dist-info":
                yield str(path.relative_to(root)), metadata_of(found, path)


def metadata_of(found: importlib.metadata.Distribution, path: Path) -> Message:
    """Return the headers, which the standard library refuses to read if they are not UTF-8."""
    try:
        return email.message_from_string(found.read_text("METADATA") or "")
    except UnicodeDecodeError:
        return email.message_from_bytes((path / "METADATA").read_bytes())
