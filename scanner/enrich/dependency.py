"""What the distributions of each environment require of each other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.enrich.enricher import Enricher
from scanner.graph.reach import directness, graph_of
from scanner.graph.resolution import dependencies_in
from scanner.graph.scope import Scopes
from scanner.model.component import State
from scanner.model.names import normalized

if TYPE_CHECKING:
    from layers.tree import Tree
    from scanner.model.inventory import Inventory

VARIABLE: Final = "PYTHONPATH"


def enrich(inventory: Inventory, tree: Tree) -> Inventory:
    """Return an inventory with its dependencies, and how each component came to be there."""
    first = (tree.resolve(path) for path in tree.variables.get(VARIABLE, "").split(":") if path)
    scopes = Scopes(inventory, [path for path in first if path is not None])
    found, problems = dependencies_in(scopes)
    declared = {
        normalized(each.name)
        for each in inventory.components
        if each.state is State.DECLARED and each.declaration and each.declaration.is_direct
    }
    dependencies = (*inventory.dependencies, *found)
    stated = (each for each in inventory.components if each.state is State.DECLARED)
    known = directness((*scopes.components, *stated), graph_of(dependencies), declared)
    return replace(
        inventory,
        components=tuple(
            replace(each, directness=known[each.place]) if each.place in known else each
            for each in inventory.components
        ),
        dependencies=dependencies,
        problems=(*inventory.problems, *problems),
    )


DEPENDENCY: Final = Enricher(name="dependency", enrich=enrich)
