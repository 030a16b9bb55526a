"""What of the declarations has to be installed in an environment: by markers, groups and extras.

A lockfile holds for all platforms and for all groups. What is needed is found by following what
needs what from the projects on, over those requirements that certainly hold in the environment.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scanner.metadata.marker import condition, parse_marker
from scanner.model.component import PROJECT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from scanner.model.component import Component
    from scanner.model.dependency import Dependency
    from scanner.selection import Selection


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What markers mean in an environment, and the groups and extras that are wanted."""

    values: Mapping[str, tuple[str, ...]]
    wanted: Selection

    def hold(self, marker: str | None) -> bool:
        """Tell whether a marker certainly holds without any extra."""
        if marker is None:
            return True
        parsed = parse_marker(marker)
        return parsed is not None and condition(parsed, self.values, unknown=False).always

    def need(self, component: Component) -> bool:
        """Tell whether a declaration is one that counts there, if anything leads to it."""
        declaration = component.declaration
        return declaration is None or self.hold(declaration.marker)

    def has_purpose(self, dependency: Dependency) -> bool:
        """Tell whether a project requires something for itself, or for what is wanted."""
        if dependency.group is not None:
            return dependency.group in (self.wanted.groups or ())
        return dependency.extra is None or dependency.extra in (self.wanted.extras or ())


def needed(
    declared: Collection[Component], dependencies: Iterable[Dependency], there: Circumstances
) -> set[str]:
    """Return the places of those that have to be installed."""
    known = {each.place: each for each in declared}
    edges: defaultdict[tuple[str, str | None], list[Dependency]] = defaultdict(list)
    entered = set()
    for each in dependencies:
        if each.dependent in known and each.dependency in known:
            entered.add(each.dependency)
            is_project = known[each.dependent].kind == PROJECT
            if not is_project:
                edges[each.dependent, each.extra].append(each)
            elif there.has_purpose(each):
                edges[each.dependent, None].append(each)
    pending: deque[tuple[str, str | None]] = deque(
        (place, None)
        for place, each in known.items()
        if place not in entered and there.need(each) and _is_wanted(each, there)
    )
    pending += [(place, None) for place, each in known.items() if each.kind == PROJECT]
    seen: set[tuple[str, str | None]] = set()
    while pending:
        node = pending.popleft()
        if node in seen:
            continue
        seen.add(node)
        for edge in edges.get(node, ()):
            assert edge.dependency is not None
            if there.hold(edge.marker) and there.need(known[edge.dependency]):
                pending += [(edge.dependency, extra) for extra in (None, *edge.extras)]
    return {place for place, _ in seen}


def _is_wanted(component: Component, there: Circumstances) -> bool:
    """Tell whether what no project leads to is for the project itself, or for what is wanted."""
    declaration = component.declaration
    if declaration is None or not (declaration.groups or declaration.for_extras):
        return True
    wanted = {*(there.wanted.groups or ()), *(there.wanted.extras or ())}
    return not wanted.isdisjoint((*declaration.groups, *declaration.for_extras))
