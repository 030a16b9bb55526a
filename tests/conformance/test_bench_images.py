"""The benchmark images, whose truth is what ``importlib.metadata`` says of their file systems.

``../shared/bench/README.md`` describes them; they are too big to be built for every run.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scanner.model.component import MATCHED, State
from scanner.model.names import normalized
from scanner.pipeline import scan

if TYPE_CHECKING:
    from scanner.model.component import Component

IMAGES = Path(os.environ.get("LADING_BENCH_IMAGES") or Path(tempfile.gettempdir()) / "bench/images")
NAMES = ("slim", "debian", "conda", "datasci", "manyfiles")
FORMS = ("oci", "oci-zstd", "docker.tar")


@pytest.mark.bench_images
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", NAMES)
def test_the_distributions_are_those_that_python_finds(name, form):
    image, truth = IMAGES / f"{name}.{form}", IMAGES / f"{name}.truth.json"
    if not (image.exists() and truth.exists()):
        pytest.skip(f"no benchmark image at {image}")
    expected = {
        (normalized(each["name"]), each["version"], directory_of(each["path"]), each["kind"])
        for each in json.loads(truth.read_text())["distributions"]
    }

    found = scan(str(image)).components

    assert expected == set(map(identity, filter(is_true, found)))


@pytest.mark.bench_images
def test_of_debian_each_distribution_is_there_once_with_its_owner():
    """
    What pip installed is below /usr/local; all else came with packages.
    """
    image, truth = IMAGES / "debian.oci", IMAGES / "debian.truth.json"
    if not (image.exists() and truth.exists()):
        pytest.skip(f"no benchmark image at {image}")
    distributions = json.loads(truth.read_text())["distributions"]
    expected = {
        (normalized(each["name"]), each["version"], not each["path"].startswith("/usr/local/"))
        for each in distributions
    }

    found = scan(str(image)).components

    assert sorted(expected) == sorted(
        (normalized(each.name), each.version or "", each.owner is not None)
        for each in found
        if each.state is State.INSTALLED
    )


def identity(component: Component) -> tuple[str, str | None, str, str]:
    """Return what is the same of two traces of one distribution in one site directory."""
    kind = "env" if component.state in {State.INSTALLED, State.EDITABLE} else "vendored"
    directory = directory_of(f"/{component.evidence.path}")
    return normalized(component.name), component.version, directory, kind


def directory_of(path: str) -> str:
    return path.rpartition("/")[0]


def is_true(component: Component) -> bool:
    """Tell whether the truth counts it: with a name and a version, and not in an archive."""
    is_named = component.evidence.technique == "manifest-analysis"
    return is_named and component.ecosystem == "pypi" and component.state in MATCHED


@pytest.mark.bench_images
def test_every_package_of_conda_is_listed_once_alone_or_with_its_distribution():
    image, truth = IMAGES / "conda.oci", IMAGES / "conda.truth.json"
    if not (image.exists() and truth.exists()):
        pytest.skip(f"no benchmark image at {image}")
    expected = {
        (found["name"], found["version"], found["path"])
        for found in json.loads(truth.read_text())["conda"]
    }

    components = scan(str(image)).components
    packages = [each.conda or each for each in components if each.state is not State.DECLARED]

    found = [
        (package.name, package.version, f"/{package.evidence.path}")
        for package in packages
        if package.ecosystem == "conda"
    ]
    assert expected == set(found)
    assert len(expected) == len(found)


PARTS = {
    "slim": {"pip-23.0.1": 3 * 23, "pydantic_core-2.50.4": 97},
    "datasci": {
        "hf_xet-1.8.0": 219,
        "numpy-1.26.4": 3,
        "opencv_python_headless-4.9.0.80": 7,
        "pillow-13.0.0": 18,
        "pip-23.0.1": 3 * 23,
        "pydantic_core-2.50.4": 97,
        "pyzmq-27.3.0": 2,
        "rpds_py-2026.9.1": 15,
        "safetensors-0.8.0": 34,
        "scikit_learn-1.5.0": 1,
        "scipy-1.13.1": 3,
    },
}
"""Counted by hand: lines of ``vendor.txt``, crates that are not only needed to build, libraries."""


@pytest.mark.bench_images
@pytest.mark.parametrize("name", PARTS)
def test_what_wheels_bundle_is_listed(name):
    image = IMAGES / f"{name}.oci"
    if not image.exists():
        pytest.skip(f"no benchmark image at {image}")

    parts = [each for each in scan(str(image)).components if each.is_part]

    parents = [(each.parent or "").rpartition("/")[2] for each in parts]
    assert PARTS[name] == Counter(parent.removesuffix(".dist-info") for parent in parents)


@pytest.mark.bench_images
def test_every_shared_library_of_a_wheel_is_a_file_of_one_part():
    image = IMAGES / "datasci.oci"
    if not image.exists():
        pytest.skip(f"no benchmark image at {image}")

    files = Counter(
        path.rpartition("/")[0].rpartition("/")[2]
        for component in scan(str(image)).components
        for path in set(component.files)
    )

    assert files == {
        "numpy.libs": 3,
        "opencv_python_headless.libs": 12,
        "pillow.libs": 18,
        "pyzmq.libs": 2,
        "scikit_learn.libs": 1,
        "scipy.libs": 3,
    }
