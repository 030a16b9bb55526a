"""``lading db lint``: what is wrong with records, for those who keep them."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli.database_options import AsJson, Database, own_database, today
from scanner.cli.options import each_of
from scanner.cli.output import print_on, standard_output

if TYPE_CHECKING:
    from rich.console import Console

    from scanner.advisories.lint import Fault

FAULTY = 1


def lint(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="[FILE...]",
            show_default=False,
            help="Records in the OSV format, or a VEX document; by default those of the local "
            "index.",
        ),
    ] = [],  # noqa: B006 - typer copies it
    ignored: Annotated[
        list[str],
        typer.Option(
            "--ignore",
            metavar="KIND",
            show_default=False,
            help="A kind of fault to leave out. May be given several times.",
        ),
    ] = [],  # noqa: B006 - typer copies it
    db: Database = None,
    as_json: AsJson = False,
) -> None:
    """Report what is wrong with the data: exits with 1 if anything is."""
    from scanner.advisories.lint import KINDS, lint_of
    from scanner.advisories.records import records_at
    from scanner.advisories.vex import malformed_at

    each_of(KINDS)(ignored)
    places = files or [db or own_database()]
    records = (item for place in places for item in (*malformed_at(place), *records_at(place)))
    faults = [each for each in lint_of(records, today()) if each.kind not in ignored]
    with standard_output() as stdout:
        if as_json:
            stdout.write(json.dumps([asdict(fault) for fault in faults], indent=2) + "\n")
        else:
            print_on(stdout, partial(_print, faults))
    raise typer.Exit(FAULTY if faults else 0)


def _print(faults: list[Fault], console: Console) -> None:
    from scanner.cli.table import print_table, table_of

    table = table_of()
    for name in ("record", "fault", "detail"):
        table.add_column(name)
    for fault in faults:
        table.add_row(fault.record, fault.kind, fault.detail)
    if faults:
        print_table(table, console)
    for kind, count in sorted(Counter(fault.kind for fault in faults).items()):
        console.print(f"{count:,} {kind}")
