"""Versions of what is declared without one: the lowest that is allowed, marked as assumed.

Nobody may have that version. Whoever asks for it prefers findings that are none to missing some.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scanner.metadata.specifier import lowest
from scanner.model.dependency import PYPI
from scanner.model.names import purl

if TYPE_CHECKING:
    from scanner.model.component import Component
    from scanner.model.inventory import Inventory


def with_assumed_versions(inventory: Inventory) -> Inventory:
    """Return an inventory in which ranges that have a lower bound stand for that version."""
    return replace(inventory, components=tuple(map(_assumed, inventory.components)))


def _assumed(component: Component) -> Component:
    declaration = component.declaration
    if (
        declaration is None
        or component.version is not None
        or component.origin is not None
        or component.ecosystem != PYPI
    ):
        return component
    version = lowest(declaration.specifier or "")
    if version is None:
        return component
    return replace(
        component,
        version=version,
        purl=purl(component.name, version),
        declaration=replace(declaration, is_version_assumed=True),
    )
