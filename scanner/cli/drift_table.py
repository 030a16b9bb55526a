"""Drift, for people."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from scanner.cli.table import print_table, table_of
from scanner.cli.text import printable
from scanner.drift.difference import Difference, Drift, Kind
from scanner.model.system_package import CONDA

TITLES = {
    Kind.MISSING: "Declared, and not installed",
    Kind.UNDECLARED: "Installed, and not declared",
    Kind.VERSION: "In another version than is declared",
    Kind.ORIGIN: "From elsewhere than is locked",
    Kind.HASH: "From an archive that is not locked",
    Kind.OUTDATED: "Lockfiles that are out of date",
    Kind.DISAGREEMENT: "Lockfiles that disagree",
}
MAX_CHARACTERS = 1_000
"""Of a single text: a name in a lockfile may be megabytes long."""


def print_drift(drift: Drift, console: Console) -> None:
    """Print a table for each way in which something differs, and how much does."""
    for kind, title in TITLES.items():
        differences = [each for each in drift.differences if each.kind is kind]
        if differences:
            _print_table(title, differences, console)
    compared = ", ".join(f"/{path}" for path in drift.environments)
    count = len(drift.differences)
    console.print(
        _text(drift.project, "bold"),
        _text(f"compared with {compared}:" if compared else "with no environment to compare it:"),
        _text(
            f"{count} difference{'' if count == 1 else 's'}.", "bold red" if count else "bold green"
        ),
        soft_wrap=True,
    )


def _print_table(title: str, differences: list[Difference], console: Console) -> None:
    table = table_of(title)
    for column in ("  Distribution", "Declared", "Found", "Where", ""):
        table.add_column(column, overflow="fold")
    for each in differences:
        table.add_row(
            _text(f"  {each.name}{' (conda)' if each.ecosystem == CONDA else ''}"),
            _text(each.declared or ""),
            _text(each.found or ""),
            _text(f"/{each.where}", "dim"),
            _text(each.reason, "cyan"),
        )
    print_table(table, console)
    console.print()


def _text(text: str, style: str = "") -> Text:
    rest = "…" if len(text) > MAX_CHARACTERS else ""
    return Text(printable(text[:MAX_CHARACTERS]) + rest, style)
