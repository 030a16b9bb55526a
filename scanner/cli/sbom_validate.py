"""``lading sbom validate``: what is wrong with an SBOM."""

from __future__ import annotations

from typing import Annotated

import typer

from scanner.cli import quality_options
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
    profile: quality_options.CheckedProfile = None,
    profile_reports: quality_options.ProfileReports = [],  # noqa: B006 - typer copies it
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
        raise UnreadableDocument(f"{file}: neither CycloneDX nor SPDX, nor of Syft or ours")
    found = list(faults(name, data))
    # What cannot be read at all has no place in it that a schema could speak of.
    if schema and not any(each.startswith("not read: ") for each in found):
        found += schema_errors(name, data)
    with standard_output() as stdout:
        stdout.writelines(f"{printable(each)}\n" for each in found)
        if not found:
            stdout.write(f"{printable(file)}: valid {name}\n")
    is_right = not found
    if profile:
        from scanner.assessment import facts_of_document
        from scanner.cli.profile_check import tells_all
        from scanner.document import inventory_in

        inventory, facts = inventory_in(data, file), facts_of_document(data)
        if inventory is None or facts is None:
            raise typer.BadParameter(f"{file} is no SBOM.", param_hint="--profile")
        is_right &= tells_all(inventory, facts, profile, profile_reports)
    raise typer.Exit(CLEAN if is_right else FINDINGS)
