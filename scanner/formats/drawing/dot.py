"""The language of Graphviz: ``lading tree -f dot TARGET | dot -Tsvg``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.formats.drawing.drawing import Detail, Drawing
from scanner.formats.drawing.words import bound, label, remarks, title
from scanner.model.dependency import Standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.graph.view import View

STYLES: Final = {
    Standing.MISSING: "color=red, style=dashed",
    Standing.VIOLATED: "color=red",
    Standing.UNDETERMINED: "color=orange",
    Standing.POSSIBLE: "style=dashed",
}


def draw(view: View, detail: Detail) -> Iterator[str]:
    """Yield a graph with a box around each environment."""
    numbers = {key: number for number, key in enumerate(view.nodes)}
    yield "digraph dependencies {"
    yield "  rankdir=LR;"
    yield "  node [shape=box];"
    for index, (environment, nodes) in enumerate(view.in_environments(view.nodes)):
        yield f"  subgraph cluster_{index} {{"
        yield f"    label={_quoted(title(environment))};"
        for node in nodes:
            style = f", {STYLES[Standing.MISSING]}" if node.is_missing else ""
            yield f"    n{numbers[node.key]} [label={_quoted(label(node))}{style}];"
        yield "  }"
    for key, edges in view.edges.items():
        for edge in edges:
            text = ", ".join(filter(None, (bound(edge), *remarks(edge, detail))))
            attributes = [f"label={_quoted(text)}"] if text else []
            attributes += filter(None, (STYLES.get(edge.dependency.standing),))
            yield f"  n{numbers[key]} -> n{numbers[edge.to]} [{', '.join(attributes)}];"
    yield "}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


DOT: Final = Drawing(name="dot", draw=draw)
