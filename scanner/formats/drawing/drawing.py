"""The shape of a drawing, and what stands on its lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scanner.metadata.requirement import parse_requirement
from scanner.model.dependency import PYPI, Standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scanner.graph.view import Edge, Node, View
    from scanner.model.environment import Environment


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """What is said of each requirement besides that it is one."""

    extras: bool = False
    markers: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A form that a graph can be written in."""

    name: str
    draw: Callable[[View, Detail], Iterator[str]]
    """Yields lines."""
    is_safe: bool = False
    """Whether nothing of what it writes can act on a terminal."""


def label(node: Node) -> str:
    """Return the name and the version of a distribution."""
    return f"{node.name} {node.version}" if node.version else node.name


def title(environment: Environment) -> str:
    """Return what to call an environment."""
    interpreter = f" ({environment.interpreters[0].name})" if environment.interpreters else ""
    return f"/{environment.path}{interpreter}"


def bound(edge: Edge) -> str:
    """Return which versions a requirement admits, as it states them; nothing if any will do."""
    text = edge.dependency.requirement
    if edge.dependency.ecosystem != PYPI:
        return text.partition(" ")[2]
    required = parse_requirement(text)
    return required.specifier if required else ""


def remarks(edge: Edge, detail: Detail) -> list[str]:
    """Return what is odd about a requirement, and the details that are wanted, in words."""
    dependency = edge.dependency
    is_met = dependency.standing is Standing.MET
    found = [] if is_met else [dependency.standing.value]
    if dependency.extra and (detail.extras or dependency.standing is Standing.POSSIBLE):
        found.append(f"extra: {dependency.extra}")
    if dependency.extras and detail.extras:
        found.append(f"asks for: {', '.join(dependency.extras)}")
    if dependency.marker and detail.markers:
        found.append(f"marker: {dependency.marker}")
    return found
