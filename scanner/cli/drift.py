"""``lading drift``: how what a project declares, has locked and has installed differ."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from io import StringIO
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from scanner.cli import options
from scanner.cli.declared_options import Beside, names_in
from scanner.cli.output import print_on, standard_output, warn_of_gaps, write_file
from scanner.cli.process import set_up
from scanner.cli.progress import shown_progress
from scanner.cli.reading import Reading, reads

if TYPE_CHECKING:
    from scanner.drift.difference import Drift
    from scanner.model.inventory import Inventory
    from scanner.settings import Settings

FORMATS = (options.TERMINAL, "json")


@reads
def drift(
    project: Annotated[
        str,
        typer.Argument(metavar="PROJECT", show_default=False, help="The directory of a project."),
    ],
    against: Annotated[
        str | None,
        typer.Option(
            "--against",
            metavar="TARGET",
            help="What it is to be installed in: an image, or the directory of an environment. By "
            "default the environments beside the project.",
        ),
    ] = None,
    among: Annotated[
        list[str],
        typer.Option(
            "--environment",
            metavar="PATH",
            show_default=False,
            help="Compare with this environment, by its path in the target. May be given several "
            "times; by default those beside the project, or the one with most of what is declared.",
        ),
    ] = [],  # noqa: B006
    groups: Annotated[
        list[str],
        typer.Option(
            metavar="NAMES", show_default=False, help="Dependency groups to be installed, too."
        ),
    ] = [],  # noqa: B006 - typer copies it
    extras: Annotated[
        list[str],
        typer.Option(
            metavar="NAMES", show_default=False, help="Extras of the project to be installed, too."
        ),
    ] = [],  # noqa: B006
    shown: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            callback=options.one_of(FORMATS),
            autocompletion=lambda: list(FORMATS),
            help=f"What to write to stdout: {', '.join(FORMATS)}.",
        ),
    ] = options.TERMINAL,
    outputs: Annotated[
        list[str],
        typer.Option(
            "--output",
            "-o",
            metavar="FORMAT=FILE",
            callback=options.outputs_in(FORMATS),
            show_default=False,
            help="Write a file, too. May be given several times.",
        ),
    ] = [],  # noqa: B006
    *,
    beside: Beside,
    reading: Reading,
) -> None:
    """Report how what PROJECT declares, what it has locked and what is installed differ."""
    from scanner.drift.comparison import drift_of
    from scanner.match.policy import CLEAN, FINDINGS, INCOMPLETE
    from scanner.model.inventory import Coverage
    from scanner.selection import Selection

    set_up(reading.verbose)
    settings = reading.settings()
    declared = _read(project, beside.applied(settings), reading)
    if not any(each.declaration for each in declared.components):
        raise typer.BadParameter(f"nothing is declared in {project!r}.", param_hint="PROJECT")
    installed = None if against is None else _read(against, settings, reading)
    wanted = Selection(groups=names_in(groups), extras=names_in(extras))
    paths = tuple(path.strip("/") for path in among)
    found = drift_of(declared, installed, wanted, paths)
    if unknown := [path for path in paths if path not in found.environments]:
        reason = f"no environment to compare with: /{unknown[0]}"
        raise typer.BadParameter(reason, param_hint="--environment")
    for output in outputs:
        name, _, location = output.partition("=")
        text = StringIO()
        _write(name, found, text)
        write_file(location, text.getvalue().encode())
    with standard_output() as stdout:
        _write(shown, found, stdout)
    scanned = (declared, installed) if installed else (declared,)
    if any(each.coverage is Coverage.INCOMPLETE for each in scanned):
        raise typer.Exit(INCOMPLETE)
    raise typer.Exit(FINDINGS if found.differences else CLEAN)


def _read(location: str, settings: Settings, reading: Reading) -> Inventory:
    from scanner.pipeline import scan

    with shown_progress(reading.quiet) as progress:
        inventory = scan(location, replace(settings, progress=progress))
    warn_of_gaps(inventory)
    return inventory


def _write(name: str, found: Drift, file: TextIO) -> None:
    from scanner.cli.drift_table import print_drift
    from scanner.drift.document import document_of

    if name == options.TERMINAL:
        print_on(file, partial(print_drift, found))
    else:
        file.write(document_of(found))
