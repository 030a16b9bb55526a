"""``lading licenses``: under which licences everything is, and what is to be done about it.

``lading licenses TARGET`` is short for ``lading licenses report TARGET``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import typer
from typer.core import TyperGroup

from scanner.cli import license_options, options
from scanner.cli.license_diff import diff
from scanner.cli.license_output import (
    refuse_terminal,
    save_licenses,
    show_evidence,
    show_licenses,
)
from scanner.cli.output import creation_date, warn_of_gaps
from scanner.cli.process import set_up
from scanner.cli.progress import shown_progress
from scanner.cli.reading import Reading, reads


class _ReportUnlessNamed(TyperGroup):
    """A group whose first command need not be named: what is no command is its target.

    Click has no such thing. A target that is called like a command is ``./diff``.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in (*self.commands, *self.get_help_option_names(ctx)):
            args = ["report", *args]
        return super().parse_args(ctx, args)


licenses = typer.Typer(
    cls=_ReportUnlessNamed,
    no_args_is_help=True,
    help="Report the licences in TARGET, or what is different in another one.\n\n"
    "lading licenses TARGET is short for lading licenses report TARGET.",
)


@licenses.command()
@reads
def report(
    target: options.Target,
    shown: license_options.LicenseFormat = options.TERMINAL,
    outputs: license_options.LicenseOutputs = [],  # noqa: B006 - typer copies it
    why: license_options.Why = None,
    *,
    reading: Reading,
) -> None:
    """Report under which licences the Python distributions in TARGET are."""
    from scanner.licenses.report import license_report
    from scanner.match.policy import exit_code
    from scanner.model.report import Report
    from scanner.pipeline import scan, scan_all

    refuse_terminal(shown)
    set_up(reading.verbose)
    settings = reading.settings()
    is_document = shown != options.TERMINAL or bool(outputs)
    with shown_progress(reading.quiet) as progress:
        settings = replace(settings, progress=progress)
        found = (scan(target, settings),) if is_document else scan_all(target, settings)
    for inventory in found:
        judged = license_report(inventory, creation_date())
        save_licenses(outputs, judged)
        if why is None:
            show_licenses(shown, judged)
        else:
            show_evidence(why, judged)
        warn_of_gaps(inventory)
    raise typer.Exit(max(exit_code(Report(inventory=each), "never") for each in found))


licenses.command()(diff)
