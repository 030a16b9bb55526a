"""The benchmark images, whose truth is what ``importlib.metadata`` says of their file systems.

``../shared/bench/README.md`` describes them; they are too big to be built for every run.
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scanner.model.component import State
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

    assert expected == set(map(identity, filter(is_complete, found)))


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
        (normalized(each.name), each.version or "", each.owner is not None) for each in found
    )


def identity(component: Component) -> tuple[str, str | None, str, str]:
    """Return what is the same of two traces of one distribution in one site directory."""
    kind = "env" if component.state in {State.INSTALLED, State.EDITABLE} else "vendored"
    directory = directory_of(f"/{component.evidence.path}")
    return normalized(component.name), component.version, directory, kind


def directory_of(path: str) -> str:
    return path.rpartition("/")[0]


def is_complete(component: Component) -> bool:
    """Tell whether the metadata has name and version; without, the truth does not count it."""
    is_named = component.evidence.technique == "manifest-analysis"
    return is_named and component.ecosystem == "pypi"


@pytest.mark.bench_images
def test_every_package_of_conda_is_listed_once_alone_or_with_its_distribution():
    image, truth = IMAGES / "conda.oci", IMAGES / "conda.truth.json"
    if not (image.exists() and truth.exists()):
        pytest.skip(f"no benchmark image at {image}")
    expected = {
        (normalized(found["name"]), found["version"], directory_of(found["path"]), "env")
        for found in json.loads(truth.read_text())["conda"]
    }

    packages = [component.conda or component for component in scan(str(image)).components]

    found = [identity(package) for package in packages if package.ecosystem == "conda"]
    assert expected == set(found)
    assert len(expected) == len(found)
