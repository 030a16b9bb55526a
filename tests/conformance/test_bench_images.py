"""The benchmark images, whose truth is what ``importlib.metadata`` says of their file systems.

Where it finds the same version twice in one site directory, Lading lists it once.

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
    truth_of_image = json.loads(truth.read_text())["distributions"]
    expected = {
        (normalized(each["name"]), each["version"], each["path"]) for each in truth_of_image
    }

    inventory = scan(str(image))

    twins = {f"/{problem.path}" for problem in inventory.problems if problem.cataloger == "twin"}
    found = set(map(identity, filter(is_complete, inventory.components)))
    assert {each for each in expected if each[2] not in twins} == found
    states = {f"/{each.evidence.path}": each.state for each in inventory.components}
    assert {each["path"] for each in truth_of_image if each["kind"] == "env"} - twins == {
        path for path, state in states.items() if state in {State.INSTALLED, State.EDITABLE}
    }


def identity(component: Component) -> tuple[str, str | None, str]:
    return normalized(component.name), component.version, f"/{component.evidence.path}"


def is_complete(component: Component) -> bool:
    """Tell whether the metadata has name and version; without, the truth does not count it."""
    return component.evidence.technique == "manifest-analysis"
