"""The components of a document: what is inside of another one is nested in it.

Nothing recurses, and nothing is lost: whoever made up an inventory may have parents in a circle, or
a thousand deep, and what no way from the top leads to is at the top itself.
"""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING, Final

from scanner.formats.cyclonedx.component import component_of
from scanner.formats.cyclonedx.depends_on import unmet
from scanner.formats.cyclonedx.interpreter import interpreters

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scanner.formats.cyclonedx.data import Data
    from scanner.model.component import Component
    from scanner.model.inventory import Inventory

MAX_DEPTH: Final = 8
"""How deep parts are nested; real ones are three deep, and parsers recurse."""


def assembled(inventory: Inventory) -> list[Data]:
    """Return all components that are documented, and the interpreters."""
    documented = inventory.documented_components
    loose = unmet(inventory.dependencies)
    written = [component_of(each, inventory, loose.get(each.place, ())) for each in documented]
    top = _nested(documented, written) + list(interpreters(inventory))
    _with_own_references(top)
    return top


def _nested(components: Iterable[Component], written: list[Data]) -> list[Data]:
    """Put each component into the one that it is a part of; return those that are in none."""
    known = list(components)
    parts: defaultdict[str, list[int]] = defaultdict(list)
    holders: dict[str, int] = {}
    for number, each in enumerate(known):
        holders.setdefault(each.evidence.path, number)
    top: list[int] = []
    for number, each in enumerate(known):
        is_inside = each.parent in holders and holders[each.parent] != number
        if is_inside and each.parent is not None:
            parts[each.parent].append(number)
        else:
            top.append(number)
    depths = dict.fromkeys(top, 1)
    pending = deque(top)
    while pending:
        number = pending.popleft()
        path = known[number].evidence.path
        if holders[path] != number or depths[number] == MAX_DEPTH:
            continue
        inside = [part for part in parts[path] if part not in depths]
        depths.update(dict.fromkeys(inside, depths[number] + 1))
        pending.extend(inside)
        if inside:
            written[number]["components"] = [written[part] for part in inside]
    top += [number for number in range(len(known)) if number not in depths]
    return [written[number] for number in sorted(top)]


def _with_own_references(components: Iterable[Data]) -> None:
    """Tell apart what has the same reference, as lines of an SBOM may say the same twice."""
    seen: set[str] = set()
    pending = deque(components)
    while pending:
        component = pending.popleft()
        pending.extend(component.get("components", ()))
        reference, count = component["bom-ref"], 1
        while component["bom-ref"] in seen:
            count += 1
            component["bom-ref"] = f"{reference}~{count}"
        seen.add(component["bom-ref"])
