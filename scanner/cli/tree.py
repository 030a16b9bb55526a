"""``lading tree``: what the distributions of each environment require of each other."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from scanner.cli import options
from scanner.cli.declared_options import Beside, Selecting
from scanner.cli.output import standard_output, warn_of_gaps, write_file
from scanner.cli.process import set_up
from scanner.cli.progress import shown_progress
from scanner.cli.reading import Reading, reads
from scanner.cli.text import printable
from scanner.formats.drawing import DRAWINGS

NAMES = ", ".join(DRAWINGS)


@reads
def tree(
    target: options.Target,
    shown: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            callback=options.one_of(DRAWINGS),
            autocompletion=lambda: list(DRAWINGS),
            help=f"What to write to stdout: {NAMES}.",
        ),
    ] = "text",
    outputs: Annotated[
        list[str],
        typer.Option(
            "--output",
            "-o",
            metavar="FORMAT=FILE",
            callback=options.outputs_in(DRAWINGS),
            show_default=False,
            help="Write a file, too. May be given several times.",
        ),
    ] = [],  # noqa: B006 - typer copies it
    why: Annotated[
        str | None, typer.Option(metavar="NAME", help="Show only what leads to a distribution.")
    ] = None,
    depth: Annotated[
        int | None, typer.Option(metavar="N", min=0, help="Show only as many levels.")
    ] = None,
    reverse: Annotated[
        bool, typer.Option("--reverse", "-r", help="Show what requires each distribution.")
    ] = False,
    possible: Annotated[
        bool,
        typer.Option(
            "--possible",
            help="Show what is there and required only by an extra that nobody is known to have "
            "asked for, too.",
        ),
    ] = False,
    show_extras: Annotated[
        bool, typer.Option("--show-extras", help="Show the extra that each requirement stands on.")
    ] = False,
    show_markers: Annotated[
        bool,
        typer.Option("--show-markers", help="Show the marker that each requirement stands on."),
    ] = False,
    *,
    selecting: Selecting,
    beside: Beside,
    reading: Reading,
) -> None:
    """Show what the Python distributions in TARGET require of each other."""
    from scanner.formats.drawing.drawing import Detail
    from scanner.graph.view import Wish, view_of
    from scanner.match.policy import exit_code
    from scanner.model.report import Report
    from scanner.pipeline import scan

    set_up(reading.verbose)
    with shown_progress(reading.quiet) as progress:
        inventory = scan(
            target,
            replace(beside.applied(selecting.applied(reading.settings())), progress=progress),
        )
    view = view_of(inventory, Wish(why=why, depth=depth, is_reverse=reverse, has_possible=possible))
    if why and not view.nodes:
        raise typer.BadParameter(f"nothing requires or is {why!r}.", param_hint="--why")

    def drawn(name: str) -> str:
        lines = DRAWINGS[name].draw(view, Detail(extras=show_extras, markers=show_markers))
        shown = lines if DRAWINGS[name].is_safe else map(printable, lines)
        return "".join(f"{line}\n" for line in shown)

    for output in outputs:
        name, _, location = output.partition("=")
        write_file(location, drawn(name).encode())
    with standard_output() as stdout:
        stdout.write(drawn(shown))
    warn_of_gaps(inventory)
    raise typer.Exit(exit_code(Report(inventory=inventory), "never"))
