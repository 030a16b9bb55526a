"""A tree of text, like that of pipdeptree.

What a distribution requires is shown once: with all repetitions, a tree may have more lines than
there are atoms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.formats.drawing.drawing import Detail, Drawing
from scanner.formats.drawing.words import bound, label, remarks, title

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from scanner.graph.view import Edge, View

MAX_DEPTH: Final = 64
"""What is deeper is not shown; real trees have twelve levels."""


def draw(view: View, detail: Detail) -> Iterator[str]:
    """Yield the trees of each environment, under its name if there are several."""
    expanded: set[str] = set()
    groups = [group for group in view.in_environments(view.beginnings) if group[1]]
    for number, (environment, nodes) in enumerate(groups):
        if len(view.environments) > 1:
            yield from ("",) if number else ()
            yield title(environment)
        for node in nodes:
            yield from _tree(view, node.key, detail, expanded)


def _tree(view: View, beginning: str, detail: Detail, expanded: set[str]) -> Iterator[str]:
    """Yield a tree; nothing recurses, for it may be as deep as it is large."""
    node = view.nodes[beginning]
    yield f"{label(node)} (missing)" if node.is_missing else label(node)
    expanded.add(beginning)
    way = {beginning: ("", _steps(view, beginning))}
    while way:
        key, (indent, steps) = next(reversed(way.items()))
        edge, is_last = next(steps, (None, True))
        if edge is None:
            del way[key]
            continue
        mark = _mark(view, edge.to, way.keys(), expanded)
        yield f"{indent}{'└── ' if is_last else '├── '}{_line(view, key, edge, detail)}{mark}"
        if not mark:
            expanded.add(edge.to)
            way[edge.to] = indent + ("    " if is_last else "│   "), _steps(view, edge.to)


def _steps(view: View, key: str) -> Iterator[tuple[Edge | None, bool]]:
    edges = view.edges.get(key, ())
    return ((edge, number == len(edges)) for number, edge in enumerate(edges, 1))


def _mark(view: View, key: str, way: Collection[str], expanded: Collection[str]) -> str:
    """Return why what a distribution requires is not shown below it, if it is not."""
    if key in way:
        return " (cycle)"
    if not view.edges.get(key):
        return ""
    if key in expanded:
        return " (see above)"
    return " …" if len(way) > MAX_DEPTH else ""


def _line(view: View, key: str, edge: Edge, detail: Detail) -> str:
    """Return what stands beside a branch."""
    node = view.nodes[edge.to]
    if view.is_reverse:
        name = label(node)
        says = [f"requires: {edge.dependency.name}{bound(edge)}"]
    else:
        name = node.name
        says = [f"required: {bound(edge) or 'Any'}"]
        what = "locked" if node.is_declared else "installed"
        if node.version or not (node.is_missing or node.is_declared):
            says.append(f"{what}: {node.version or 'unknown'}")
    says += remarks(edge, detail)
    if node.environment != view.nodes[key].environment:
        says.append(f"in /{node.environment}")
    return f"{name} [{', '.join(says)}]"


TEXT: Final = Drawing(name="text", draw=draw)
