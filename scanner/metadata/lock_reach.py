"""What each distribution in a lockfile is needed for: the project itself, its extras, its groups.

Of what the project itself needs, nobody asks for which extra it is needed, too.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scanner.metadata.marker_world import may_hold
from scanner.metadata.project_requirement import Purpose

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from scanner.metadata.lock import Lock, Need

MAX_PURPOSES: Final = 200
"""How many extras and groups are told apart; for each, we go through the whole graph."""
MAX_STEPS: Final = 5_000_000
"""How many needs we follow for all of them."""
_Node = tuple[int | None, str | None]
"""A distribution, with one of its extras or with none."""


MAIN: Final = Purpose()


@dataclass(frozen=True, slots=True)
class Reach:
    """What each position of a lockfile is needed for."""

    purposes: Mapping[int, Sequence[Purpose]]
    direct: frozenset[int]
    """The positions of what a project asks for itself."""
    are_all_told: bool = True
    """Whether there are not more extras and groups than are told apart."""

    def groups(self, position: int) -> tuple[str, ...]:
        """Return the groups that it is needed for; none for what the project itself needs."""
        return tuple(each.group for each in self._of(position) if each.group)

    def extras(self, position: int) -> tuple[str, ...]:
        """Return the extras that it is needed for; none for what the project itself needs."""
        return tuple(each.extra for each in self._of(position) if each.extra)

    def _of(self, position: int) -> Sequence[Purpose]:
        found = self.purposes.get(position, ())
        return () if MAIN in found else found


def reach_of(lock: Lock) -> Reach:
    """Follow everything from the projects of a lockfile on."""
    projects = {at for at, package in enumerate(lock.packages) if package.is_project}
    graph: dict[_Node, list[Need]] = defaultdict(list)
    starts: dict[Purpose, list[Need]] = {MAIN: []}
    for need in lock.needs:
        is_of_project = need.dependent is None or need.dependent in projects
        if is_of_project:
            starts.setdefault(Purpose(need.extra, need.group), []).append(need)
        if need.group is None:
            graph[need.dependent, need.extra].append(need)
    purposes: dict[int, list[Purpose]] = defaultdict(list)
    limit = min(MAX_PURPOSES, 1 + MAX_STEPS // (len(lock.needs) + 1))
    for purpose in sorted(starts, key=lambda each: (each.group or "", each.extra or ""))[:limit]:
        asked = _asked(purpose, lock, projects)
        for position in _reached(starts[purpose], graph, asked):
            purposes[position].append(purpose)
    direct = {
        need.dependency
        for needs in starts.values()
        for need in needs
        if need.dependency is not None and need.dependency not in projects
    }
    return Reach(purposes, frozenset(direct), len(starts) <= limit)


def _asked(purpose: Purpose, lock: Lock, projects: Iterable[int]) -> Collection[str]:
    """Return what uv calls an extra or a group of a project in markers of what conflicts."""
    kind, name = ("extra", purpose.extra) if purpose.extra else ("group", purpose.group)
    if name is None:
        return frozenset()
    names = (lock.packages[at].name for at in projects)
    return frozenset(f"{kind}-{len(each)}-{each}-{name}" for each in names)


def _reached(
    starts: Iterable[Need], graph: Mapping[_Node, Iterable[Need]], asked: Collection[str]
) -> set[int]:
    pending = deque(starts)
    seen: set[_Node] = set()
    while pending:
        need = pending.popleft()
        if need.marker and "extra" in need.marker and not may_hold(need.marker, asked):
            continue
        for extra in (None, *need.extras):
            node = need.dependency, extra
            if need.dependency is not None and node not in seen:
                seen.add(node)
                pending.extend(graph.get(node, ()))
    return {position for position, _ in seen if position is not None}
