"""The part of a graph that somebody wants to see."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from scanner.model.component import State
from scanner.model.dependency import Standing
from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from scanner.model.component import Component
    from scanner.model.dependency import Dependency
    from scanner.model.environment import Environment
    from scanner.model.inventory import Inventory

NOWHERE: Final = "\0"
"""Begins the keys of what is missing; no path has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants to see of a graph."""

    why: str | None = None
    """Only the ways to what is called so."""
    depth: int | None = None
    """How many steps from where a way begins."""
    is_reverse: bool = False
    """From what is required to what requires it."""
    has_possible: bool = False
    """Also what extras require that nobody is known to have asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A distribution, or one that is missing."""

    key: str
    """Its place, if it has one."""
    name: str
    version: str | None
    environment: str
    is_missing: bool = False
    is_direct: bool = False
    is_declared: bool = False
    """Whether only a manifest or a lockfile has it."""


@dataclass(frozen=True, slots=True)
class Edge:
    """One step of a way."""

    to: str
    """The key of a node."""
    dependency: Dependency


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Nodes in their order, the steps from each, and where ways begin."""

    environments: tuple[Environment, ...]
    """Those that have nodes."""
    nodes: Mapping[str, Node]
    edges: Mapping[str, tuple[Edge, ...]]
    beginnings: tuple[str, ...]
    """The nodes that no other leads to, and of each cycle without one, one."""
    is_reverse: bool = False

    def in_environments(self, keys: Iterable[str]) -> Iterator[tuple[Environment, list[Node]]]:
        """Yield each environment with those of some nodes that are in it."""
        found: dict[str, list[Node]] = {}
        for key in keys:
            found.setdefault(self.nodes[key].environment, []).append(self.nodes[key])
        for environment in self.environments:
            yield environment, found.get(environment.path, [])


_Edges: TypeAlias = dict[str, list[Edge]]


def view_of(inventory: Inventory, wish: Wish) -> View:
    """Return what is wanted of an inventory's graph; it may be nothing."""
    nodes = {
        each.place: _node(each)
        for each in inventory.components
        if each.directness
        and (each.state is not State.DECLARED or each.state in inventory.included)
        and not each.is_set_aside
    }
    edges: _Edges = {}
    dependencies = [
        each
        for each in inventory.dependencies
        if each.dependent in nodes and (each.dependency is None or each.dependency in nodes)
    ]
    for each in _wanted(dependencies, wish):
        found = _found(each, nodes)
        edges.setdefault(each.dependent, []).append(Edge(found.key, each))
        nodes[found.key] = found
    if wish.why is not None:
        nodes, edges = _leading_to(normalized(wish.why), nodes, edges)
    if wish.is_reverse:
        edges = _reversed(edges)
    nodes = dict(sorted(nodes.items(), key=lambda item: _order(item[1])))
    for steps in edges.values():
        steps.sort(key=lambda edge: (_order(nodes[edge.to]), edge.dependency.requirement))
    beginnings = _beginnings(nodes, edges)
    if wish.depth is not None:
        depths = _depths(beginnings, edges)
        nodes = {key: node for key, node in nodes.items() if depths[key] <= wish.depth}
        edges = {key: each for key, each in edges.items() if depths[key] < wish.depth}
    shown = {node.environment for node in nodes.values()}
    return View(
        environments=tuple(each for each in inventory.environments if each.path in shown),
        nodes=nodes,
        edges={key: tuple(each) for key, each in edges.items()},
        beginnings=beginnings,
        is_reverse=wish.is_reverse,
    )


def _wanted(dependencies: Iterable[Dependency], wish: Wish) -> Iterator[Dependency]:
    """Yield what holds, and what is possible unless it says no more than that."""
    sure = {(each.dependent, each.dependency) for each in dependencies if each.is_there}
    for each in dependencies:
        is_possible = each.standing is Standing.POSSIBLE
        is_new = wish.has_possible and (each.dependent, each.dependency) not in sure
        if is_new or not is_possible:
            yield each


def _node(component: Component) -> Node:
    return Node(
        key=component.place,
        name=component.name,
        version=component.version,
        environment=component.environment,
        is_direct=component.directness is not None and component.directness.is_direct,
        is_declared=component.state is State.DECLARED,
    )


def _found(dependency: Dependency, nodes: Mapping[str, Node]) -> Node:
    """Return the node that a dependency leads to, which is a new one if it is missing."""
    if dependency.dependency is not None:
        return nodes[dependency.dependency]
    environment = nodes[dependency.dependent].environment
    key = NOWHERE.join(("", environment, dependency.name))
    return Node(
        key=key, name=dependency.name, version=None, environment=environment, is_missing=True
    )


def _order(node: Node) -> tuple[str, str]:
    return normalized(node.name), node.key


def _leading_to(name: str, nodes: dict[str, Node], edges: _Edges) -> tuple[dict[str, Node], _Edges]:
    """Return only what is called so, and all ways to it."""
    wanted = {key for key, node in nodes.items() if normalized(node.name) == name}
    leading = _depths(wanted, _reversed(edges))
    ways = {
        key: [edge for edge in steps if edge.to in leading]
        for key, steps in edges.items()
        if key in leading and key not in wanted
    }
    return {key: node for key, node in nodes.items() if key in leading}, ways


def _reversed(edges: _Edges) -> _Edges:
    turned: _Edges = {}
    for key, steps in edges.items():
        for edge in steps:
            turned.setdefault(edge.to, []).append(Edge(key, edge.dependency))
    return turned


def _beginnings(nodes: Mapping[str, Node], edges: _Edges) -> tuple[str, ...]:
    """Return where to begin so that all nodes are reached, in a cycle with what was asked for."""
    # A project may ask for itself, with extras.
    entered = {edge.to for key, steps in edges.items() for edge in steps if edge.to != key}
    found = [key for key in nodes if key not in entered]
    reached = _depths(found, edges).keys()
    rest = [key for key in nodes if key not in reached]
    seen: set[str] = set()
    for key in sorted(rest, key=lambda key: not nodes[key].is_direct):
        if key not in seen:
            found.append(key)
            seen.update(_depths((key,), edges, known=seen))
    return tuple(sorted(found, key=lambda key: _order(nodes[key])))


def _depths(beginnings: Iterable[str], edges: _Edges, known: Container[str] = ()) -> dict[str, int]:
    """Return how many steps it takes to each node that is not known before."""
    depths = dict.fromkeys(beginnings, 0)
    pending = deque(depths)
    while pending:
        key = pending.popleft()
        for edge in edges.get(key, ()):
            if edge.to not in depths and edge.to not in known:
                depths[edge.to] = depths[key] + 1
                pending.append(edge.to)
    return depths
