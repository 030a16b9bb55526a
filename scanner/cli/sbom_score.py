"""``lading sbom score``: how good an SBOM is, by a rubric that others use, too."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import typer

from scanner.cli import attestation_options, options, quality_options
from scanner.cli.output import creation_date, standard_output, warn_of_gaps
from scanner.cli.process import set_up
from scanner.cli.progress import shown_progress
from scanner.cli.publishing import Publishing
from scanner.cli.reading import Reading, reads
from scanner.cli.text import printable
from scanner.formats import EMITTERS
from scanner.formats.document_facts import facts_of
from scanner.model.report import Report

if TYPE_CHECKING:
    from scanner.quality.score import Score


@reads
def score(
    target: options.Target,
    shown: quality_options.ScoreFormat = options.TERMINAL,
    document: quality_options.ScoredDocument = options.DOCUMENT,
    timestamp: options.Timestamp = None,
    fail_under: quality_options.FailUnder = 0,
    key: attestation_options.ScoredKeyFile = None,
    *,
    publishing: Publishing,
    reading: Reading,
) -> None:
    """Score an SBOM, or the one that would be written of TARGET, and tell what it lacks.

    ``attached:IMAGE`` is the SBOM that is attached to an image in its registry.
    """
    from scanner.assessment import assessed_at
    from scanner.attached import PREFIX
    from scanner.match.policy import CLEAN, FINDINGS, INCOMPLETE
    from scanner.model.inventory import Coverage
    from scanner.pipeline import scan
    from scanner.quality.score import score as score_of

    set_up(reading.verbose)
    imprint = publishing.imprint()
    settings = replace(reading.settings(), licenses=True)
    facts = None
    if key and not target.startswith(PREFIX):
        raise typer.BadParameter(f"only for {PREFIX}IMAGE", param_hint="--key")
    verifying = attestation_options.verifying_key(key) if key else None
    if found := assessed_at(target, settings, verifying):
        inventory, facts = found
    else:
        with shown_progress(reading.quiet) as progress:
            inventory = scan(target, replace(settings, progress=progress))
    if facts is None:
        report = Report(inventory=inventory, created=creation_date(timestamp), imprint=imprint)
        facts = facts_of(EMITTERS[document].media_type, report)
    result = score_of(inventory, facts)
    with standard_output() as stdout:
        stdout.write(_shown(shown, result))
    warn_of_gaps(inventory)
    if inventory.coverage is Coverage.INCOMPLETE:
        raise typer.Exit(INCOMPLETE)
    raise typer.Exit(FINDINGS if result.value < fail_under else CLEAN)


def _shown(form: str, result: Score) -> str:
    if form == quality_options.JSON:
        from scanner.formats.quality_json import score_json

        return score_json(result)
    from scanner.cli.score_text import lines_of

    return "".join(f"{printable(line)}\n" for line in lines_of(result))
