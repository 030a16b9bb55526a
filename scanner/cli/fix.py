"""``lading fix``: a patch for a project's manifests, with the versions that findings ask for."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from scanner.cli.declared_options import Beside, Selecting
from scanner.cli.judging_options import Judged
from scanner.cli.online_options import Asking
from scanner.cli.output import standard_output, warn_of_gaps, write_file
from scanner.cli.process import set_up
from scanner.cli.reading import Reading, reads
from scanner.cli.text import printable

if TYPE_CHECKING:
    from scanner.fixing.patch import Patch
    from scanner.fixing.plan import Task

Project: TypeAlias = Annotated[
    str, typer.Argument(metavar="PROJECT", show_default=False, help="The directory of a project.")
]
Write: TypeAlias = Annotated[
    bool,
    typer.Option("--write", help="Change the files. Without it, a patch for them goes to stdout."),
]


@reads
def fix(
    project: Project,
    write: Write = False,
    *,
    selecting: Selecting,
    beside: Beside,
    judged: Judged,
    asking: Asking,
    reading: Reading,
) -> None:
    """Raise what the manifests of PROJECT ask for to versions without known vulnerabilities.

    Only manifests are edited, and nothing is run: of lockfiles it is told what brings them up to
    date. Exits with 1 if something is left to do beside the patch.
    """
    from scanner.fixing.patch import patched
    from scanner.fixing.plan import plan_of
    from scanner.match.policy import CLEAN, FINDINGS, INCOMPLETE
    from scanner.model.inventory import Coverage
    from scanner.pipeline import audit, scan

    set_up(reading.verbose)
    judging = judged.judging()
    with judged.index() as index:
        inventory = scan(project, beside.applied(selecting.applied(reading.settings())))
        if not inventory.subject.is_live:
            reason = f"{project!r} is neither the directory of a project nor a manifest."
            raise typer.BadParameter(reason, param_hint="PROJECT")
        with asking.index(index, (inventory,), judging, reading) as known:
            plan = plan_of(audit(inventory, known, judging))
    patches, unedited = patched(Path(inventory.subject.directory), plan.edits)
    _hand_over(patches, write=write)
    tasks = (*unedited, *plan.tasks)
    _tell(tasks)
    warn_of_gaps(inventory)
    if inventory.coverage is Coverage.INCOMPLETE:
        raise typer.Exit(INCOMPLETE)
    raise typer.Exit(FINDINGS if tasks else CLEAN)


def _hand_over(patches: tuple[Patch, ...], *, write: bool) -> None:
    if write:
        for patch in patches:
            write_file(str(patch.location), patch.after.encode())
            sys.stderr.write(f"lading: {printable(patch.path)}: changed\n")
        return
    with standard_output() as stdout:
        is_shown = stdout.isatty()
        for patch in patches:
            for line in patch.lines():
                stdout.write(f"{printable(line[:-1])}\n" if is_shown else line)


def _tell(tasks: tuple[Task, ...]) -> None:
    for task in tasks:
        sys.stderr.write(f"lading: to do: {printable(f'{task.place}: {task.what}')}\n")
