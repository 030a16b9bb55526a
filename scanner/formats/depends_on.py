"""The dependencies in CycloneDX documents: what depends on what, by references.

What is in no graph has no entry, which says that nothing is known of it. What was scanned depends
on what a user asked for, and on what nothing of that leads to: it would hang in the air.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.graph.reach import beginnings, graph_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scanner.model.component import Component
    from scanner.model.inventory import Inventory


def depends_on(
    inventory: Inventory, subject: str, reference: Callable[[Component], str]
) -> Iterator[dict[str, object]]:
    """Yield an entry for the subject, and one for each component that a graph has."""
    documented = (each for each in inventory.documented_components if each.directness)
    references = {each.place: reference(each) for each in documented}
    found = {"": beginnings(inventory.components), **graph_of(inventory.dependencies)}
    for place, own in {"": subject, **references}.items():
        others = {references[each] for each in found.get(place, ()) if each in references}
        yield {"ref": own, "dependsOn": sorted(others)}
