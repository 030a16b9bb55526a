"""Which of several files of a project is believed, of those that declare the same distribution.

All are read, and what another file decides is still listed. What is settled comes before what is
asked for, what has a version before what has none, and then files in the order of ``ORDER``. What
no better file has stands for itself: a lockfile has nothing that is needed to build the project.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias

from scanner.enrich.enricher import Enricher
from scanner.model.component import PROJECT, State
from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from layers.tree import Tree
    from scanner.model.component import Component
    from scanner.model.inventory import Inventory

ORDER: Final = (
    "uv-lock",
    "poetry-lock",
    "pdm-lock",
    "pipfile-lock",
    "pylock",
    "conda-lock",
    "pixi-lock",
    "conda-list",
    "pyproject",
    "hatch",
    "pipfile",
    "pixi",
    "conda-environment",
    "setup-cfg",
    "setup-py",
    "requirements",
)
"""By their catalogers; of what a tool wrote of its own accord first, as PySentry has it."""
_Key: TypeAlias = tuple[str, str, str]
"""A project, an ecosystem and a name."""


def enrich(inventory: Inventory, _: Tree) -> Inventory:
    """Return an inventory in which every declaration says which file is believed instead."""
    return with_precedence(inventory)


def with_precedence(inventory: Inventory) -> Inventory:
    """Return the same of an inventory alone: once versions are resolved, another may be."""
    declared = [each for each in inventory.components if each.declaration]
    groups: defaultdict[_Key, list[Component]] = defaultdict(list)
    for component in declared:
        groups[_key(component, component.project)].append(component)
    for project, locked in _locked_above(inventory):
        groups[_key(locked, project)].append(locked)
    believed = {place: path for group in groups.values() for place, path in _superseded(group)}
    return replace(
        inventory, components=tuple(_judged(each, believed) for each in inventory.components)
    )


def _judged(component: Component, believed: Mapping[str, str]) -> Component:
    path = believed.get(component.place)
    if component.declaration is None or component.declaration.superseded_by == path:
        return component
    return replace(component, declaration=replace(component.declaration, superseded_by=path))


def _key(component: Component, project: str) -> _Key:
    return project, component.ecosystem, normalized(component.name)


def _locked_above(inventory: Inventory) -> Iterable[tuple[str, Component]]:
    """Yield what the lockfile of a workspace has for a member in another directory."""
    projects = {
        each.place: each.environment for each in inventory.components if each.kind == PROJECT
    }
    locked = {
        each.place: each
        for each in inventory.components
        if each.state is State.DECLARED and each.declaration and each.declaration.is_locked
    }
    for each in inventory.dependencies:
        project, found = projects.get(each.dependent), locked.get(each.dependency or "")
        if project is not None and found and found.environment != project:
            yield project, found


def _superseded(group: Sequence[Component]) -> Iterable[tuple[str, str]]:
    """Yield the places of what another file of the group decides, and its path."""
    paths = {each.evidence.path for each in group}
    if len(paths) == 1:
        return
    best = min(group, key=_order)
    seen: dict[str, str] = {}
    for component in sorted(group, key=_order):
        path = component.evidence.path
        if _rank(component) > _rank(best) and path != best.evidence.path:
            yield component.place, best.evidence.path
            continue
        # Two files of one kind, as requirements.txt and requirements-dev.txt, are both believed.
        first = seen.setdefault(_settled(component), path)
        if first != path:
            yield component.place, first


def _rank(component: Component) -> tuple[bool, bool, int]:
    assert component.declaration is not None
    order = ORDER.index(component.kind) if component.kind in ORDER else len(ORDER)
    return not component.declaration.is_locked, component.version is None, order


def _order(component: Component) -> tuple[tuple[bool, bool, int], bool, str]:
    assert component.declaration is not None
    return _rank(component), bool(component.declaration.groups), component.evidence.path


def _settled(component: Component) -> str:
    assert component.declaration is not None
    return component.version or component.origin or component.declaration.specifier or ""


PRECEDENCE: Final = Enricher(name="precedence", enrich=enrich)
