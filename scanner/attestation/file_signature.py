"""A signature beside a file, over its SHA-256, that is verified without a network.

Signed is the line ``sha256:<hex>``; the signature is in base64 in ``<file>.sig``.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import TYPE_CHECKING, Final

from scanner.errors import UnreadableAdvisories, UntrustedAttestation

if TYPE_CHECKING:
    from pathlib import Path

    from scanner.attestation.key import SigningKey, VerifyingKey

MAX_BYTES: Final = 4096


def signature_location(file: Path) -> Path:
    """Return where the signature of a file is."""
    return file.with_name(f"{file.name}.sig")


def sign_file(file: Path, key: SigningKey) -> Path:
    """Write the signature of a file beside it, and return where it is.

    Raises:
        OSError: if the file cannot be read, or the signature not be written.

    """
    signature = key.sign(_signed(file))
    place = signature_location(file)
    place.write_bytes(base64.b64encode(signature) + b"\n")
    return place


def verify_file(file: Path, key: VerifyingKey) -> None:
    """Return if there is a signature of the file as it is, by whoever has the key.

    Raises:
        UntrustedAttestation: if there is none.
        UnreadableAdvisories: if the file cannot be read.

    """
    place = signature_location(file)
    try:
        with place.open("rb") as stream:
            signature = base64.b64decode(stream.read(MAX_BYTES).strip(), validate=True)
    except OSError as error:
        raise UntrustedAttestation(f"{file}: no signature: {error.strerror}") from error
    except binascii.Error as error:
        raise UntrustedAttestation(f"{place}: not a signature") from error
    try:
        signed = _signed(file)
    except OSError as error:
        raise UnreadableAdvisories(str(file), error.strerror or str(error)) from error
    if not key.accepts(signature, signed):
        raise UntrustedAttestation(f"{file}: not what was signed with this key")


def _signed(file: Path) -> bytes:
    with file.open("rb") as stream:
        return f"sha256:{hashlib.file_digest(stream, 'sha256').hexdigest()}\n".encode()
