"""The cache of layers, as a user sees it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.support.command import LADING, lading

if TYPE_CHECKING:
    from pathlib import Path

USED = {"LADING_NO_CACHE": ""}


@pytest.fixture
def image(sample_images):
    return sample_images / "upgrade.oci"


def kept_in(tmp_path: Path, *options: str | Path, **variables: str) -> int:
    """Return how many layers and inventories the cache says that it has."""
    result = lading("cache", "info", *options, variables=variables)
    location, _, said = result.stdout.decode().partition(": ")
    assert (str(tmp_path), 0) == (location, result.code)
    return int(said.split()[0])


def test_a_scan_with_the_cache_is_the_same_as_one_without(tmp_path, image):
    results = [
        lading("scan", "-f", "json", image, *options, variables=USED)
        for options in (["--no-cache"], ["--cache-dir", tmp_path], ["--cache-dir", tmp_path])
    ]

    assert 1 == len({result.stdout for result in results})
    assert "upgrade" in json.loads(results[0].stdout)["subject"]["location"]
    assert 5 == kept_in(tmp_path, "--cache-dir", tmp_path)


def test_a_layer_that_comes_from_the_cache_is_not_read(tmp_path, image):
    """
    So it may even be gone.
    """
    copy = tmp_path / "copy"
    cache = ("--cache-dir", tmp_path / "cache")
    for path in image.rglob("*"):
        if path.is_file():
            target = copy / path.relative_to(image)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    before = lading("sbom", copy, *cache, variables=USED)
    for blob in (copy / "blobs/sha256").iterdir():
        if blob.stat().st_size > 10_000:
            blob.write_bytes(b"")

    after = lading("sbom", copy, *cache, variables=USED)

    assert (0, before.stdout) == (after.code, after.stdout)


@pytest.mark.parametrize(
    ("variables", "below"),
    [
        ({"XDG_CACHE_HOME": "{}"}, "lading"),
        ({"XDG_CACHE_HOME": "", "HOME": "{}"}, ".cache/lading"),
        ({"LADING_CACHE_DIR": "{}/here"}, "here"),
    ],
)
def test_the_cache_is_where_the_user_has_caches(tmp_path, image, variables, below):
    variables = {name: value.format(tmp_path) for name, value in variables.items()}

    lading("scan", image, variables={**USED, **variables})

    assert 5 == kept_in(tmp_path / below, **variables)


def test_no_cache_is_used_if_that_is_wanted(tmp_path, image):
    lading("scan", image, "--no-cache", variables={**USED, "XDG_CACHE_HOME": str(tmp_path)})

    assert [] == list(tmp_path.iterdir())


def test_clearing_it_leaves_nothing(tmp_path, image):
    cache = ("--cache-dir", tmp_path)
    lading("scan", image, *cache, variables=USED)

    assert 0 == lading("cache", "clear", *cache).code

    assert 0 == kept_in(tmp_path, *cache)


@pytest.mark.hostile(row=60)
def test_a_cache_without_room_changes_nothing(tmp_path, image):
    """
    No file of this process may have a byte.
    """
    limited = ("sh", "-c", 'ulimit -f 0; exec "$0" "$@"', *LADING)

    result = lading("sbom", image, "--cache-dir", tmp_path, variables=USED, command=limited)

    assert lading("sbom", image) == result
    assert [] == [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_cache_that_cannot_be_written_changes_nothing(tmp_path, image):
    (tmp_path / "file").write_bytes(b"")

    result = lading("sbom", image, "--cache-dir", tmp_path / "file/cache", variables=USED)

    assert (0, "") == (result.code, result.stderr)
