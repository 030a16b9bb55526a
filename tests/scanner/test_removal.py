"""What a higher layer removed, listed on request."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import pytest

from scanner.model.component import State
from scanner.pipeline import scan
from scanner.settings import Settings
from testdata.images.writer import Image, Layer, layout_blobs, tar_of, write_directory

if TYPE_CHECKING:
    from pathlib import Path

    from scanner.model.inventory import Inventory

Files: TypeAlias = dict[str, bytes | str | None]

SITE = "opt/venv/lib/python3.11/site-packages"


def distribution(name: str, version: str) -> Files:
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    return {f"{SITE}/{name}-{version}.dist-info/METADATA": metadata.encode()}


def scanned(directory: Path, *layers: Files, all_layers: bool = True) -> Inventory:
    image = Image([Layer(tar_of(files), "RUN something") for files in layers])
    write_directory(directory, layout_blobs([(image, "latest")], "none"))
    return scan(str(directory), Settings(all_layers=all_layers))


def told(inventory: Inventory) -> list[tuple[str, str | None, str, int | None, int | None]]:
    """Return name, version, state, and the layers that a component came with and went with."""
    return [
        (each.name, each.version, each.state.value, each.evidence.layer, each.removed_in)
        for each in inventory.components
    ]


WHITEOUT: Files = {f"{SITE}/.wh.foo-1.0.dist-info": b""}
UPGRADE: list[Files] = [
    distribution("foo", "1.0"),
    {"etc/motd": b"hello"},
    WHITEOUT | distribution("foo", "2.0"),
]


def test_h1_of_an_upgrade_the_new_version_is_there_with_its_layer(tmp_path):
    inventory = scanned(tmp_path, *UPGRADE, all_layers=False)

    assert [("foo", "2.0", "installed", 2, None)] == told(inventory)


def test_h14_what_a_layer_removed_is_listed_on_request_with_both_layers(tmp_path):
    inventory = scanned(tmp_path, *UPGRADE)

    assert [
        ("foo", "1.0", "removed", 0, 2),
        ("foo", "2.0", "installed", 2, None),
    ] == told(inventory)


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        pytest.param(
            [distribution("foo", "1.0"), {f"{SITE}/.wh..wh..opq": b""}],
            [("foo", "1.0", "removed", 0, 1)],
            id="H4-opaque-directory",
        ),
        pytest.param(
            [distribution("foo", "1.0"), {"etc/motd": b""}, {"opt/.wh.venv": b""}, {"a": b""}],
            [("foo", "1.0", "removed", 0, 2)],
            id="H6-whole-environment",
        ),
        pytest.param(
            [distribution("foo", "1.0"), WHITEOUT, distribution("foo", "1.0")],
            [("foo", "1.0", "installed", 2, None)],
            id="H5-there-again",
        ),
        pytest.param(
            [
                distribution("foo", "1.0"),
                {f"{SITE}/foo-1.0.dist-info/METADATA": b"Name: foo\nVersion: 1.0.1\n"},
            ],
            [("foo", "1.0", "removed", 0, 1), ("foo", "1.0.1", "installed", 1, None)],
            id="overwritten-in-its-place",
        ),
        pytest.param(
            [distribution("foo", "1.0")], [("foo", "1.0", "installed", 0, None)], id="one"
        ),
    ],
)
def test_a_component_is_removed_if_it_is_not_there_in_the_end(tmp_path, layers, expected):
    assert expected == told(scanned(tmp_path, *layers))


def test_what_was_removed_is_neither_matched_nor_in_an_sbom_by_default(tmp_path):
    inventory = scanned(tmp_path, *UPGRADE)

    assert [State.INSTALLED] == [each.state for each in inventory.included_components]
