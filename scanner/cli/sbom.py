"""``lading sbom``: what is there, as a software bill of materials."""

from __future__ import annotations

import typer

from scanner.cli import options
from scanner.cli.output import creation_date, warn_of_gaps, write_file, write_report
from scanner.cli.process import set_up
from scanner.cli.progress import shown_progress


def sbom(
    target: options.Target,
    emitter: options.DocumentFormat = "cyclonedx-json",
    output: options.OutputFile = None,
    platform: options.WantedPlatform = None,
    image: options.WantedImage = None,
    strict: options.Strict = False,
    no_verify: options.NoVerify = False,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> None:
    """Write an SBOM of the Python distributions in TARGET."""
    from scanner.match.policy import exit_code
    from scanner.model.report import Report
    from scanner.pipeline import scan

    set_up(verbose)
    verified = options.verification(strict, no_verify)
    with shown_progress(quiet) as progress:
        inventory = scan(target, options.settings(platform, image, verified, progress))
    report = Report(inventory=inventory, created=creation_date())
    if output is None:
        write_report(emitter, report)
    else:
        write_file(output, emitter, report)
    warn_of_gaps(inventory)
    raise typer.Exit(exit_code(report, "never"))
