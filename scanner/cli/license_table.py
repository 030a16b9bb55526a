"""The licences of a target as a table, for people on a terminal."""

from __future__ import annotations

from collections import Counter

from rich.console import Console
from rich.text import Text

from scanner.cli.table import print_table, table_of
from scanner.cli.text import printable
from scanner.licenses.decided.verdict import Ruling
from scanner.licenses.report import LicenseEntry, LicenseReport
from scanner.model.names import normalized

CATEGORY_STYLES = {"permissive": "green", "public-domain": "green", "copyleft": "red"}
"""The others are yellow."""
FLAG_STYLES = {
    "denied": "bold red",
    "conflict": "red",
    "flagged": "yellow",
    "open": "magenta",
    "review": "magenta",
}
MAX_LICENSES = 12
"""In the summary; the rest is counted together."""
MAX_CHARACTERS = 300
"""Of a cell."""
COLUMNS = {
    "Distribution": None,
    "Version": 10,
    "Concluded": None,
    "Declared otherwise": 10,
    "Category": 11,
    "Flags": 10,
}
"""How wide each may be where there is little room; one without anything in it is left out."""
NARROW = 120


def print_licenses(report: LicenseReport, console: Console) -> None:
    """Print a row for each version of a distribution, parts behind their wholes, and counts."""
    distinct = {(entry.part_of, *map(str, _cells(entry))): entry for entry in report.entries}
    entries = [
        distinct[key] for key in sorted(distinct, key=lambda key: (_order(distinct[key]), key))
    ]
    rows = [_cells(entry) for entry in entries]
    table = table_of()
    is_shown = [any(column) for column in zip(*rows, strict=True)] or [False] * len(COLUMNS)
    is_narrow = console.width < NARROW
    for (title, width), wanted in zip(COLUMNS.items(), is_shown, strict=True):
        if wanted:
            table.add_column(title, overflow="fold", max_width=width if is_narrow else None)
    for row in rows:
        table.add_row(*(cell for cell, wanted in zip(row, is_shown, strict=True) if wanted))
    print_table(table, console)
    console.print()
    _print_ruling(report.ruling, console)
    _print_summary(entries, console)


def text_of(text: str, style: str = "") -> Text:
    """Return text as it is: nothing from an image is markup, or acts on the terminal."""
    rest = "…" if len(text) > MAX_CHARACTERS else ""
    return Text(printable(text[:MAX_CHARACTERS]) + rest, style)


def counted(count: int, noun: str) -> str:
    """Return a number of things."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _order(entry: LicenseEntry) -> tuple[str, ...]:
    """Return what puts parts behind what they are parts of."""
    whole = entry.parent or entry.component
    named = normalized(whole.name), whole.version or ""
    return *named, *((entry.part_of, normalized(entry.component.name)) if entry.parent else ())


def _cells(entry: LicenseEntry) -> tuple[Text, ...]:
    component, licensing = entry.component, entry.licensing
    is_open = licensing.concluded is None
    declared = "" if licensing.declared == licensing.concluded else licensing.declared or ""
    return (
        text_of(f"  {component.name}") if entry.parent else text_of(component.name, "bold"),
        text_of(component.version or "unknown", "" if component.version else "magenta"),
        text_of(licensing.concluded or "open", "magenta" if is_open else ""),
        text_of(declared, "dim"),
        _category(entry.category),
        _flags(entry.flags),
    )


def _category(category: str | None) -> Text:
    return text_of(category or "", CATEGORY_STYLES.get(category or "", "yellow"))


def _flags(flags: tuple[str, ...]) -> Text:
    return Text(", ").join(Text(flag, FLAG_STYLES.get(flag, "cyan")) for flag in flags)


def _print_ruling(ruling: Ruling, console: Console) -> None:
    """Print what a policy has to say of no single distribution."""
    for hint in ruling.hints:
        line = f"Perhaps not together in /{hint.environment}: {hint}."
        console.print(text_of(line, "yellow"))
    for problem in ruling.problems:
        console.print(text_of(f"{problem.path}: {problem.reason}", "yellow"))
    if ruling.hints or ruling.problems:
        console.print()


def _print_summary(entries: list[LicenseEntry], console: Console) -> None:
    licenses = Counter(entry.licensing.concluded for entry in entries)
    still_open = licenses.pop(None, 0)
    flags = Counter(flag for entry in entries for flag in entry.flags if flag != "open")
    ranked = sorted(licenses.items(), key=lambda item: (-item[1], item[0] or ""))
    shown = [f"{count:,} {text_of(license_ or '')}" for license_, count in ranked[:MAX_LICENSES]]
    if others := sum(count for _, count in ranked[MAX_LICENSES:]):
        shown.append(f"{others:,} under {len(ranked) - MAX_LICENSES:,} others")
    parts = sum(entry.parent is not None for entry in entries)
    what = counted(len(entries) - parts, "distribution") + (
        f" and {counted(parts, 'part')} of them" if parts else ""
    )
    console.print(
        text_of(f"{what}:", "bold"),
        Text(printable(", ".join(shown))),
    )
    facts = [f"{count} {flag}" for flag, count in sorted(flags.items())]
    if still_open:
        console.print(text_of(f"{still_open} open: their licence is not known.", "magenta"))
    if facts:
        console.print(text_of(f"Flags: {', '.join(facts)}. --why NAME shows why.", "dim"))
