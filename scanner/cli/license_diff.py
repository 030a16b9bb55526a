"""``lading licenses diff``: what became of licences between two images, or saved reports."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli import license_options
from scanner.cli.output import print_on, standard_output, warn_of_gaps
from scanner.cli.process import set_up
from scanner.cli.progress import shown_progress
from scanner.cli.reading import Reading, reads

if TYPE_CHECKING:
    from scanner.licenses.comparison import Licensed

SIDE = "A target, or a report that was saved with lading licenses -f json."


@reads
def diff(
    before: Annotated[str, typer.Argument(metavar="A", show_default=False, help=SIDE)],
    after: Annotated[str, typer.Argument(metavar="B", show_default=False, help=SIDE)],
    fail_on: license_options.FailOnChange = "new-category",
    *,
    reading: Reading,
) -> None:
    """Report what is under another licence in B than in A, what is new, and what is gone."""
    from scanner.cli.license_changes import print_comparison
    from scanner.licenses.comparison import compare
    from scanner.licenses.report import category_in
    from scanner.match.policy import CLEAN, FINDINGS, INCOMPLETE

    set_up(reading.verbose)
    (old, old_whole), (new, new_whole) = (_side(each, reading) for each in (before, after))
    comparison = compare(old, new, category_in)
    with standard_output() as stdout:
        print_on(stdout, partial(print_comparison, comparison))
    if not old_whole or not new_whole:
        raise typer.Exit(INCOMPLETE)
    reasons = {"any": comparison.is_different, "new-category": comparison.risen, "never": ()}
    raise typer.Exit(FINDINGS if reasons[fail_on] else CLEAN)


def _side(location: str, reading: Reading) -> tuple[tuple[Licensed, ...], bool]:
    """Return what is on one side, and whether that is all."""
    from scanner.formats.licenses.license_json import read
    from scanner.licenses.comparison import licensed_of
    from scanner.model.inventory import Coverage
    from scanner.pipeline import scan

    if Path(location).is_file():
        with Path(location).open("rb") as file:
            if file.read(1) == b"{":
                file.seek(0)
                return read(file.read())
    with shown_progress(reading.quiet) as progress:
        settings = replace(reading.settings(), licenses=True, progress=progress)
        inventory = scan(location, settings)
    warn_of_gaps(inventory)
    return licensed_of(inventory), inventory.coverage is not Coverage.INCOMPLETE
