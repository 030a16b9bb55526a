"""The graph as JSON: nodes and edges, in the words of the native report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.formats.drawing.drawing import Detail, Drawing
from scanner.formats.json_text import json_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.graph.view import View

FORMAT: Final = 1


def draw(view: View, _: Detail) -> Iterator[str]:
    """Yield a document; it has all details."""
    numbers = {key: number for number, key in enumerate(view.nodes)}
    document = {
        "format": FORMAT,
        "reverse": view.is_reverse,
        "environments": [f"/{environment.path}" for environment in view.environments],
        "beginnings": [numbers[key] for key in view.beginnings],
        "distributions": [
            {
                "name": node.name,
                "version": node.version,
                "environment": f"/{node.environment}",
                "path": None if node.is_missing else f"/{node.key}",
                "is_direct": None if node.is_missing else node.is_direct,
            }
            for node in view.nodes.values()
        ],
        "dependencies": [
            {
                "from": numbers[key],
                "to": numbers[edge.to],
                "requirement": edge.dependency.requirement,
                "standing": edge.dependency.standing.value,
                "extra": edge.dependency.extra,
                "extras": list(edge.dependency.extras),
                "marker": edge.dependency.marker,
            }
            for key, edges in view.edges.items()
            for edge in edges
        ],
    }
    yield from json_text(document).splitlines()


JSON: Final = Drawing(name="json", draw=draw, is_safe=True)
