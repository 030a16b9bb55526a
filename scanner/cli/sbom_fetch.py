"""``lading sbom fetch``: the SBOM that somebody attached to an image, and whether to believe it."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

from scanner.cli import attestation_options
from scanner.cli.output import print_on, standard_output, write_file
from scanner.cli.process import set_up
from scanner.cli.reading import Reading, reads
from scanner.cli.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from scanner.attestation.attached import AttachedSbom
    from scanner.attestation.fetch import Refused


@reads
def fetch(
    target: attestation_options.Image,
    wanted: attestation_options.WantedType = None,
    key: attestation_options.VerifyingKeyFile = None,
    output: attestation_options.OutputFile = None,
    listing: attestation_options.Listing = False,
    *,
    reading: Reading,
) -> None:
    """Write the SBOM that is attached to IMAGE in its registry.

    Without a key it is a hint: whoever may write to the registry can have put it there.
    """
    from scanner.attestation.fetch import fetch_sbom, sboms_of
    from scanner.attestation.image import registry_image

    set_up(reading.verbose)
    verifying = attestation_options.verifying_key(key) if key else None
    subject = registry_image(target, reading.settings())
    if listing:
        with standard_output() as stdout:
            print_on(stdout, partial(_print_list, sboms_of(subject, verifying)))
        return
    found = fetch_sbom(subject, verifying, wanted)
    if output:
        write_file(output, found.document)
    else:
        _show(found.document)
    sys.stderr.write(f"lading: {_described(found)}\n")


def _show(document: bytes) -> None:
    with standard_output() as stdout:
        if stdout.isatty():
            lines = document.decode("utf-8", "replace").splitlines()
            stdout.writelines(f"{printable(line)}\n" for line in lines)
        else:
            stdout.buffer.write(document)


def _described(found: AttachedSbom) -> str:
    """Return what an SBOM is worth."""
    digest = found.place.descriptor.digest
    if found.is_verified:
        return f"{digest}: signed by the given key, about this image"
    signed = "signed, but not verified without a --key" if found.place.is_signed else "unsigned"
    return f"{digest}: {signed}: a hint"


def _print_list(found: Iterator[AttachedSbom | Refused], console: Console) -> None:
    from scanner.attestation.fetch import Refused
    from scanner.cli.table import print_table, table_of

    table = table_of()
    for head in ("Attached", "Format", "Trust", "Digest"):
        table.add_column(head)
    for each in found:
        place = each.place
        if isinstance(each, Refused):
            kind, trust = "", f"refused: {each.reason}"
        else:
            signed = "signed, not verified" if place.is_signed else "unsigned"
            kind, trust = each.kind.name, "verified" if each.is_verified else signed
        created = printable(place.created) or "unknown"
        table.add_row(created, kind, printable(trust), str(place.descriptor.digest))
    print_table(table, console)
