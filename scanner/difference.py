"""What is different between two inventories, by component, wherever in them it is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scanner.model.component import Component
    from scanner.model.inventory import Inventory


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One component before and after; without values on the side where it is not there."""

    name: str
    """With its ecosystem, if that is another than PyPI."""
    before: Mapping[str, tuple[str, ...]]
    """By field: the version, the licence, where it is from, what the artefact's digest is."""
    after: Mapping[str, tuple[str, ...]]

    @property
    def changed(self) -> tuple[str, ...]:
        """The fields that are different; none if it is there only on one side."""
        if not self.before or not self.after:
            return ()
        return tuple(name for name in FIELDS if self.before[name] != self.after[name])


def differences(before: Inventory, after: Inventory) -> tuple[Difference, ...]:
    """Return all components that are different, in the order of their names."""
    sides = (_by_name(before), _by_name(after))
    found = (
        Difference(
            name=name,
            before=_facts(sides[0].get(name, [])),
            after=_facts(sides[1].get(name, [])),
        )
        for name in sorted(sides[0].keys() | sides[1].keys())
    )
    return tuple(each for each in found if each.before != each.after)


def _by_name(inventory: Inventory) -> Mapping[str, list[Component]]:
    found: defaultdict[str, list[Component]] = defaultdict(list)
    for component in inventory.documented_components:
        name = normalized(component.name)
        is_python = component.ecosystem == "pypi"
        found[name if is_python else f"{component.ecosystem}/{name}"].append(component)
    return found


def _facts(components: list[Component]) -> dict[str, tuple[str, ...]]:
    if not components:
        return {}
    return {name: tuple(sorted(map(fact, components))) for name, fact in FIELDS.items()}


def _license(component: Component) -> str:
    licensing, declared = component.licensing, component.license
    concluded = licensing and (licensing.concluded or licensing.declared)
    said = (declared.expression, declared.text, *declared.classifiers, *declared.names)
    return concluded or next(filter(None, said), "")


FIELDS: Final[Mapping[str, Callable[[Component], str]]] = {
    "version": lambda component: component.version or "",
    "license": _license,
    "origin": lambda component: component.origin or "",
    "hashes": lambda component: " ".join(sorted(component.hashes)),
    "owner": lambda component: str(component.owner or ""),
}
"""What of a component counts: whether it is the same code, and under the same terms."""
