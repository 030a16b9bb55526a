"""Versions of what is declared without one: the lowest that is allowed, marked as assumed.

Nobody may have that version. Whoever asks for it prefers findings that are none to missing some.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.metadata import conda_version, specifier
from scanner.metadata.package_url import parse_package_url
from scanner.model.dependency import PYPI
from scanner.model.system_package import CONDA

if TYPE_CHECKING:
    from scanner.model.component import Component
    from scanner.model.inventory import Inventory


LOWEST: Final = {PYPI: specifier.lowest, CONDA: conda_version.lowest}
"""What tells the lowest version that is allowed, by whose versions they are."""


def with_assumed_versions(inventory: Inventory) -> Inventory:
    """Return an inventory in which ranges that have a lower bound stand for that version."""
    return replace(inventory, components=tuple(map(_assumed, inventory.components)))


def _assumed(component: Component) -> Component:
    declaration = component.declaration
    lowest = LOWEST.get(component.ecosystem)
    if declaration is None or lowest is None or component.version or component.origin:
        return component
    version = lowest(declaration.specifier or "")
    purl = parse_package_url(component.purl)
    if version is None or purl is None:
        return component
    return replace(
        component,
        version=version,
        purl=str(replace(purl, version=version)),
        declaration=replace(declaration, is_version_assumed=True),
    )
