"""Graphs for programs: Graphviz, Mermaid, and those that read JSON."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from scanner.formats.drawing import DRAWINGS
from scanner.formats.drawing.drawing import Detail
from scanner.graph.view import View, Wish, view_of
from tests.support.environments import distribution, inventory_with, with_graph
from tests.support.reports import NASTY

INVENTORY = with_graph(
    inventory_with(
        distribution("a", "b>=2", "c", "d; extra == 'x'"), distribution("b"), distribution("d")
    )
)
VIEW = view_of(INVENTORY, Wish(has_possible=True))
HOSTILE = view_of(
    with_graph(
        inventory_with(distribution('a"]; x\\', f"b; '{NASTY}' in os_name"), distribution("b"))
    ),
    Wish(),
)


def drawn(name: str, view: View = VIEW) -> list[str]:
    return list(DRAWINGS[name].draw(view, Detail(extras=True, markers=True)))


def test_a_graph_for_graphviz_has_a_box_for_each_environment():
    assert [
        "digraph dependencies {",
        "  rankdir=LR;",
        "  node [shape=box];",
        "  subgraph cluster_0 {",
        '    label="/venv (CPython 3.11.7)";',
        '    n0 [label="a 1.0"];',
        '    n1 [label="b 1.0"];',
        '    n2 [label="c", color=red, style=dashed];',
        '    n3 [label="d 1.0"];',
        "  }",
        '  n0 -> n1 [label=">=2, violated", color=red];',
        '  n0 -> n2 [label="missing", color=red, style=dashed];',
        "  n0 -> n3 [label=\"possible, extra: x, marker: extra == 'x'\", style=dashed];",
        "}",
    ] == drawn("dot")


def test_a_flowchart_has_a_box_for_each_environment():
    assert [
        "flowchart LR",
        '  subgraph e0 ["/venv (CPython 3.11.7)"]',
        '    n0["a 1.0"]',
        '    n1["b 1.0"]',
        '    n2["c"]:::missing',
        '    n3["d 1.0"]',
        "  end",
        '  n0 -->|"#62;=2, violated"| n1',
        '  n0 -.->|"missing"| n2',
        '  n0 -.->|"possible, extra: x, marker: extra == #39;x#39;"| n3',
        "  classDef missing stroke-dasharray: 5 5, stroke: red",
    ] == drawn("mermaid")


def test_a_document_has_nodes_and_edges():
    document = json.loads("\n".join(drawn("json")))

    assert ["a", "b", "c", "d"] == [each["name"] for each in document["distributions"]]
    assert [0] == document["beginnings"]
    assert [None, True] == [each["is_direct"] for each in document["distributions"][2:]]
    assert {
        "from": 0,
        "to": 3,
        "requirement": "d; extra == 'x'",
        "standing": "possible",
        "extra": "x",
        "extras": [],
        "marker": "extra == 'x'",
    } == document["dependencies"][2]


@pytest.mark.parametrize("name", DRAWINGS)
def test_m8_what_acts_where_it_is_shown_is_a_text(name):
    """
    A text of the image ends no text of the graph; the command line takes care of the terminal.
    """
    text = "\n".join(drawn(name, HOSTILE))

    assert 'a"]; x' not in text or name == "text"
    assert 2 == len([*json.loads(text)["distributions"]]) if name == "json" else text


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
@pytest.mark.parametrize("view", [VIEW, HOSTILE], ids=["plain", "hostile"])
def test_graphviz_reads_what_is_for_it(view):
    text = "\n".join(drawn("dot", view)).encode("utf-8", "replace")
    result = subprocess.run(["dot", "-Tplain"], input=text, capture_output=True, check=False)

    assert 0 == result.returncode, result.stderr
