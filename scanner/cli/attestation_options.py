"""Options of ``lading sbom attach`` and ``lading sbom fetch``, and what they are turned into."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer
from typer.models import OptionInfo

from scanner.attestation.sbom_type import SBOM_TYPES
from scanner.cli.options import choice
from scanner.errors import UnusableKey

if TYPE_CHECKING:
    from scanner.attestation.key import SigningKey, VerifyingKey

PASSPHRASES = ("LADING_KEY_PASSPHRASE", "COSIGN_PASSWORD")
"""Variables with the passphrase of a key; the second is cosign's."""


Image: TypeAlias = Annotated[
    str,
    typer.Argument(
        metavar="IMAGE",
        show_default=False,
        help="An image in a registry: HOST/NAME:TAG, or HOST/NAME@DIGEST.",
    ),
]
Document: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--sbom",
        metavar="FILE",
        show_default=False,
        help="What to attach: CycloneDX or SPDX, of any tool. By default the image is scanned.",
    ),
]
SIGNING_KEY: OptionInfo = typer.Option(
    "--key",
    metavar="FILE",
    show_default=False,
    help="Sign with this private key (ECDSA on P-256 or Ed25519, in PEM, or of cosign). If it "
    f"is encrypted, the passphrase is asked for, or in {PASSPHRASES[0]}.",
)
SigningKeyFile: TypeAlias = Annotated[Path | None, SIGNING_KEY]
VERIFYING_KEY: OptionInfo = typer.Option(
    "--key",
    metavar="FILE",
    show_default=False,
    help="Accept only what is signed with the private key to this public one (PEM).",
)
VerifyingKeyFile: TypeAlias = Annotated[Path | None, VERIFYING_KEY]
ScoredKeyFile: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--key",
        metavar="FILE",
        show_default=False,
        help="Accept of attached:IMAGE only what is signed with the private key to this public one "
        "(PEM); that it is signed counts.",
    ),
]
WantedType: TypeAlias = Annotated[
    str | None,
    choice(
        "--format",
        "-f",
        names=SBOM_TYPES,
        metavar="FORMAT",
        help=f"The newest of this kind: {', '.join(SBOM_TYPES)}. By default the newest of all.",
    ),
]
OutputFile: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--output", "-o", metavar="FILE", show_default=False, help="Write it there, not to stdout."
    ),
]
Listing: TypeAlias = Annotated[
    bool, typer.Option("--list", help="List all that there are; fetch none.")
]


def signing_key(file: Path) -> SigningKey:
    """Return the private key in a file, or end with an error."""
    from scanner.attestation.key import parse_signing_key

    return parse_signing_key(str(file), _content(file), lambda: _passphrase(file))


def verifying_key(file: Path) -> VerifyingKey:
    """Return the public key in a file, or end with an error."""
    from scanner.attestation.key import parse_verifying_key

    return parse_verifying_key(str(file), _content(file))


def _content(file: Path) -> bytes:
    from scanner.attestation.key import MAX_BYTES

    try:
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES)
    except OSError as error:
        raise UnusableKey(str(file), error.strerror or str(error)) from error


def _passphrase(file: Path) -> bytes:
    for name in PASSPHRASES:
        if name in os.environ:
            return os.environb[name.encode()]
    if not sys.stdin.isatty():
        reason = f"it is encrypted, and there is no passphrase in {PASSPHRASES[0]}"
        raise UnusableKey(str(file), reason)
    return getpass.getpass(f"Passphrase of {file}: ").encode()
