"""Mermaid's flowcharts, which GitHub and GitLab show in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.formats.drawing.drawing import Detail, Drawing
from scanner.formats.drawing.words import bound, label, remarks, title
from scanner.model.dependency import Standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.graph.view import View

SOLID: Final = frozenset((Standing.MET, Standing.VIOLATED, Standing.UNDETERMINED))

PLAIN: Final = " ._-/,:()=!~*+@"


def draw(view: View, detail: Detail) -> Iterator[str]:
    """Yield a graph with a box around each environment."""
    numbers = {key: number for number, key in enumerate(view.nodes)}
    yield "flowchart LR"
    for index, (environment, nodes) in enumerate(view.in_environments(view.nodes)):
        yield f'  subgraph e{index} ["{_escaped(title(environment))}"]'
        for node in nodes:
            kind = ":::missing" if node.is_missing else ""
            yield f'    n{numbers[node.key]}["{_escaped(label(node))}"]{kind}'
        yield "  end"
    for key, edges in view.edges.items():
        for edge in edges:
            text = ", ".join(filter(None, (bound(edge), *remarks(edge, detail))))
            arrow = "-->" if edge.dependency.standing in SOLID else "-.->"
            said = f'|"{_escaped(text)}"|' if text else ""
            yield f"  n{numbers[key]} {arrow}{said} n{numbers[edge.to]}"
    yield "  classDef missing stroke-dasharray: 5 5, stroke: red"


def _escaped(text: str) -> str:
    """Return a text with all that has a meaning between quotes as its number."""
    return "".join(char if char.isalnum() or char in PLAIN else f"#{ord(char)};" for char in text)


MERMAID: Final = Drawing(name="mermaid", draw=draw)
