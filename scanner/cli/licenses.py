"""``lading licenses``: under which licences everything is, and what is to be done about it.

``lading licenses TARGET`` is short for ``lading licenses report TARGET``.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from scanner.cli import license_options, options
from scanner.cli.declared_options import Beside
from scanner.cli.group import group_of
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
from scanner.errors import UnusableDecision
from scanner.licenses.context import Context

if TYPE_CHECKING:
    from scanner.licenses.decided.policy import Policy


COMMANDS: Final = {
    "report": "scanner.cli.licenses:report",
    "diff": "scanner.cli.license_diff:diff",
}

licenses = typer.Typer(
    cls=group_of(COMMANDS, first="report"),
    no_args_is_help=True,
    help="Report the licences in TARGET, or what is different in another one.\n\n"
    "lading licenses TARGET is short for lading licenses report TARGET.",
)


@reads
def report(
    target: options.Target,
    shown: license_options.LicenseFormat = options.TERMINAL,
    outputs: license_options.LicenseOutputs = [],  # noqa: B006 - typer copies it
    why: license_options.Why = None,
    fail_on: options.FailOnLicense = "deny",
    policy: options.LicensePolicy = None,
    context: options.LicenseContext = Context.SHIPPED.value,
    *,
    beside: Beside,
    reading: Reading,
) -> None:
    """Report under which licences the Python distributions in TARGET are."""
    from scanner.licenses.report import license_report
    from scanner.match.license_policy import license_exit_code
    from scanner.pipeline import scan, scan_all

    refuse_terminal(shown)
    set_up(reading.verbose)
    rules = _policy(policy)
    settings = replace(beside.applied(reading.settings()), licenses=True)
    is_document = shown != options.TERMINAL or bool(outputs)
    with shown_progress(reading.quiet) as progress:
        settings = replace(settings, progress=progress)
        found = (scan(target, settings),) if is_document else scan_all(target, settings)
    code = 0
    for inventory in found:
        judged = license_report(
            inventory, rules, today=_today(), context=Context(context), created=creation_date()
        )
        save_licenses(outputs, judged)
        if why is None:
            show_licenses(shown, judged)
        else:
            show_evidence(why, judged)
        warn_of_gaps(inventory)
        # Incomplete outweighs what is denied, as it does for one image.
        code = max(code, license_exit_code(inventory, judged.ruling, fail_on))
    raise typer.Exit(code)


def _policy(file: Path | None) -> Policy:
    from scanner.decisions import load_license_policy
    from scanner.licenses.decided.policy import DEFAULT

    try:
        return load_license_policy(file) if file else DEFAULT
    except UnusableDecision as error:
        raise typer.BadParameter(str(error), param_hint="--license-policy") from error


def _today() -> date:
    """Return the day on which exceptions of a policy have to be alive: of now, or of the build."""
    created = creation_date()
    return date.fromisoformat(created[:10]) if created else datetime.now(UTC).date()
