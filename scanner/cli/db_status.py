"""``lading db status``: what is in the index, and how old it is."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from scanner.cli.database_options import AsJson, Database, DatabaseKey, opened_index, today
from scanner.cli.output import print_on, standard_output
from scanner.cli.text import printable

if TYPE_CHECKING:
    from rich.console import Console

    from scanner.advisories.index import AdvisoryIndex


def status(db: Database = None, db_key: DatabaseKey = None, as_json: AsJson = False) -> None:
    """Show the sources of the index of advisories: how many records, and how old."""
    with opened_index(db, db_key) as index, standard_output() as stdout:
        if as_json:
            stdout.write(json.dumps(_fields(index), indent=2) + "\n")
        else:
            print_on(stdout, partial(_print, index))


def _fields(index: AdvisoryIndex) -> dict[str, object]:
    from scanner.advisories.vex import origins_in

    origins = {name: asdict(origin) for name, origin in origins_in(index).items()}
    sources = [
        asdict(source) | {"age_days": _age(source.date)} | origins.get(source.name, {})
        for source in index.sources
    ]
    return {
        "location": str(index.location),
        "digest": index.digest,
        "counts": index.counts,
        "sources": sources,
    }


def _print(index: AdvisoryIndex, console: Console) -> None:
    from scanner.advisories.vex import origins_in
    from scanner.cli.table import print_table, table_of

    table = table_of()
    for name in ("source", "records", "unreadable", "date", "age", "newest record"):
        table.add_column(name, justify="right" if name in {"records", "unreadable"} else "left")
    for source in index.sources:
        age = _age(source.date)
        table.add_row(
            source.name,
            f"{source.records:,}",
            f"{source.unreadable:,}",
            source.date,
            "unknown" if age is None else f"{age} days",
            (source.modified or "")[:10],
        )
    console.print(f"{index.location}\n{index.digest}", soft_wrap=True, markup=False)
    print_table(table, console)
    for name, origin in origins_in(index).items():
        told = f"{name}: {origin.digest}, by {', '.join(origin.authors) or 'nobody'}"
        console.print(printable(told), soft_wrap=True, markup=False)
    counts = ", ".join(f"{count:,} {name}" for name, count in index.counts.items())
    console.print(counts, soft_wrap=True)


def _age(day: str) -> int | None:
    """Return how many days ago it was."""
    try:
        return (date.fromisoformat(today()) - date.fromisoformat(day)).days
    except ValueError:
        return None
