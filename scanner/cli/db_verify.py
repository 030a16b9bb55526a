"""``lading db verify``: whether the index is what somebody signed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scanner.cli.attestation_options import VERIFYING_KEY
from scanner.cli.database_options import Database, own_database
from scanner.cli.database_options import verify as verify_index


def verify(key: Annotated[Path, VERIFYING_KEY], db: Database = None) -> None:
    """Check that the index, and its details, are what was signed; fails if they are not."""
    location = db or own_database()
    verify_index(location, key)
    typer.echo(f"{location}: signed with the key to {key}")
