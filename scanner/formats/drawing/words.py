"""What a drawing says of distributions, and of what they require."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.metadata.requirement import parse_requirement
from scanner.model.dependency import PYPI, Standing

if TYPE_CHECKING:
    from scanner.formats.drawing.drawing import Detail
    from scanner.graph.view import Edge, Node
    from scanner.model.environment import Environment


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
    if dependency.ecosystem != PYPI:
        found.append(dependency.ecosystem)
    if dependency.group:
        found.append(f"group: {dependency.group}")
    if dependency.extra and (detail.extras or dependency.standing is Standing.POSSIBLE):
        found.append(f"extra: {dependency.extra}")
    if dependency.extras and detail.extras:
        found.append(f"asks for: {', '.join(dependency.extras)}")
    if dependency.marker and detail.markers:
        found.append(f"marker: {dependency.marker}")
    return found
