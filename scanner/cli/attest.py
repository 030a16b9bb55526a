"""``lading attest``: a signed statement on a scan goes to where its image is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from scanner.cli import attestation_options
from scanner.cli.judging_options import Judged
from scanner.cli.online_options import Asking
from scanner.cli.output import creation_date
from scanner.cli.process import set_up
from scanner.cli.progress import shown_progress
from scanner.cli.reading import Reading, reads
from scanner.cli.sbom_attach import scanned


@reads
def attest(
    target: attestation_options.Image,
    key: Annotated[Path, attestation_options.SIGNING_KEY],
    *,
    judged: Judged,
    asking: Asking,
    reading: Reading,
) -> None:
    """Scan IMAGE, and attach the result to it in its registry, signed: a scan record of cosign.

    Writes the name of what is there now to stdout, and exits as a scan does.
    """
    from scanner.attestation.attach import attach_scan
    from scanner.attestation.image import registry_image
    from scanner.formats.cosign_vuln import COSIGN_VULN
    from scanner.pipeline import audit

    set_up(reading.verbose)
    created = creation_date() or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    judging = replace(judged.judging(by_target=True), created=created)
    signing = attestation_options.signing_key(key)
    settings = reading.settings()
    subject = registry_image(target, settings)
    with judged.index() as index:
        with shown_progress(reading.quiet) as progress:
            inventory = scanned(target, subject, replace(settings, progress=progress))
        with asking.index(index, (inventory,), judging, reading) as known:
            report = audit(inventory, known, judged.judging_of(judging, inventory, settings))
    document = "".join(COSIGN_VULN.emit(report)).encode()
    for artifact in attach_scan(subject, document, signing, created):
        typer.echo(artifact)
    raise typer.Exit(judged.exit_code(report))
