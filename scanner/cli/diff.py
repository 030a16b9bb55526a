"""``lading diff``: what became of findings, and whether code or data made it so."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli import options
from scanner.cli.judging_options import Judged
from scanner.cli.output import print_on, standard_output, warn_of_gaps
from scanner.cli.process import set_up
from scanner.cli.progress import shown_progress
from scanner.cli.reading import Reading, reads

if TYPE_CHECKING:
    from scanner.advisories.index import AdvisoryIndex
    from scanner.judging import Judging
    from scanner.model.report import Report
    from scanner.settings import Settings

SIDE = "A saved report (json), or whatever is scanned."
FORMATS = (options.TERMINAL, "json")


@reads
def diff(
    before: Annotated[str, typer.Argument(metavar="A", show_default=False, help=SIDE)],
    after: Annotated[str, typer.Argument(metavar="B", show_default=False, help=SIDE)],
    shown: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            callback=options.one_of(FORMATS),
            help=f"What to write to stdout: {', '.join(FORMATS)}.",
        ),
    ] = options.TERMINAL,
    *,
    judged: Judged,
    reading: Reading,
) -> None:
    """Report which findings are in B and not in A, in A and not in B, or are different.

    Exits as a scan of B would with A for its baseline: with 1 if new findings count.
    """
    from scanner.cli.diff_table import print_turns
    from scanner.diff.document import document_of
    from scanner.diff.turn import turns
    from scanner.match.baseline import baseline_of, undecided
    from scanner.match.policy import CLEAN, INCOMPLETE
    from scanner.model.inventory import Coverage
    from scanner.verdict import with_verdict

    set_up(reading.verbose)
    judging = judged.judging()
    with judged.index() as index, shown_progress(reading.quiet) as progress:
        settings = replace(reading.settings(), progress=progress)
        first, second = (_report(each, settings, index, judging) for each in (before, after))
    found = turns(first, second)
    with standard_output() as stdout:
        if shown == options.TERMINAL:
            print_on(stdout, partial(print_turns, first, second, found))
        else:
            stdout.write(document_of(first, second, found))
    for side in (first, second):
        warn_of_gaps(side.inventory)
    news = with_verdict(second, replace(judging, baseline=baseline_of(undecided(first))))
    incomplete = any(each.inventory.coverage is Coverage.INCOMPLETE for each in (first, second))
    raise typer.Exit(judged.exit_code(news) | (INCOMPLETE if incomplete else CLEAN))


def _report(target: str, settings: Settings, index: AdvisoryIndex, judging: Judging) -> Report:
    from scanner.pipeline import audit, scan
    from scanner.saved import saved_report
    from scanner.verdict import with_verdict

    decided = replace(judging, baseline=None, policy=None)
    if saved := saved_report(target):
        return with_verdict(replace(saved, violations=()), decided)
    return audit(scan(target, settings), index, decided)
