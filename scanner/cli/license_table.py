"""The licences of a target as a table, for people on a terminal."""

from __future__ import annotations

from collections import Counter

from rich.console import Console
from rich.table import Table
from rich.text import Text

from scanner.cli.text import printable
from scanner.model.license_report import LicenseEntry, LicenseReport
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


def print_licenses(report: LicenseReport, console: Console) -> None:
    """Print a row for each version of a distribution, and counts."""
    distinct = {_content(entry): entry for entry in report.entries}
    entries = sorted(distinct.values(), key=_order)
    has_categories = any(entry.judgement.category for entry in entries)
    has_flags = any(entry.flags for entry in entries)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("Distribution", overflow="fold", min_width=12)
    table.add_column("Version", overflow="fold", min_width=7)
    table.add_column("Concluded", overflow="fold", min_width=12)
    table.add_column("Declared otherwise", overflow="fold")
    if has_categories:
        table.add_column("Category", overflow="fold")
    if has_flags:
        table.add_column("Flags", overflow="fold")
    for entry in entries:
        cells = [*_cells(entry)]
        if has_categories:
            cells.append(_category(entry.judgement.category))
        if has_flags:
            cells.append(_flags(entry.flags))
        table.add_row(*cells)
    console.print(table)
    console.print()
    _print_summary(entries, console)


def text_of(text: str, style: str = "") -> Text:
    """Return text as it is: nothing from an image is markup, or acts on the terminal."""
    rest = "…" if len(text) > MAX_CHARACTERS else ""
    return Text(printable(text[:MAX_CHARACTERS]) + rest, style)


def counted(count: int, noun: str) -> str:
    """Return a number of things."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _content(entry: LicenseEntry) -> tuple[str, ...]:
    return tuple(str(cell) for cell in (*_cells(entry), entry.judgement.category, entry.flags))


def _order(entry: LicenseEntry) -> tuple[str, ...]:
    return normalized(entry.component.name), entry.component.version or "", *_content(entry)


def _cells(entry: LicenseEntry) -> tuple[Text, ...]:
    component, licensing = entry.component, entry.licensing
    is_open = licensing.concluded is None
    declared = "" if licensing.declared == licensing.concluded else licensing.declared or ""
    return (
        text_of(component.name, "bold"),
        text_of(component.version or "unknown", "" if component.version else "magenta"),
        text_of(licensing.concluded or "open", "magenta" if is_open else ""),
        text_of(declared, "dim"),
    )


def _category(category: str | None) -> Text:
    return text_of(category or "", CATEGORY_STYLES.get(category or "", "yellow"))


def _flags(flags: tuple[str, ...]) -> Text:
    return Text(", ").join(Text(flag, FLAG_STYLES.get(flag, "cyan")) for flag in flags)


def _print_summary(entries: list[LicenseEntry], console: Console) -> None:
    licenses = Counter(entry.licensing.concluded for entry in entries)
    still_open = licenses.pop(None, 0)
    flags = Counter(flag for entry in entries for flag in entry.flags if flag != "open")
    ranked = sorted(licenses.items(), key=lambda item: (-item[1], item[0] or ""))
    shown = [f"{count:,} {license_}" for license_, count in ranked[:MAX_LICENSES]]
    if others := sum(count for _, count in ranked[MAX_LICENSES:]):
        shown.append(f"{others:,} of {counted(len(ranked) - MAX_LICENSES, 'other licence')}")
    console.print(
        text_of(f"{counted(len(entries), 'distribution')}:", "bold"),
        Text(printable(", ".join(shown))),
    )
    facts = [f"{count} {flag}" for flag, count in sorted(flags.items())]
    if still_open:
        console.print(text_of(f"{still_open} open: their licence is not known.", "magenta"))
    if facts:
        console.print(text_of(f"Flags: {', '.join(facts)}. --why NAME shows why.", "dim"))
