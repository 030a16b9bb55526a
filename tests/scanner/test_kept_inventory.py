"""Inventories that are kept, so that an image that was scanned before is not looked into again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from layers.image import Verification
from layers.store import DirectoryStore
from scanner.pipeline import scan
from scanner.settings import Settings
from tests.support.shop import distribution, image_of, layout

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 1 << 20


def kept_in(directory: Path) -> set[Path]:
    return set(directory.rglob("*.snapshot"))


def layer_of(directory: Path) -> Path:
    """Return the blob of the image's only layer, which is compressed."""
    blobs = (directory / "image" / "blobs" / "sha256").iterdir()
    (layer,) = (blob for blob in blobs if blob.read_bytes().startswith(b"\x1f\x8b"))
    return layer


@pytest.fixture
def image(tmp_path: Path) -> str:
    return str(layout(image_of(distribution("idna", "3.4")), tmp_path / "image"))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(store=DirectoryStore(tmp_path / "cache", MAX_BYTES))


def test_the_second_scan_of_an_image_reads_no_layer_and_says_the_same(image, settings, tmp_path):
    first = scan(image, settings)
    for path in kept_in(tmp_path / "cache"):
        if b'"components"' not in path.read_bytes():
            path.unlink()
    layer_of(tmp_path).write_bytes(b"")

    second = scan(image, settings)

    assert first == second


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"licenses": True}, id="licences"),
        pytest.param({"all_layers": True}, id="all-layers"),
        pytest.param({"verification": Verification.STRICT}, id="strict"),
    ],
)
def test_another_question_has_another_answer(image, settings, tmp_path, changes):
    scan(image, settings)
    before = kept_in(tmp_path / "cache")

    found = scan(image, replace(settings, **changes))

    assert scan(image, replace(Settings(), **changes)) == found
    assert kept_in(tmp_path / "cache") - before


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"verify": True}, id="files-are-compared"),
        pytest.param({"verification": Verification.NONE}, id="nothing-is-verified"),
    ],
)
def test_what_was_not_verified_is_not_kept(image, settings, tmp_path, changes):
    scan(image, replace(settings, **changes))

    assert set() == kept_in(tmp_path / "cache")


def test_what_is_incomplete_is_looked_into_again(image, settings, tmp_path):
    """
    A layer that is damaged here may be whole the next time.
    """
    whole = scan(image)
    blob = layer_of(tmp_path)
    data = blob.read_bytes()
    blob.write_bytes(data[:-20])
    damaged = scan(image, settings)
    blob.write_bytes(data)

    again = scan(image, settings)

    assert whole != damaged
    assert whole == again


def test_where_an_image_is_does_not_matter(image, settings, tmp_path):
    scan(image, settings)
    moved = tmp_path / "elsewhere"
    (tmp_path / "image").rename(moved)

    found = scan(str(moved), settings)

    assert str(moved) == found.subject.location
    assert scan(str(moved)) == found
