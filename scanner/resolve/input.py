"""What a resolver is given: the requirements of a manifest, and of those that it takes in.

They are put together anew from what was read of the manifest, and not copied: a line of a hostile
one may be an option that includes a file, or have a variable in it, which resolvers replace.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final

from scanner.metadata.declared_requirement import parse_declared
from scanner.metadata.document_limit import MAX_ENTRIES
from scanner.metadata.marker import parse_marker
from scanner.metadata.specifier import is_specifier
from scanner.model.component import PROJECT, State
from scanner.model.dependency import PYPI
from scanner.model.names import is_valid
from scanner.resolve.closure import closures_of
from scanner.resolve.resolver import Question

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from scanner.model.component import Component
    from scanner.model.inventory import Inventory

MEANINGFUL: Final = frozenset("#$\\")
"""What means something else in a requirements file than in a requirement."""
MAX_TOGETHER: Final = 200_000
"""How much is resolved in all manifests that take in others, which may be the same ones."""
BUILD: Final = ("build",)
"""The group of what builds a project, which is installed by itself."""
SCRIPT: Final = "script"
"""The kind of what scripts declare."""
LOCK: Final = ".lock"
"""What the name of a script's lockfile has behind that of the script."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """The requirements of a manifest, and of those that it takes in: what is installed together."""

    path: str
    """That of the manifest."""
    components: tuple[Component, ...] = ()
    """Those that a resolver can be asked about."""
    settled: tuple[Component, ...] = ()
    """Those that a lockfile has; what is chosen beside them has to fit."""
    constraints: tuple[str, ...] = ()
    """What is allowed of whatever is chosen, as lines of a file."""
    left_out: tuple[str, ...] = ()
    """The names of what no resolver is asked about."""
    indexes: tuple[str, ...] = ()
    """Where the manifests say that distributions are from."""
    is_too_large: bool = False
    """Whether more is taken in than is resolved."""

    @property
    def question(self) -> Question:
        """The same for all manifests that ask for the same."""
        lines = set(filter(None, map(requirement_of, (*self.components, *self.settled))))
        return Question(_text(lines), _text(set(self.constraints)))


def inputs_of(inventory: Inventory) -> Iterator[Input]:
    """Yield what is to be resolved: what was declared and is not locked, by its manifest."""
    declared = [each for each in inventory.components if each.state is State.DECLARED]
    locks = _Locks(inventory, declared)
    open_: defaultdict[str, list[Component]] = defaultdict(list)
    building: defaultdict[str, list[Component]] = defaultdict(list)
    settled: defaultdict[str, list[Component]] = defaultdict(list)
    for each in sorted(declared, key=lambda each: (each.evidence.line or 0, each.name)):
        if each.declaration and each.ecosystem == PYPI:
            is_for_build = each.declaration.groups == BUILD
            by_path = settled if locks.settle(each) else building if is_for_build else open_
            by_path[each.evidence.path].append(each)
    remaining = MAX_TOGETHER
    for closure in closures_of(open_, inventory.inclusions):
        path = closure.manifests[0].path
        paths = [each.path for each in closure.manifests]
        stated = list(dict.fromkeys(text for each in closure.constraining for text in each.stated))
        asked, kept = _all_at(open_, paths), _all_at(settled, paths)
        size = len(asked) + len(kept) + len(stated)
        remaining -= size if len(paths) > 1 or stated else 0
        if remaining < 0 or size > MAX_ENTRIES or not closure.is_whole:
            yield Input(path=path, is_too_large=True)
        else:
            indexes = (index for each in closure.manifests for index in each.indexes)
            yield _input(path, asked, kept, stated, indexes)
    for path, components in sorted(building.items()):
        yield _input(path, components)


def _all_at(by_path: Mapping[str, Sequence[Component]], paths: Iterable[str]) -> list[Component]:
    return [component for path in paths for component in by_path.get(path, ())]


def _input(
    path: str,
    asked: Sequence[Component],
    settled: Iterable[Component] = (),
    stated: Iterable[str] = (),
    indexes: Iterable[str] = (),
) -> Input:
    constraints = [(text, _constraint_of(text)) for text in stated]
    told = (each.declaration.indexes for each in asked if each.declaration)
    return Input(
        path=path,
        components=tuple(each for each in asked if requirement_of(each)),
        settled=tuple(settled),
        constraints=tuple(line for _, line in constraints if line),
        left_out=(
            *(each.name for each in asked if not requirement_of(each)),
            *(text for text, line in constraints if line is None),
        ),
        indexes=tuple(dict.fromkeys((*chain.from_iterable(told), *indexes))),
    )


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in sorted(lines))


def _constraint_of(text: str) -> str | None:
    """Return what a resolver can be told to keep to; None if it is from a place, or unreadable.

    Constraints have no extras.
    """
    stated = parse_declared(text)
    if stated.origin is not None or stated.name is None:
        return None
    return _line_of(stated.name, (), stated.specifier, stated.marker)


def requirement_of(component: Component) -> str | None:
    """Return what a resolver can be asked for; None if it is from a place, or cannot be read."""
    declaration = component.declaration
    if declaration is None or component.origin is not None:
        return None
    return _line_of(component.name, declaration.extras, declaration.specifier, declaration.marker)


def _line_of(
    name: str, extras: Sequence[str], specifier: str | None, marker: str | None
) -> str | None:
    asked = f"[{','.join(extras)}]" if extras else ""
    text = f"{name}{asked}{specifier or ''}" + (f" ; {marker}" if marker else "")
    is_read = (
        all(map(is_valid, (name, *extras)))
        and is_specifier(specifier or "")
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
