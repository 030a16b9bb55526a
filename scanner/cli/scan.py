"""``lading scan``: what is there, and which known vulnerabilities it has.

Of a target with several images each has a report. A document is about one of them.
"""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from operator import or_

import typer

from scanner.cli import options
from scanner.cli.declared_options import Beside, Selecting
from scanner.cli.judging_options import Judged
from scanner.cli.online_options import Asking
from scanner.cli.output import warn_of_gaps, write_files, write_report
from scanner.cli.process import set_up
from scanner.cli.progress import shown_progress
from scanner.cli.reading import Reading, reads
from scanner.cli.showing import Showing
from scanner.cli.workflow_run import check_run


@reads
def scan(
    target: options.Target,
    shown: options.Format = options.TERMINAL,
    outputs: options.Outputs = [],  # noqa: B006 - typer copies it
    redact_emails: options.RedactEmails = False,
    why_rank: options.WhyRank = False,
    *,
    selecting: Selecting,
    beside: Beside,
    judged: Judged,
    asking: Asking,
    reading: Reading,
) -> None:
    """Report the Python distributions in TARGET, and their known vulnerabilities."""
    from scanner.pipeline import audit, scan_all
    from scanner.pipeline import scan as inventory_of
    from scanner.withholding import with_emails_withheld

    set_up(reading.verbose)
    check_run((shown, *outputs))
    judging = judged.judging(by_target=True)
    settings = beside.applied(selecting.applied(reading.settings()))
    if judging.policy and judging.policy.licenses:
        settings = replace(settings, licenses=True)
    is_document = shown != options.TERMINAL or bool(outputs)
    with judged.index() as index:
        with shown_progress(reading.quiet) as progress:
            settings = replace(settings, progress=progress)
            found = (inventory_of(target, settings),) if is_document else scan_all(target, settings)
        if redact_emails:
            found = tuple(map(with_emails_withheld, found))
        with asking.index(index, found, judging, reading) as known:
            reports = [
                audit(each, known, judged.judging_of(judging, each, settings)) for each in found
            ]
    showing = Showing(why_rank=why_rank, today=judging.today)
    for report in reports:
        write_files(outputs, report, showing)
        write_report(shown, report, showing)
        warn_of_gaps(report.inventory)
    # Incomplete outweighs findings, as it does for one image.
    raise typer.Exit(reduce(or_, map(judged.exit_code, reports)))
