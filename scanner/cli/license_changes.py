"""What became of the licences of a target, for people on a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from scanner.cli.license_table import CATEGORY_STYLES, counted, text_of
from scanner.cli.table import print_table, table_of
from scanner.licenses.comparison import Comparison, LicenseChange, Licensed


def print_comparison(comparison: Comparison, console: Console) -> None:
    """Print what is gone, new and under another licence, what matters most last."""
    for title, changes, style in (
        ("Removed", comparison.removed, "dim"),
        ("Added", comparison.added, "green"),
        ("Under another licence", comparison.relicensed, "yellow"),
    ):
        if changes:
            console.print(text_of(title, f"bold {style}"))
            print_table(_table(changes), console)
            console.print()
    for change in comparison.risen:
        for category in change.new_categories:
            style = CATEGORY_STYLES.get(category, "yellow")
            console.print(
                text_of(f"New {category}: ", f"bold {style}") + text_of(_named(change.after))
            )
    console.print(
        text_of(
            f"{counted(len(comparison.added), 'distribution')} added, "
            f"{len(comparison.removed):,} removed, {len(comparison.relicensed):,} under another "
            f"licence, {comparison.unchanged:,} under the same."
        )
    )


def _table(changes: tuple[LicenseChange, ...]) -> Table:
    table = table_of()
    table.show_header = False
    for _ in range(3):
        table.add_column(overflow="fold")
    for change in changes:
        sides = [_licenses(side) for side in (change.before, change.after) if side]
        table.add_row(
            text_of(f"  {change.name}"),
            text_of(" → ".join(_versions(side) for side in (change.before, change.after) if side)),
            text_of(" → ".join(sides)),
        )
    return table


def _named(side: tuple[Licensed, ...]) -> str:
    return f"{side[0].name} {_versions(side)}, {_licenses(side)}"


def _versions(side: tuple[Licensed, ...]) -> str:
    return ", ".join(dict.fromkeys(each.version or "unknown" for each in side))


def _licenses(side: tuple[Licensed, ...]) -> str:
    return ", ".join(dict.fromkeys(each.concluded or "open" for each in side))
