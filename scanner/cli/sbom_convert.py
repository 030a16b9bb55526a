"""``lading sbom convert``: an SBOM, or a saved report, in another format."""

from __future__ import annotations

from typing import Annotated

import typer

from scanner.cli import options
from scanner.cli.output import creation_date, warn_of_gaps, write_files, write_report

Document = Annotated[
    str,
    typer.Argument(
        metavar="FILE", show_default=False, help="An SBOM or a saved report; - is standard input."
    ),
]


def convert(
    file: Document,
    shown: options.DocumentFormat = None,
    outputs: options.DocumentOutputs = [],  # noqa: B006 - typer copies it
    redact_emails: options.RedactEmails = False,
) -> None:
    """Write an SBOM in another format; docs/sbom-loss.md says what each can hold."""
    from scanner.document import PREFIX, STANDARD_INPUT, document_at
    from scanner.match.policy import exit_code
    from scanner.model.report import Report
    from scanner.withholding import with_emails_withheld

    is_marked = file == STANDARD_INPUT or file.startswith(PREFIX)
    inventory = document_at(file if is_marked else f"{PREFIX}{file}")
    assert inventory is not None
    if redact_emails:
        inventory = with_emails_withheld(inventory)
    report = Report(inventory=inventory, created=creation_date())
    write_files(outputs, report)
    if shown or not outputs:
        write_report(shown or options.DOCUMENT, report)
    warn_of_gaps(inventory)
    raise typer.Exit(exit_code(report, "never"))
