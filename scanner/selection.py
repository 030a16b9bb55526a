"""Which of what projects declare somebody wants: groups, extras, and what is asked for directly.

What is not selected stays in the inventory, and is neither matched nor part of an SBOM.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from scanner.model.component import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from scanner.model.component import Component
    from scanner.model.declaration import Declaration
    from scanner.model.inventory import Inventory

NAME: Final = "selection"
"""By which problems say who found them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What is wanted, beside what projects themselves need."""

    groups: frozenset[str] | None = None
    """The normalized names of dependency groups; None for all."""
    extras: frozenset[str] | None = None
    """The normalized names of extras of the project; None for all."""
    direct_only: bool = False
    """Whether what only others need is left out."""

    def has(self, component: Component) -> bool:
        """Tell whether a component is wanted; what is not declared always is."""
        declaration = component.declaration
        if declaration is None:
            return True
        directness = component.directness
        if self.direct_only and directness is not None and not directness.is_direct:
            return False
        return self.has_purpose(declaration)

    def has_purpose(self, declaration: Declaration) -> bool:
        """Tell whether a declaration is for anything that is wanted."""
        if not declaration.groups and not declaration.for_extras:
            return True
        return _meet(self.groups, declaration.groups) or _meet(self.extras, declaration.for_extras)


def selected(inventory: Inventory, selection: Selection) -> Inventory:
    """Return an inventory that says of every declaration whether it is wanted."""
    if selection == Selection():
        return inventory
    return replace(
        inventory,
        components=tuple(
            each if selection.has(each) else _unselected(each) for each in inventory.components
        ),
        problems=(*inventory.problems, *_unknown(inventory, selection)),
    )


def _unselected(component: Component) -> Component:
    assert component.declaration is not None
    return replace(component, declaration=replace(component.declaration, is_selected=False))


def _meet(wanted: AbstractSet[str] | None, names: Iterable[str]) -> bool:
    return any(wanted is None or name in wanted for name in names)


def _unknown(inventory: Inventory, selection: Selection) -> Iterator[Problem]:
    """Yield that nothing is for a group or an extra that is wanted: its name may be misspelt."""
    stated = [each.declaration for each in inventory.components if each.declaration]
    known = inventory.dependencies
    groups = {name for each in stated for name in each.groups} | {each.group for each in known}
    extras = {name for each in stated for name in each.for_extras} | {each.extra for each in known}
    for kind, wanted, found in (
        ("group", selection.groups, groups),
        ("extra", selection.extras, extras),
    ):
        for name in sorted((wanted or frozenset()) - found):
            yield Problem("", NAME, f"nothing is declared for the {kind} {name!r}")
