"""What became of findings, for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from scanner.cli.table import print_table, table_of
from scanner.cli.text import printable
from scanner.diff.turn import FIELDS, Kind, Turn
from scanner.difference import differences
from scanner.model.report import Report

TITLES = {Kind.NEW: "New", Kind.GONE: "Gone", Kind.CHANGED: "Different"}
MAX_CHARACTERS = 1_000


def print_turns(before: Report, after: Report, turns: Sequence[Turn], console: Console) -> None:
    """Print a table for each way in which something became different, and what did it."""
    for kind, title in TITLES.items():
        if chosen := [turn for turn in turns if turn.kind is kind]:
            _print_table(title, chosen, console)
    counts = Counter(turn.kind for turn in turns)
    count = len(differences(before.inventory, after.inventory))
    is_same_data = before.advisories_digest == after.advisories_digest
    parts = [f"{counts[kind]} {title.lower()}" for kind, title in TITLES.items()]
    data = "the same advisories" if is_same_data else "other advisories"
    components = f"{count} component{'' if count == 1 else 's'} changed" if count else "same code"
    console.print(
        _text(f"{', '.join(parts)}.", "bold red" if counts[Kind.NEW] else "bold green"),
        _text(f"{components}, {data}.".capitalize()),
        soft_wrap=True,
    )


def _print_table(title: str, turns: Sequence[Turn], console: Console) -> None:
    table = table_of(title)
    for column in ("  Distribution", "Version", "Vulnerability", "Severity", "Because of", ""):
        table.add_column(column, overflow="fold")
    for turn in turns:
        finding = turn.finding
        table.add_row(
            _text(f"  {finding.component.name}"),
            _text(finding.component.version or ""),
            _text(finding.id),
            _text(finding.severity.level.name.lower()),
            _text(turn.cause.value),
            _text(", ".join(_changes(turn)), "cyan"),
        )
    print_table(table, console)
    console.print()


def _changes(turn: Turn) -> list[str]:
    if turn.before is None or turn.after is None:
        return []
    return [
        f"{name}: {FIELDS[name](turn.before) or 'none'} → {FIELDS[name](turn.after) or 'none'}"
        for name in turn.changed
    ]


def _text(text: str, style: str = "") -> Text:
    rest = "…" if len(text) > MAX_CHARACTERS else ""
    return Text(printable(text[:MAX_CHARACTERS]) + rest, style)
