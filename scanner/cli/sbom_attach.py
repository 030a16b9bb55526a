"""``lading sbom attach``: an SBOM goes to where its image is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from scanner.cli import attestation_options, options
from scanner.cli.output import creation_date, warn_of_gaps
from scanner.cli.process import set_up
from scanner.cli.progress import shown_progress
from scanner.cli.reading import Reading, reads
from scanner.errors import UnusableSbom
from scanner.formats import EMITTERS
from scanner.model.inventory import Coverage, Inventory

if TYPE_CHECKING:
    from layers.limits import Limits
    from scanner.attestation.attach import Sbom
    from scanner.attestation.image import RegistryImage
    from scanner.formats.emitter import Emitter
    from scanner.settings import Settings


@reads
def attach(
    target: attestation_options.Image,
    sbom: attestation_options.Document = None,
    shown: options.DocumentFormat = None,
    key: attestation_options.SigningKeyFile = None,
    redact_emails: options.RedactEmails = False,
    *,
    reading: Reading,
) -> None:
    """Attach an SBOM to IMAGE in its registry, signed if there is a key.

    Writes the names of what is there now to stdout.
    """
    from scanner.attestation.attach import Sbom, attach_sbom
    from scanner.attestation.image import registry_image
    from scanner.model.report import Report
    from scanner.withholding import with_emails_withheld

    set_up(reading.verbose)
    if sbom and (shown or redact_emails):
        raise typer.BadParameter("--sbom excludes --format and --redact-emails.")
    emitter = _emitter(shown or options.DOCUMENT)
    signing = attestation_options.signing_key(key) if key else None
    settings = replace(reading.settings(), licenses=True)
    subject = registry_image(target, settings)
    if sbom:
        document = _read(sbom, settings.limits)
    else:
        with shown_progress(reading.quiet) as progress:
            inventory = scanned(target, subject, replace(settings, progress=progress))
        if redact_emails:
            inventory = with_emails_withheld(inventory)
        report = Report(inventory=inventory, created=creation_date())
        document = Sbom.parse(emitter.name, "".join(emitter.emit(report)).encode())
    created = creation_date() or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    for artifact in attach_sbom(subject, document, signing, created):
        typer.echo(artifact)


def scanned(target: str, subject: RegistryImage, settings: Settings) -> Inventory:
    """Return what is in an image, or end if that is not all, or of another image by now."""
    from layers.errors import UnreadableImage
    from scanner.match.policy import INCOMPLETE
    from scanner.pipeline import scan

    inventory = scan(target, settings)
    if inventory.coverage is Coverage.INCOMPLETE:
        warn_of_gaps(inventory)
        typer.echo("lading: nothing is attached, for it would be incomplete", err=True)
        raise typer.Exit(INCOMPLETE)
    if inventory.subject.digest != str(subject.digest):
        raise UnreadableImage(target, "the tag stands for another image than a moment ago")
    return inventory


def _emitter(name: str) -> Emitter:
    """Return what writes a format, or end with a usage error if it is none of SBOMs."""
    from scanner.attestation.sbom_type import MEDIA_TYPES

    emitter = EMITTERS[name]
    if emitter.media_type.partition(";")[0] not in MEDIA_TYPES:
        raise typer.BadParameter(f"{name} is not an SBOM.", param_hint="--format")
    return emitter


def _read(file: Path, limits: Limits) -> Sbom:
    from layers.errors import LimitExceeded
    from scanner.attestation.attach import Sbom

    try:
        with file.open("rb") as stream:
            data = stream.read(limits.max_attached_bytes + 1)
    except OSError as error:
        raise UnusableSbom(str(file), error.strerror or str(error)) from error
    if len(data) > limits.max_attached_bytes:
        raise LimitExceeded("max_attached_bytes", limits.max_attached_bytes)
    return Sbom.parse(str(file), data)
