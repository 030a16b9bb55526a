"""``lading db import``: takes files into the index, without a network."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scanner.cli import options
from scanner.cli.database_options import Database, Force, own_database
from scanner.cli.outcome_text import report_outcome
from scanner.cli.process import set_up


def import_(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            show_default=False,
            help="Records in the OSV format (a directory, zip or tar file, JSON or YAML), CISA's "
            "catalogue (JSON), EPSS (CSV, compressed or not), a feed of NVD (JSON 2.0, compressed "
            "or not), a VEX document (OpenVEX, CSAF or CycloneDX as JSON), or another index.",
        ),
    ],
    date: Annotated[
        str | None,
        typer.Option(
            metavar="YYYY-MM-DD",
            show_default=False,
            help="Of which day they are. By default what the file says, its name, or its newest "
            "record.",
        ),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(show_default=False, help="What to call the source."),
    ] = None,
    db: Database = None,
    force: Force = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Say only what could not be read.")
    ] = False,
    verbose: options.Verbose = False,
) -> None:
    """Take files into the local index, each in the place of what there was of its source."""
    from scanner.advisories.importing import Importing, import_files

    set_up(verbose)
    importing = Importing(date=_date(date), name=name, force=force)
    for outcome, intake in import_files(db or own_database(), files, importing):
        if not quiet:
            report_outcome(outcome)
        if intake.other_ecosystem and not quiet:
            typer.echo(f"  {intake.other_ecosystem:,} say nothing of PyPI or conda", err=True)
        for place, reason in intake.holding.kept.unreadable:
            typer.echo(f"  {place}: {reason}", err=True)


def _date(text: str | None) -> str | None:
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat() if text else None
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--date") from error
