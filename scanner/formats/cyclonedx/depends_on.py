"""The dependencies in CycloneDX documents: what depends on what, by references.

What is in no graph has no entry, which says that nothing is known of it. What was scanned depends
on what a user asked for, and on what nothing of that leads to: it would hang in the air.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.graph.reach import beginnings, graph_of
from scanner.model.dependency import Standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from scanner.model.component import Component
    from scanner.model.dependency import Dependency
    from scanner.model.inventory import Inventory


def depends_on(
    inventory: Inventory, subject: str, reference: Callable[[Component], str]
) -> Iterator[dict[str, object]]:
    """Yield an entry for the subject, and one for each component that a graph has.

    Of parts of a distribution, only those have one of which a list says what they depend on.
    """
    graph = graph_of(inventory.dependencies)
    documented = inventory.documented_components
    references = {each.place: reference(each) for each in documented}

    def entry(own: str, places: Iterable[str]) -> dict[str, object]:
        others = {references[each] for each in places if each in references}
        return {"ref": own, "dependsOn": sorted(others)}

    yield entry(subject, beginnings(inventory.components))
    told = {each.place: None for each in documented if each.directness or each.place in graph}
    for place in told:
        yield entry(references[place], graph.get(place, ()))


def unmet(dependencies: Iterable[Dependency]) -> dict[str, list[tuple[str, str]]]:
    """Return, by the place of the dependent, properties for what no reference can say.

    Those are requirements that nothing meets, and what is only possible: there, and required under
    an extra that nobody is known to have asked for.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for each in dependencies:
        if each.standing is not Standing.MET:
            pair = (f"dependency:{each.standing.value}", each.requirement)
            found.setdefault(each.dependent, []).append(pair)
    return found
