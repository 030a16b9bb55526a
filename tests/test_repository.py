"""What the repository claims of itself."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.shop import AFFECTED, layout

ROOT = Path(__file__).parent.parent
SOURCES = sorted(path for name in ("layers", "scanner") for path in (ROOT / name).rglob("*.py"))
VAGUE = {"utils", "util", "common", "helpers", "helper", "manager", "base", "handler", "misc"}
"""Names that say nothing of what is inside."""
MAX_LINES = 400
MAX_FUNCTION_LINES = 50


def imported_by(program: str) -> set[str]:
    """Return the modules, and what they are in, that a Python program has imported in the end."""
    result = subprocess.run(
        [sys.executable, "-c", f"{program}\nimport sys\nprint(*sys.modules, file=sys.stderr)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(result.stderr.split())


def test_the_sources_are_found():
    assert ROOT / "scanner/pipeline.py" in SOURCES


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_has_a_name_that_says_something(path):
    assert VAGUE.isdisjoint(path.relative_to(ROOT).with_suffix("").parts)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_fits_in_a_mind(path):
    assert len(path.read_text("utf-8").splitlines()) <= MAX_LINES


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_function_fits_on_a_screen(path):
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    functions = (node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))

    long = [
        function.name
        for function in functions
        if (function.end_lineno or 0) - function.lineno >= MAX_FUNCTION_LINES
    ]

    assert [] == long


@pytest.mark.parametrize("module", ["scanner.pipeline", "layers"])
def test_a_library_knows_no_shell_and_imports_nothing_heavy(module):
    heavy = {
        "typer",
        "rich",
        "docker",
        "cyclonedx",
        "email_validator",
        "packaging.licenses",
        "urllib3",
    }

    imported = imported_by(f"import {module}")

    assert module in imported
    assert heavy.isdisjoint(imported)


def test_an_image_on_this_machine_is_read_without_a_client_for_registries(tmp_path):
    (tmp_path / "file").touch()

    imported = imported_by(f"from scanner.pipeline import scan\nscan({str(tmp_path)!r})")

    assert "layers.sources.directory" in imported
    assert {"urllib3", "http", "ssl", "subprocess", "layers.registry.client"}.isdisjoint(imported)


def test_a_report_for_people_reads_no_contacts(tmp_path):
    """
    To read those of 300 distributions takes 70 ms, and nobody would see them.
    """
    layout(AFFECTED, tmp_path / "image")

    imported = imported_by(
        "import contextlib, sys\n"
        "from scanner.cli import main\n"
        f"sys.argv[1:] = ['scan', '--no-cache', {str(tmp_path / 'image')!r}]\n"
        "with contextlib.suppress(SystemExit):\n"
        "    main()"
    )

    assert "scanner.cli.terminal" in imported
    assert {"email_validator", "scanner.metadata.contact"}.isdisjoint(imported)


def test_telling_the_version_imports_nothing_heavy():
    """
    It may take 120 ms of a processor; most of that is the interpreter and typer.
    """
    imported = imported_by(
        "import contextlib, sys\n"
        "from scanner.cli import main\n"
        "sys.argv[1:] = ['--version']\n"
        "with contextlib.suppress(SystemExit):\n"
        "    main()"
    )

    assert "typer" in imported
    assert {"isal", "sqlite3", "rich.table", "packaging"}.isdisjoint(imported)
