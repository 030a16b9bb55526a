"""``lading sbom merge``: several SBOMs, reports or images in one document."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from scanner.cli import options
from scanner.cli.output import creation_date, warn_of_gaps, write_files, write_report
from scanner.cli.process import set_up
from scanner.cli.progress import shown_progress
from scanner.cli.reading import Reading, reads

Targets = Annotated[
    list[str],
    typer.Argument(
        metavar="TARGET...",
        show_default=False,
        help="SBOMs, saved reports, or whatever is scanned.",
    ),
]


@reads
def merge(
    targets: Targets,
    shown: options.DocumentFormat = None,
    outputs: options.DocumentOutputs = [],  # noqa: B006 - typer copies it
    *,
    reading: Reading,
) -> None:
    """Write one SBOM of all that is in several targets, each below a directory of its own."""
    from scanner.match.policy import exit_code
    from scanner.merging import merged
    from scanner.model.report import Report
    from scanner.pipeline import scan

    set_up(reading.verbose)
    with shown_progress(reading.quiet) as progress:
        settings = replace(reading.settings(), progress=progress)
        inventory = merged([scan(target, settings) for target in targets])
    report = Report(inventory=inventory, created=creation_date())
    write_files(outputs, report)
    if shown or not outputs:
        write_report(shown or options.DOCUMENT, report)
    warn_of_gaps(inventory)
    raise typer.Exit(exit_code(report, "never"))
