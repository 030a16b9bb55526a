"""``lading sbom validate``: what is wrong with an SBOM."""

from __future__ import annotations

from typing import Annotated

import typer

from scanner.cli.output import standard_output
from scanner.cli.sbom_convert import Document
from scanner.cli.text import printable


def validate(
    file: Document,
    schema: Annotated[
        bool,
        typer.Option(
            "--schema/--no-schema",
            help="Whether to check it by its official schema, too (lading[validate]).",
        ),
    ] = True,
) -> None:
    """Report what is wrong with an SBOM, line by line; exits with 1 if anything is."""
    from scanner.document import content_of
    from scanner.errors import UnreadableDocument
    from scanner.match.policy import CLEAN, FINDINGS
    from scanner.schema import schema_errors
    from scanner.validation import faults, format_of

    data = content_of(file)
    name = format_of(data)
    if name is None:
        raise UnreadableDocument(f"{file}: neither CycloneDX nor SPDX, nor a report of ours")
    found = list(faults(name, data))
    # What cannot be read at all has no place in it that a schema could speak of.
    if schema and not any(each.startswith("not read: ") for each in found):
        found += schema_errors(name, data)
    with standard_output() as stdout:
        stdout.writelines(f"{printable(each)}\n" for each in found)
        if not found:
            stdout.write(f"{printable(file)}: valid {name}\n")
    raise typer.Exit(FINDINGS if found else CLEAN)
