"""What lower layers of an image have, and a higher one removed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scanner.model.component import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scanner.model.component import Component
    from scanner.model.environment import Environment
    from scanner.model.inventory import Inventory


def with_removed(inventory: Inventory, lower: Sequence[Inventory]) -> Inventory:
    """Return an inventory with the components that only its lower layers have.

    ``lower`` are the inventories of the lowest layer, the two lowest, and so on up to all but the
    highest. What is there again in the end, at the same place, was not removed.
    """
    last: dict[tuple[str, str], tuple[int, Component]] = {}
    for highest, part in enumerate(lower):
        last |= {_key(component): (highest, component) for component in part.components}
    kept = {_key(each) for one in inventory.components for each in (one, one.conda) if each}
    removed = [
        replace(component, state=State.REMOVED, removed_in=highest + 1, directness=None)
        for key, (highest, component) in last.items()
        if key not in kept
    ]
    return replace(
        inventory,
        components=(*inventory.components, *removed),
        environments=(*inventory.environments, *_environments_of(removed, inventory, lower)),
    )


def _environments_of(
    removed: Iterable[Component], inventory: Inventory, lower: Sequence[Inventory]
) -> list[Environment]:
    """Return the environments that were removed together with what is installed there."""
    wanted = {component.environment for component in removed}
    wanted -= {environment.path for environment in inventory.environments}
    last = {each.path: each for part in lower for each in part.environments}
    return [last[path] for path in sorted(wanted)]


def _key(component: Component) -> tuple[str, str]:
    return component.evidence.path, component.purl
