"""Tiny images and trees, built in memory by the writer of the sample images."""

from __future__ import annotations

import io
import tarfile
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from layers import Claims, Image, Limits, ReadOptions, Tree
from layers.note import Notes
from layers.overlay import overlay
from layers.snapshot_builder import SnapshotBuilder
from layers.stream import MemoryStream
from layers.tar import TarReader
from scanner import cataloging
from testdata.images.writer import tar_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from layers.snapshot import Snapshot
    from scanner.model.component import Component
    from scanner.model.interpreter import Interpreter
    from scanner.model.inventory import Inventory

T = TypeVar("T", "Component", "Interpreter")
ALL_CLAIMS = cataloging.claims()


def snapshot_of(tar: bytes, claims: Claims = ALL_CLAIMS, limits: Limits | None = None) -> Snapshot:
    """Return the snapshot of a layer's tar archive."""
    limits = limits or Limits()
    notes = Notes(limits.max_notes)
    builder = SnapshotBuilder(claims, limits, notes)
    builder.add_members(TarReader(MemoryStream(tar), limits, notes.add))
    return builder.snapshot()


def tree_of(*layers: Mapping[str, bytes | str | None], claims: Claims = ALL_CLAIMS) -> Tree:
    """Return the tree of layers that hold these files, the lowest first."""
    return overlay([snapshot_of(tar_of(files), claims) for files in layers], claims)


def inventory_of(tree: Tree) -> Inventory:
    """Return everything found in a tree, and what follows from that."""
    return cataloging.catalog(Image(location="", source="dir", layers=()), tree)


def inventory_in(
    *layers: Mapping[str, bytes | str | None], variables: Mapping[str, str] | None = None
) -> Inventory:
    """Return everything found in layers that hold these files."""
    tree = tree_of(*layers)
    tree.variables = variables or {}
    return inventory_of(tree)


def without_layers(inventory: Inventory) -> Inventory:
    """Return an inventory that does not tell the layers that things come from."""
    return replace(
        inventory,
        components=tuple(_without_layer(each) for each in inventory.components),
        environments=tuple(
            replace(environment, interpreters=tuple(map(_without_layer, environment.interpreters)))
            for environment in inventory.environments
        ),
    )


def _without_layer(found: T) -> T:
    evidence = found.evidence and replace(found.evidence, layer=None)
    return replace(found, evidence=evidence)


def tar_with(
    members: Iterable[tuple[tarfile.TarInfo, bytes]], kind: int = tarfile.PAX_FORMAT
) -> bytes:
    """Return a tar archive of any members, as the standard library writes it."""
    result = io.BytesIO()
    with tarfile.open(fileobj=result, mode="w", format=kind) as archive:
        for member, content in members:
            archive.addfile(member, io.BytesIO(content) if content else None)
    return result.getvalue()


def options(claims: Claims = ALL_CLAIMS, **changes: object) -> ReadOptions:
    """Return options for reading."""
    return ReadOptions(claims=claims, **changes)  # type: ignore[arg-type] # any of its fields
