"""``lading db diff``: what became of the records between two copies."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from scanner.cli.database_options import AsJson
from scanner.cli.output import standard_output

ABOUT = "An index, records in the OSV format, or a VEX document."


def diff(
    before: Annotated[Path, typer.Argument(metavar="A", show_default=False, help=ABOUT)],
    after: Annotated[Path, typer.Argument(metavar="B", show_default=False, help=ABOUT)],
    as_json: AsJson = False,
) -> None:
    """Show which records were added, removed, withdrawn or changed from A to B."""
    from scanner.advisories.difference import difference_of, with_documents
    from scanner.advisories.records import advisories_at
    from scanner.advisories.vex import documents_at

    found = difference_of(advisories_at(before), advisories_at(after))
    found = with_documents(found, documents_at(before), documents_at(after))
    with standard_output() as stdout:
        if as_json:
            stdout.write(json.dumps(asdict(found), indent=2) + "\n")
            return
        for kind in ("added", "removed", "withdrawn", "reinstated"):
            ids: tuple[str, ...] = getattr(found, kind)
            stdout.writelines(f"{kind} {id_}\n" for id_ in ids)
        for change in found.changed:
            stdout.write(f"changed {change.id}: {', '.join(change.fields)}\n")
