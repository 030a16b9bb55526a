"""``lading db sign``: signs the index, for others to verify without a network."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scanner.cli.attestation_options import SIGNING_KEY
from scanner.cli.database_options import Database, own_database
from scanner.errors import UnwritableOutput


def sign(key: Annotated[Path, SIGNING_KEY], db: Database = None) -> None:
    """Write a signature beside the index: FILE.sig."""
    from scanner.advisories.index import AdvisoryIndex
    from scanner.attestation.file_signature import sign_file
    from scanner.cli.attestation_options import signing_key

    location = db or own_database()
    with AdvisoryIndex.opened(location):
        try:
            place = sign_file(location, signing_key(key))
        except OSError as error:
            raise UnwritableOutput(str(location), error) from error
    typer.echo(place)
