from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console
from rich.text import Text

from scanner.cli.table import print_table, table_of

WIDE = 60


@pytest.mark.parametrize("width", [WIDE, 20], ids=["fits", "is-wrapped"])
@pytest.mark.parametrize("title", [None, "What"], ids=["untitled", "titled"])
def test_a_table_reads_the_same_whether_it_fits_or_not(title, width):
    """
    Where it fits it is as rich would print it, but for blanks at the ends of lines.
    """
    console, oracle = (Console(file=StringIO(), width=width) for _ in range(2))

    print_table(_table(title), console)
    oracle.print(_table(title))

    assert _lines(oracle) == _lines(console)


def test_the_colours_are_the_same():
    table = table_of()
    table.add_column("A")
    table.add_row(Text("b", "red"))
    console = Console(file=StringIO(), width=WIDE, force_terminal=True, color_system="standard")

    print_table(table, console)

    assert ["\x1b[2mA\x1b[0m", "\x1b[31mb\x1b[0m"] == [line.rstrip() for line in _lines(console)]


def _table(title):
    table = table_of(title)
    table.add_column("Name", overflow="fold")
    table.add_column("Count", justify="right")
    table.add_column("", overflow="fold")
    table.add_row(Text("ä日本", "bold"), "1", Text("all of the others"))
    table.add_row("b", "12", "")
    return table


def _lines(console):
    text = console.file.getvalue()
    return [line.rstrip() for line in text.splitlines()]
