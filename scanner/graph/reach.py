"""What leads to what: cycles, what a user asked for, and the shortest ways from there.

Nothing here recurses, for a graph that somebody made up may be one chain of all distributions.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from scanner.model.component import PROJECT, State
from scanner.model.dependency import PYPI, Basis, Directness
from scanner.model.names import normalized
from scanner.model.system_package import CONDA

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from scanner.model.component import Component
    from scanner.model.dependency import Dependency

MAX_WAY: Final = 64
"""Of the components on a way; real ones have ten, and one that is longer is not told."""


def graph_of(dependencies: Iterable[Dependency]) -> dict[str, list[str]]:
    """Return what each component depends on, by their places, in order."""
    graph: dict[str, dict[str, None]] = {}
    for each in dependencies:
        if each.dependency is not None and each.is_there:
            graph.setdefault(each.dependent, {})[each.dependency] = None
    return {place: sorted(found) for place, found in graph.items()}


def cycles(graph: Mapping[str, Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Return those that depend on each other, each group in order."""
    return tuple(sorted(group for group in _groups(graph) if len(group) > 1))


def directness(
    components: Iterable[Component],
    graph: Mapping[str, Sequence[str]],
    declared: Container[str] = (),
) -> dict[str, Directness]:
    """Return, by place, whether a user asked for each component, or by which way it is there.

    ``declared`` are the normalized names that projects have among their own requirements.
    """
    answers = {each.place: _recorded(each, declared) for each in components}
    wanted = _undepended(graph, answers)
    is_direct = {
        place: place in wanted if answer is None else answer
        for place, (answer, _) in answers.items()
    }
    depths = {place: 0 for place, answer in sorted(is_direct.items()) if answer}
    via: dict[str, str] = {}
    pending = deque(depths)
    while pending:
        place = pending.popleft()
        for found in graph.get(place, ()):
            if found not in depths:
                depths[found] = depths[place] + 1
                via[found] = place
                pending.append(found)
    return {
        place: Directness(
            is_direct=is_direct[place], basis=basis, depth=depths.get(place), via=via.get(place)
        )
        for place, (_, basis) in answers.items()
    }


def way_to(component: Component, places: Mapping[str, Component]) -> tuple[Component, ...]:
    """Return a shortest way from what a user asked for to a component, both included.

    It is empty if it is too long, leads nowhere or in a circle: an inventory may be somebody's
    document.
    """
    way = [component]
    while (known := way[-1].directness) and known.via is not None:
        before = places.get(known.via)
        if before is None or len(way) == MAX_WAY:
            return ()
        way.append(before)
    return tuple(reversed(way))


def beginnings(components: Iterable[Component]) -> list[str]:
    """Return the places of what a user asked for, and of what nothing of that leads to."""
    return [each.place for each in components if each.directness and not each.directness.depth]


def _recorded(component: Component, declared: Container[str]) -> tuple[bool | None, Basis]:
    """Return whether a user asked for a component, if that is recorded, and what tells."""
    if component.state is State.EDITABLE or component.kind == PROJECT:
        return True, Basis.PROJECT
    if component.declaration is not None and component.declaration.is_direct is not None:
        return component.declaration.is_direct, Basis.DECLARED
    if component.requested is not None:
        is_conda = component.kind == CONDA or component.conda is not None
        return component.requested, Basis.HISTORY if is_conda else Basis.INSTALLER
    if component.ecosystem == PYPI and normalized(component.name) in declared:
        return True, Basis.DECLARED
    return None, Basis.DEPENDENTS


def _undepended(graph: Mapping[str, Sequence[str]], places: Iterable[str]) -> set[str]:
    """Return what nothing depends on, but what it depends on itself."""
    groups = [*_groups(graph)]
    group_of = {place: number for number, group in enumerate(groups) for place in group}
    depended = {
        group_of[found]
        for place, others in graph.items()
        for found in others
        if group_of[found] != group_of[place]
    }
    return {place for place in places if group_of.get(place) not in depended}


def _groups(graph: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """Return the strongly connected components (Tarjan), each in order."""
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_places: list[str] = []
    closed: set[str] = set()
    groups: list[tuple[str, ...]] = []
    for start in graph:
        way = [] if start in order else [(start, iter(graph[start]))]
        while way:
            place, rest = way[-1]
            if place not in order:
                order[place] = lowest[place] = len(order)
                open_places.append(place)
            for found in rest:
                if found not in order:
                    way.append((found, iter(graph.get(found, ()))))
                    break
                if found not in closed:
                    lowest[place] = min(lowest[place], order[found])
            else:
                way.pop()
                if way:
                    above = way[-1][0]
                    lowest[above] = min(lowest[above], lowest[place])
                if lowest[place] == order[place]:
                    at = len(open_places) - 1
                    while open_places[at] != place:
                        at -= 1
                    groups.append(tuple(sorted(open_places[at:])))
                    closed.update(open_places[at:])
                    del open_places[at:]
    return groups
