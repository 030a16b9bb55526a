"""Envelopes with signatures, after DSSE 1.0: what is signed has a type, and is not parsed before.

Signed is neither the payload nor its base64, but both payload and type with their lengths in front
(PAE). A ``keyid`` is a hint that nobody has signed, so it decides nothing.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from typing import TYPE_CHECKING, Final

from layers.document import Document
from layers.errors import LayersError
from scanner.attestation.statement import PAYLOAD_TYPE
from scanner.errors import UntrustedAttestation

if TYPE_CHECKING:
    from layers.limits import Limits
    from scanner.attestation.key import SigningKey, VerifyingKey

MEDIA_TYPE: Final = "application/vnd.dsse.envelope.v1+json"
MAX_SIGNATURES: Final = 32
_BASE64: Final = re.compile(r"[A-Za-z0-9+/_-]*={0,2}", re.ASCII)


def envelope_of(payload: bytes, key: SigningKey) -> bytes:
    """Return an envelope with a payload of in-toto and one signature."""
    signature = key.sign(encoding_of(PAYLOAD_TYPE, payload))
    return json.dumps(
        {
            "payloadType": PAYLOAD_TYPE,
            "payload": base64.b64encode(payload).decode("ascii"),
            "signatures": [{"keyid": "", "sig": base64.b64encode(signature).decode("ascii")}],
        },
        separators=(",", ":"),
    ).encode()


def payload_in(data: bytes, key: VerifyingKey | None, limits: Limits) -> bytes:
    """Return the payload of an envelope, verified if there is a key to do that with.

    Raises:
        UntrustedAttestation: if it is no envelope, has a payload of another type, or none of its
            signatures is of the key.

    """
    try:
        fields = Document.parse("envelope", data, limits)
        payload_type = fields.text("payloadType")
        payload = _decoded(fields.text("payload"))
        signatures = [_decoded(each.text("sig")) for each in fields.objects("signatures")]
    except (LayersError, binascii.Error) as error:
        raise UntrustedAttestation(f"the envelope cannot be read: {error}") from error
    if payload_type != PAYLOAD_TYPE:
        raise UntrustedAttestation(f"the envelope holds {payload_type!r:.100}, no statement")
    if len(signatures) > MAX_SIGNATURES:
        raise UntrustedAttestation(f"more than {MAX_SIGNATURES} signatures")
    if key is not None:
        signed = encoding_of(payload_type, payload)
        if not any(key.accepts(signature, signed) for signature in signatures):
            raise UntrustedAttestation("none of its signatures is of the given key")
    return payload


def encoding_of(payload_type: str, payload: bytes) -> bytes:
    """Return what is signed: DSSE's pre-authentication encoding (PAE)."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def _decoded(text: str) -> bytes:
    """Return what base64 stands for, in either alphabet, as DSSE wants it."""
    if not _BASE64.fullmatch(text):
        raise binascii.Error("not base64")
    return base64.b64decode(text.replace("-", "+").replace("_", "/"), validate=True)
