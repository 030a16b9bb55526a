"""``lading scan``: what is there, and which known vulnerabilities it has.

Of a target with several images each has a report. A document is about one of them.
"""

from __future__ import annotations

import typer

from scanner.cli import options
from scanner.cli.output import creation_date, warn_of_gaps, write_file, write_report
from scanner.cli.progress import shown_progress


def scan(
    target: options.Target,
    shown: options.Format = options.TERMINAL,
    outputs: options.Outputs = [],  # noqa: B006 - typer copies it
    fail_on: options.FailOn = "any",
    platform: options.WantedPlatform = None,
    image: options.WantedImage = None,
    strict: options.Strict = False,
    no_verify: options.NoVerify = False,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> None:
    """Report the Python distributions in TARGET, and their known vulnerabilities."""
    from scanner.advisories.index import AdvisoryIndex
    from scanner.match.policy import exit_code
    from scanner.pipeline import audit, scan_all
    from scanner.pipeline import scan as inventory_of

    options.set_up_logging(verbose)
    verified = options.verification(strict, no_verify)
    is_document = shown != options.TERMINAL or bool(outputs)
    with AdvisoryIndex.opened() as index:
        with shown_progress(quiet) as progress:
            settings = options.settings(platform, image, verified, progress)
            found = (inventory_of(target, settings),) if is_document else scan_all(target, settings)
        reports = [audit(inventory, index, creation_date()) for inventory in found]
    for report in reports:
        for output in outputs:
            name, _, location = output.partition("=")
            write_file(location, name, report)
        write_report(shown, report)
        warn_of_gaps(report.inventory)
    # Incomplete outweighs findings, as it does for one image.
    raise typer.Exit(max(exit_code(report, fail_on) for report in reports))
