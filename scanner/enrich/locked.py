"""The wheel that a distribution was installed from, where only a lockfile has its digest.

An installer records it if a user gave it a URL, and else nothing (PEP 710 is a draft). But the
environment of a project is made from its lockfile: if that has one wheel of this version with the
tags that ``WHEEL`` has, that is it. Nothing is said of what was built from source, came from
elsewhere, or may be one of several.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias

from layers.errors import UnreadableFile
from scanner.enrich.enricher import Enricher
from scanner.metadata.locked_wheel import locked_wheels
from scanner.metadata.specifier import is_same
from scanner.metadata.wheel import WheelName, parse_wheel, parse_wheel_name
from scanner.model.component import State
from scanner.model.dependency import PYPI
from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from layers.tree import Tree
    from scanner.model.component import Component
    from scanner.model.inventory import Inventory

WHEEL: Final = "WHEEL"
LOCKFILES: Final = frozenset(("uv-lock", "poetry-lock", "pdm-lock", "pylock"))
"""The kinds of components of files that have names of wheels with their hashes."""
_Wheels: TypeAlias = defaultdict[str, dict[WheelName, str | None]]
"""Digests of wheels, by the normalized names of their distributions."""


def enrich(inventory: Inventory, tree: Tree) -> Inventory:
    """Return an inventory with the digests that lockfiles have of what is installed."""
    paths: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for each in inventory.components:
        if each.kind in LOCKFILES and each.declaration and each.declaration.is_locked:
            paths[each.environment][each.evidence.path] = None
    locked = {
        each.path: _wheels_in(paths[each.project], tree)
        for each in inventory.environments
        if each.project is not None and each.project in paths
    }
    if not locked:
        return inventory
    return replace(
        inventory,
        components=tuple(
            _with_digest(each, locked[each.environment], tree)
            if each.environment in locked and _is_silent(each)
            else each
            for each in inventory.components
        ),
    )


def _is_silent(component: Component) -> bool:
    """Tell whether something seems to be from an index, and nothing says which file of that."""
    is_installed = component.state is State.INSTALLED and component.ecosystem == PYPI
    is_told = component.hashes or component.origin or component.from_source or component.owner
    return is_installed and component.kind == "dist-info" and not is_told


def _wheels_in(paths: Iterable[str], tree: Tree) -> _Wheels:
    """Return the wheels that lockfiles name; what they do not agree on has no digest."""
    found: _Wheels = defaultdict(dict)
    for path in paths:
        try:
            data = tree.read(path)
        except UnreadableFile:
            continue
        for file_name, digest in locked_wheels(data).items():
            if wheel := parse_wheel_name(file_name):
                known = found[normalized(wheel.name)]
                known[wheel] = digest if known.get(wheel, digest) == digest else None
    return found


def _with_digest(
    component: Component, locked: Mapping[str, Mapping[WheelName, str | None]], tree: Tree
) -> Component:
    wheels = locked.get(normalized(component.name))
    path = f"{component.evidence.path}/{WHEEL}"
    if not wheels or tree.entry(path) is None:
        return component
    try:
        tags = parse_wheel(tree.read(path))
    except UnreadableFile:
        return component
    fitting = [
        digest
        for wheel, digest in wheels.items()
        if tags.fits(wheel.tags) and _is_one(wheel.version, component.version)
    ]
    if len(fitting) != 1 or fitting[0] is None:
        return component
    return replace(component, hashes=(fitting[0],))


def _is_one(version: str, other: str | None) -> bool:
    """Tell whether two versions are one, with their builds."""
    return other is not None and is_same(version, other) and is_same(other, version)


LOCKED: Final = Enricher(name="locked", claims=(f"**/*.dist-info/{WHEEL}",), enrich=enrich)
