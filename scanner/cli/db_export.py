"""``lading db export``: gives the index to others."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scanner.cli.database_options import Database, own_database
from scanner.cli.text import printable


def export(
    destination: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            show_default=False,
            help="NAME.zip gets all records in the OSV format; NAME.sqlite is a copy of the index, "
            "with its details in NAME.detail.sqlite.",
        ),
    ],
    db: Database = None,
) -> None:
    """Write the local index of advisories to a file, for another machine or another tool."""
    from scanner.advisories.export import export_index, export_records
    from scanner.advisories.index import AdvisoryIndex

    location = db or own_database()
    with AdvisoryIndex.opened(location) as index:
        match destination.suffix:
            case ".zip":
                count = export_records(location, destination)
                typer.echo(f"{destination}: {count:,} records", err=True)
                for name in index.documents():
                    told = f"{name} is no record of OSV, and only in a copy of the index (.sqlite)"
                    typer.echo(printable(told), err=True)
            case ".sqlite":
                export_index(location, destination)
            case _:
                raise typer.BadParameter(f"{destination} ends neither in .zip nor in .sqlite.")
