"""Bundles of Sigstore, version 0.3: what cosign 3 attaches to images, and reads there, is one.

Of one that is read, only the envelope counts: a certificate and an entry of a transparency log,
which may be there as well, prove nothing more to who has the key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from layers.artifact import json_of
from layers.document import Document, parse_json
from layers.errors import LayersError
from scanner.errors import UntrustedAttestation

if TYPE_CHECKING:
    from layers.limits import Limits
    from scanner.attestation.key import VerifyingKey

PREDICATE_TYPE: Final = "dev.sigstore.bundle.predicateType"
"""The annotation by which cosign chooses among bundles."""
ANNOTATIONS: Final = (("dev.sigstore.bundle.content", "dsse-envelope"),)
BUNDLE: Final = "application/vnd.dev.sigstore.bundle.v0.3+json"


def bundle_of(envelope: bytes, key: VerifyingKey) -> bytes:
    """Return the bundle of an envelope."""
    material = json_of({"publicKey": {"hint": key.hint}})
    return b'{"mediaType":"%b","verificationMaterial":%b,"dsseEnvelope":%b}' % (
        BUNDLE.encode(),
        material,
        envelope,
    )


def envelope_in(data: bytes, limits: Limits) -> bytes:
    """Return the envelope of a bundle.

    Raises:
        UntrustedAttestation: if there is none.

    """
    try:
        bundle = Document.parse("bundle", data, limits)
        if "dsseEnvelope" not in bundle:
            raise UntrustedAttestation("a bundle without an envelope")
        fields = parse_json("bundle", data, limits)
    except LayersError as error:
        raise UntrustedAttestation(f"the bundle cannot be read: {error}") from error
    assert isinstance(fields, dict)
    return json_of(fields["dsseEnvelope"])
