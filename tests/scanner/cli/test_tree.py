"""``lading tree``, as a user runs it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.support.command import lading
from tests.support.shop import SITE, distribution

if TYPE_CHECKING:
    from pathlib import Path

FILES = (
    {"opt/venv/pyvenv.cfg": b"home = /usr/bin\nversion = 3.11.7\n"}
    | distribution("shop", "1.0", "Requires-Dist: idna>=3", "Requires-Dist: gone")
    | distribution("idna", "3.4", 'Requires-Dist: extra\x1b[2J; extra == "x"')
    | distribution("extra", "1.0", 'Requires-Dist: idna; extra == "y"')
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path, content in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    return tmp_path


def test_a_tree_is_written_for_people(root):
    result = lading("tree", root)

    assert (0, [""]) == (result.code, [*result.lines, ""])
    assert [
        "extra 1.0",
        "shop 1.0",
        "├── gone [required: Any, missing]",
        "└── idna [required: >=3, installed: 3.4]",
    ] == result.stdout.decode().splitlines()


def test_why_something_is_there_is_told(root):
    result = lading("tree", root, "--why", "IDNA", "--possible")

    assert [
        "extra 1.0",
        "└── idna [required: Any, installed: 3.4, possible, extra: y]",
        "shop 1.0",
        "└── idna [required: >=3, installed: 3.4]",
    ] == result.stdout.decode().splitlines()


def test_what_nothing_requires_is_a_wrong_usage(root):
    result = lading("tree", root, "--why", "nothing")

    assert (2, b"") == (result.code, result.stdout)
    assert "nothing requires or is 'nothing'" in result.stderr


def test_graphs_are_written_into_files(root, tmp_path):
    dot, document = tmp_path / "graph.dot", tmp_path / "graph.json"
    result = lading("tree", root, "-f", "mermaid", "-o", f"dot={dot}", "-o", f"json={document}")

    assert result.stdout.startswith(b"flowchart LR\n")
    assert dot.read_text("utf-8").startswith("digraph dependencies {\n")
    assert [f"/{SITE}/shop-1.0.dist-info"] == [
        each["path"]
        for each in json.loads(document.read_bytes())["distributions"]
        if each["name"] == "shop"
    ]


@pytest.mark.parametrize(
    "option", [["-f", "png"], ["-o", "png=x"], ["-o", "dot"], ["--depth", "-1"]]
)
def test_what_is_no_option_is_a_wrong_usage(root, option):
    assert 2 == lading("tree", root, *option).code
