"""``lading tree``: what the distributions of each environment require of each other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import typer

from scanner.cli import options, tree_options
from scanner.cli.declared_options import Beside, Selecting
from scanner.cli.output import standard_output, warn_of_gaps, write_file
from scanner.cli.process import set_up
from scanner.cli.progress import shown_progress
from scanner.cli.reading import Reading, reads
from scanner.cli.text import printable
from scanner.cli.tree_options import Wanted
from scanner.formats.drawing import DRAWINGS

if TYPE_CHECKING:
    from scanner.formats.drawing.drawing import Detail
    from scanner.graph.view import View


@reads
def tree(
    target: options.Target,
    shown: tree_options.TreeFormat = "text",
    outputs: tree_options.TreeFiles = [],  # noqa: B006 - typer copies it
    *,
    wanted: Wanted,
    selecting: Selecting,
    beside: Beside,
    reading: Reading,
) -> None:
    """Show what the Python distributions in TARGET require of each other."""
    from scanner.graph.view import view_of
    from scanner.match.policy import exit_code
    from scanner.model.report import Report
    from scanner.pipeline import scan

    set_up(reading.verbose)
    settings = beside.applied(selecting.applied(reading.settings()))
    with shown_progress(reading.quiet) as progress:
        inventory = scan(target, replace(settings, progress=progress))
    view = view_of(inventory, wanted.wish())
    if wanted.why and not view.nodes:
        raise typer.BadParameter(f"nothing requires or is {wanted.why!r}.", param_hint="--why")
    _write(view, wanted.detail(), shown, outputs)
    warn_of_gaps(inventory)
    raise typer.Exit(exit_code(Report(inventory=inventory), "never"))


def _write(view: View, detail: Detail, shown: str, outputs: list[str]) -> None:
    for output in outputs:
        name, _, location = output.partition("=")
        write_file(location, _drawn(view, detail, name).encode())
    with standard_output() as stdout:
        stdout.write(_drawn(view, detail, shown))


def _drawn(view: View, detail: Detail, name: str) -> str:
    lines = DRAWINGS[name].draw(view, detail)
    shown = lines if DRAWINGS[name].is_safe else map(printable, lines)
    return "".join(f"{line}\n" for line in shown)
