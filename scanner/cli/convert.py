"""``lading convert``: a saved report in other formats, without a scan."""

from __future__ import annotations

from typing import Annotated

import typer

from scanner.cli import options
from scanner.cli.output import warn_of_gaps, write_files, write_report


def convert(
    file: Annotated[
        str,
        typer.Argument(
            metavar="REPORT",
            show_default=False,
            help="What lading scan -f json has written; - is standard input.",
        ),
    ],
    shown: options.Format = options.TERMINAL,
    outputs: options.Outputs = [],  # noqa: B006 - typer copies it
) -> None:
    """Write a saved report in other formats, with all that was found when it was made."""
    from scanner.document import report_at
    from scanner.match.policy import exit_code

    report = report_at(file)
    write_files(outputs, report)
    if shown != options.TERMINAL or not outputs:
        write_report(shown, report)
    warn_of_gaps(report.inventory)
    raise typer.Exit(exit_code(report, "never"))
