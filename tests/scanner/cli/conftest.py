"""Images that the command line is run on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.shop import AFFECTED, CLEAN, SHOP, layout

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def images(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a directory with images that tests must leave alone."""
    directory = tmp_path_factory.mktemp("images")
    for name, image in {"clean": CLEAN, "affected": AFFECTED, "shop": SHOP}.items():
        layout(image, directory / f"{name}.oci")
    return directory
