"""``lading sbom``: what is there, as a software bill of materials, and what to do with one.

``lading sbom TARGET`` is short for ``lading sbom write TARGET``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import typer

from scanner.cli import options, quality_options
from scanner.cli.declared_options import Beside, Selecting
from scanner.cli.group import group_of
from scanner.cli.output import NOW, creation_date, warn_of_gaps, write_files, write_report
from scanner.cli.process import set_up
from scanner.cli.progress import shown_progress
from scanner.cli.publishing import Publishing
from scanner.cli.reading import Reading, reads

COMMANDS: Final = {
    "write": "scanner.cli.sbom:write",
    "score": "scanner.cli.sbom_score:score",
    "convert": "scanner.cli.sbom_convert:convert",
    "merge": "scanner.cli.sbom_merge:merge",
    "diff": "scanner.cli.sbom_diff:diff",
    "validate": "scanner.cli.sbom_validate:validate",
    "attach": "scanner.cli.sbom_attach:attach",
    "fetch": "scanner.cli.sbom_fetch:fetch",
}

sbom = typer.Typer(
    cls=group_of(COMMANDS, first="write"),
    no_args_is_help=True,
    help="Write an SBOM of TARGET, or do something with SBOMs that there are.\n\n"
    "lading sbom TARGET is short for lading sbom write TARGET.",
)


@reads
def write(
    target: options.Target,
    shown: options.DocumentFormat = None,
    outputs: options.DocumentOutputs = [],  # noqa: B006 - typer copies it
    redact_emails: options.RedactEmails = False,
    timestamp: options.Timestamp = None,
    profile: quality_options.ProfileName = None,
    profile_reports: quality_options.ProfileReports = [],  # noqa: B006 - typer copies it
    *,
    publishing: Publishing,
    selecting: Selecting,
    beside: Beside,
    reading: Reading,
) -> None:
    """Write an SBOM of the Python distributions in TARGET."""
    from scanner.match.policy import FINDINGS, exit_code
    from scanner.model.report import Report
    from scanner.pipeline import scan
    from scanner.withholding import with_emails_withheld

    set_up(reading.verbose)
    imprint = publishing.imprint()
    settings = beside.applied(selecting.applied(reading.settings()))
    with shown_progress(reading.quiet) as progress:
        inventory = scan(target, replace(settings, progress=progress, licenses=True))
    if redact_emails:
        inventory = with_emails_withheld(inventory)
    created = creation_date(timestamp) or (creation_date(NOW) if profile else None)
    report = Report(inventory=inventory, created=created, imprint=imprint)
    write_files(outputs, report)
    if shown or not outputs:
        write_report(shown or options.DOCUMENT, report)
    warn_of_gaps(inventory)
    code = exit_code(report, "never")
    if profile:
        from scanner.cli.profile_check import tells_all
        from scanner.formats import EMITTERS
        from scanner.formats.document_facts import facts_of

        written = shown or (outputs[0].partition("=")[0] if outputs else options.DOCUMENT)
        media_type = EMITTERS[written].media_type if written in EMITTERS else ""
        facts = facts_of(media_type, report)
        if not tells_all(inventory, facts, profile, profile_reports):
            # That something was not read outweighs what is missing.
            code = code or FINDINGS
    raise typer.Exit(code)
