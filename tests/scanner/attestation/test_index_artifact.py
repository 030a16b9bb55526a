"""What a registry may give in the place of an index of advisories."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from layers import Limits, Reference
from layers.errors import LayersError
from scanner.advisories.building import build_index
from scanner.advisories.content import IndexContent
from scanner.advisories.detail_file import detail_location
from scanner.advisories.source_record import SourceRecord
from scanner.attestation.index_artifact import INDEX, MAX_BYTES, Place, pull_index, push_index
from scanner.errors import ScannerError, UnreadableAdvisories
from testdata.images.writer import digest
from tests.support.advisories import record_of
from tests.support.attestations import ENTRY, LAYOUT
from tests.support.memory_registry import MemoryRegistry
from tests.support.registry import settings
from tests.support.web import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RECORD = SourceRecord.of("PyPA", record_of("introduced 0"))


@pytest.fixture
def registry() -> MemoryRegistry:
    return MemoryRegistry()


@pytest.fixture
def reference(registry: MemoryRegistry) -> Iterator[Reference]:
    with serving(registry) as web:
        yield Reference.parse(f"{web.host}/team/app:1")


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """Return an index with details."""
    (tmp_path / "ours").mkdir()
    build_index(tmp_path / "ours" / "index.sqlite", IndexContent(records=[RECORD]))
    return tmp_path / "ours" / "index.sqlite"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return where an index is to go, in a directory that is not there."""
    return tmp_path / "theirs" / "index.sqlite"


def pull(place: Path, reference: Reference) -> bool:
    return pull_index(place, Place(reference, settings(), Limits()))


def push(index: Path, reference: Reference) -> str:
    return push_index(index, Place(reference, settings(), Limits()))


def test_what_is_no_longer_part_of_it_goes(index, place, reference):
    """
    A signature, or details, of another index are worse than none.
    """
    push(index, reference)
    pull(place, reference)
    build_index(index, IndexContent())
    push(index, reference)

    assert detail_location(place).exists()
    assert pull(place, reference)
    assert not detail_location(place).exists()
    assert ["index.sqlite"] == [each.name for each in place.parent.iterdir() if "." != each.name[0]]


def test_details_of_another_index_are_not_pushed(index, registry, reference):
    other = SourceRecord.of("PyPA", record_of("introduced 1"))
    build_index(index.with_name("other.sqlite"), IndexContent(records=[other]))
    detail_location(index.with_name("other.sqlite")).replace(detail_location(index))

    with pytest.raises(UnreadableAdvisories, match="not what belongs to the index"):
        push(index, reference)

    assert {} == registry.manifests


def _of_another_kind(manifest: dict[str, Any], _: MemoryRegistry) -> None:
    manifest["layers"][-1]["mediaType"] = "application/octet-stream"


def _too_large(manifest: dict[str, Any], _: MemoryRegistry) -> None:
    manifest["layers"][-1]["size"] = MAX_BYTES + 1


def _gone(manifest: dict[str, Any], registry: MemoryRegistry) -> None:
    del registry.blobs[manifest["layers"][-1]["digest"]]


def _changed(manifest: dict[str, Any], registry: MemoryRegistry) -> None:
    registry.blobs[manifest["layers"][-1]["digest"]] += b"x"


def _without_index(manifest: dict[str, Any], _: MemoryRegistry) -> None:
    """Leave only what is no index."""
    manifest["layers"] = [{**manifest["layers"][0], "mediaType": INDEX}]


@pytest.mark.parametrize("damaged", [_of_another_kind, _too_large, _gone, _changed, _without_index])
def test_what_cannot_be_used_leaves_the_index_as_it_is(index, place, registry, reference, damaged):
    place.parent.mkdir()
    build_index(place, IndexContent())
    before = place.read_bytes()
    push(index, reference)
    manifest = json.loads(registry.tagged("1"))
    damaged(manifest, registry)
    data = json.dumps(manifest).encode()
    registry.tags["1"] = digest(data)
    registry.manifests[digest(data)] = data

    with pytest.raises((ScannerError, LayersError)):
        pull(place, reference)

    assert before == place.read_bytes()
    assert [".index.sqlite.lock", "index.sqlite"] == sorted(
        each.name for each in place.parent.iterdir()
    )


def test_an_image_is_no_index(registry, place, reference):
    registry.add(LAYOUT.files, ENTRY, "1")

    with pytest.raises(UnreadableAdvisories, match="no index for this version of Lading"):
        pull(place, reference)
