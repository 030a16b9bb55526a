"""What a resolver is given: the requirements of one manifest that no lockfile settles.

They are put together anew from what was read of the manifest, and not copied: a line of a hostile
one may be an option that includes a file, or have a variable in it, which resolvers replace.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scanner.metadata.marker import parse_marker
from scanner.metadata.specifier import is_specifier
from scanner.model.component import PROJECT, State
from scanner.model.dependency import PYPI
from scanner.model.names import is_valid

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scanner.model.component import Component
    from scanner.model.inventory import Inventory

MEANINGFUL: Final = frozenset("#$\\")
"""What means something else in a requirements file than in a requirement."""
BUILD: Final = ("build",)
"""The group of what builds a project, which is installed by itself."""
SCRIPT: Final = "script"
"""The kind of what scripts declare."""
LOCK: Final = ".lock"
"""What the name of a script's lockfile has behind that of the script."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """The requirements of a manifest that are installed together."""

    components: tuple[Component, ...]
    """Those that a resolver can be asked about."""
    left_out: tuple[Component, ...] = ()

    @property
    def path(self) -> str:
        """That of the manifest."""
        return (self.components or self.left_out)[0].evidence.path

    @property
    def indexes(self) -> tuple[str, ...]:
        """Where the manifest says that distributions are from."""
        told = (each.declaration.indexes for each in self.components if each.declaration)
        return tuple(dict.fromkeys(index for indexes in told for index in indexes))

    @property
    def text(self) -> str:
        """The requirements, the same for all manifests that ask for the same."""
        lines = {requirement_of(each) for each in self.components}
        return "".join(f"{line}\n" for line in sorted(filter(None, lines)))


def inputs_of(inventory: Inventory) -> Iterator[Input]:
    """Yield what is to be resolved: what was declared and is not locked, by its manifest."""
    declared = [each for each in inventory.components if each.state is State.DECLARED]
    locks = _Locks(inventory, declared)
    found: dict[tuple[str, bool], list[Component]] = {}
    for each in declared:
        if each.declaration and each.ecosystem == PYPI and not locks.settle(each):
            is_for_build = each.declaration.groups == BUILD
            found.setdefault((each.evidence.path, is_for_build), []).append(each)
    for _, components in sorted(found.items()):
        components.sort(key=lambda each: (each.evidence.line or 0, each.name))
        asked = tuple(each for each in components if requirement_of(each))
        left_out = tuple(each for each in components if not requirement_of(each))
        yield Input(components=asked, left_out=left_out)


def requirement_of(component: Component) -> str | None:
    """Return what a resolver can be asked for; None if it is from a place, or cannot be read."""
    declaration = component.declaration
    if declaration is None or component.origin is not None:
        return None
    specifier, marker = declaration.specifier or "", declaration.marker or ""
    names = (component.name, *declaration.extras)
    extras = f"[{','.join(declaration.extras)}]" if declaration.extras else ""
    text = f"{component.name}{extras}{specifier}"
    text += f" ; {marker}" if marker else ""
    is_read = (
        all(map(is_valid, names))
        and is_specifier(specifier)
        and (not marker or parse_marker(marker) is not None)
    )
    return text if is_read and text.isprintable() and MEANINGFUL.isdisjoint(text) else None


class _Locks:
    """What of a target lockfiles have settled."""

    def __init__(self, inventory: Inventory, declared: Iterable[Component]) -> None:
        locked = [each for each in declared if each.declaration and each.declaration.is_locked]
        self._paths = {each.evidence.path for each in locked}
        self._environments = {
            each.environment for each in locked if not each.evidence.path.endswith(f".py{LOCK}")
        }
        # A workspace has one lockfile for the projects in it, wherever they are.
        places = {each.place for each in locked}
        leading = {each.dependent for each in inventory.dependencies if each.dependency in places}
        projects = (each for each in declared if each.kind == PROJECT and each.place in leading)
        self._manifests = {each.evidence.path for each in projects}

    def settle(self, component: Component) -> bool:
        """Tell whether a lockfile has what a manifest asks for, or is what says so."""
        path = component.evidence.path
        if component.kind == SCRIPT:
            return f"{path}{LOCK}" in self._paths
        is_beside = component.environment in self._environments
        return is_beside or path in self._manifests or path in self._paths
