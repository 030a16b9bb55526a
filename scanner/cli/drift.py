"""``lading drift``: how what a project declares, has locked and has installed differ."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from io import StringIO
from typing import TYPE_CHECKING, TextIO

import typer

from scanner.cli import drift_options
from scanner.cli.declared_options import Beside, names_in
from scanner.cli.options import TERMINAL
from scanner.cli.output import print_on, standard_output, warn_of_gaps, write_file
from scanner.cli.process import set_up
from scanner.cli.progress import shown_progress
from scanner.cli.reading import Reading, reads

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scanner.drift.difference import Drift
    from scanner.model.inventory import Inventory
    from scanner.settings import Settings


@reads
def drift(
    project: drift_options.Project,
    against: drift_options.Against = None,
    among: drift_options.Environments = [],  # noqa: B006 - typer copies it
    groups: drift_options.InstalledGroups = [],  # noqa: B006
    extras: drift_options.InstalledExtras = [],  # noqa: B006
    shown: drift_options.DriftFormat = TERMINAL,
    outputs: drift_options.DriftFiles = [],  # noqa: B006
    *,
    beside: Beside,
    reading: Reading,
) -> None:
    """Report how what PROJECT declares, what it has locked and what is installed differ."""
    from scanner.drift.comparison import drift_of
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
    _write(found, shown, outputs)
    raise typer.Exit(_exit_code(found, (declared, installed) if installed else (declared,)))


def _read(location: str, settings: Settings, reading: Reading) -> Inventory:
    from scanner.pipeline import scan

    with shown_progress(reading.quiet) as progress:
        inventory = scan(location, replace(settings, progress=progress))
    warn_of_gaps(inventory)
    return inventory


def _write(found: Drift, shown: str, outputs: list[str]) -> None:
    for output in outputs:
        name, _, location = output.partition("=")
        text = StringIO()
        _write_on(text, name, found)
        write_file(location, text.getvalue().encode())
    with standard_output() as stdout:
        _write_on(stdout, shown, found)


def _write_on(file: TextIO, name: str, found: Drift) -> None:
    from scanner.cli.drift_table import print_drift
    from scanner.drift.document import document_of

    if name == TERMINAL:
        print_on(file, partial(print_drift, found))
    else:
        file.write(document_of(found))


def _exit_code(found: Drift, scanned: Iterable[Inventory]) -> int:
    from scanner.match.policy import CLEAN, FINDINGS, INCOMPLETE
    from scanner.model.inventory import Coverage

    if any(each.coverage is Coverage.INCOMPLETE for each in scanned):
        return INCOMPLETE
    return FINDINGS if found.differences else CLEAN
