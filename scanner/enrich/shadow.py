"""Distributions that are not imported, because one of the same name is found first.

An interpreter searches its site directories in order: on Debian, what pip installed for all users
comes before what the operating system has.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.enrich.enricher import Enricher
from scanner.model.component import Component, State
from scanner.model.environment import Environment, SiteDirectory
from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Iterable

    from layers.tree import Tree
    from scanner.model.inventory import Inventory

IMPORTED: Final = frozenset((State.INSTALLED, State.EDITABLE))


def enrich(inventory: Inventory, _: Tree) -> Inventory:
    """Return the inventory with what shadows each component."""
    several = {e.path: e for e in inventory.environments if len(e.site_directories) > 1}
    inside: defaultdict[str, list[Component]] = defaultdict(list)
    for component in inventory.components:
        if component.environment in several and component.state in IMPORTED:
            inside[component.environment].append(component)
    shadows: dict[str, str] = {}
    for path, imported in inside.items():
        shadows |= _shadows(several[path], imported)
    if not shadows:
        return inventory
    components = tuple(
        replace(component, shadowed_by=shadows.get(component.evidence.path))
        for component in inventory.components
    )
    return replace(inventory, components=components)


def _shadows(environment: Environment, components: Iterable[Component]) -> dict[str, str]:
    """Return what no interpreter finds, by its path, with the path of what is found instead."""
    places: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for component in components:
        path = component.evidence.path
        places[normalized(component.name)].setdefault(SiteDirectory.holding(path).path, path)
    shadows: dict[str, str] = {}
    found: set[str] = set()
    for by_site in places.values():
        for interpreter in environment.interpreters:
            order = [by_site[site] for site in interpreter.site_directories if site in by_site]
            found.update(order[:1])
            shadows |= {path: order[0] for path in order[1:] if path not in shadows}
    return {path: first for path, first in shadows.items() if path not in found}


SHADOW: Final = Enricher(name="shadow", enrich=enrich)
