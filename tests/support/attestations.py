"""Keys, SBOMs and an image that they are about, and what cosign made of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from layers.artifact import Artifact
from layers.digest import Digest
from layers.limits import Limits
from layers.manifest import Descriptor
from layers.reference import Reference
from layers.registry.referrers import attach
from scanner.attestation.attestation_tag import attestation_tag
from scanner.attestation.envelope import envelope_of
from scanner.attestation.image import RegistryImage
from scanner.attestation.key import SigningKey, parse_signing_key
from scanner.attestation.sbom_type import DocumentType
from scanner.attestation.statement import statement_of
from testdata.images.writer import tar_of
from tests.support.layouts import Layout
from tests.support.registry import settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from layers.registry.publisher import Publisher
    from tests.support.memory_registry import MemoryRegistry

MADE_BY_COSIGN = Path(__file__).parents[2] / "testdata" / "attestations"
"""With version 3.1.3: see the file README.md there."""
PASSPHRASE = b"correct horse"
"""Of the key that cosign made."""
LAYOUT = Layout()
ENTRY = LAYOUT.image(tar_of({"a.txt": b"1"}))
IMAGE = Digest.parse(str(ENTRY["digest"]))
"""What the SBOMs are about."""
CREATED = "2026-01-01T00:00:00Z"

CYCLONEDX = b'{\n  "bomFormat": "CycloneDX",\n  "specVersion": "1.6", "version": 1\n}\n'
SPDX = b'{"SPDXID": "SPDXRef-DOCUMENT", "spdxVersion": "SPDX-2.3", "name": "\\u00fc\xc3\xbc"}'
SPDX_3 = b'{"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": []}\n'
TAG_VALUE = b'SPDXVersion: SPDX-2.3\nDocumentName: "a"\r\n\xc3\xbc\n'
XML = b'<?xml version="1.0"?>\n<bom xmlns="http://cyclonedx.org/schema/bom/1.6"/>\n'
DOCUMENTS: Mapping[str, bytes] = {
    "cyclonedx-json": CYCLONEDX,
    "cyclonedx-xml": XML,
    "spdx-json": SPDX,
    "spdx-3-json": SPDX_3,
    "spdx-tag-value": TAG_VALUE,
}
"""One of each kind."""

PRIVATE_KEYS: Mapping[str, ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey] = {
    # Figures of no meaning: keys that are made anew would make other tests each time.
    "ecdsa": ec.derive_private_key(0x1A0D196, ec.SECP256R1()),
    "ed25519": ed25519.Ed25519PrivateKey.from_private_bytes(bytes(range(32))),
}


def private_pem(kind: str = "ecdsa", passphrase: bytes | None = None) -> bytes:
    """Return a private key as OpenSSL writes it."""
    encryption = BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
    return PRIVATE_KEYS[kind].private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)


def public_pem(kind: str = "ecdsa") -> bytes:
    """Return a public key as OpenSSL writes it."""
    public = PRIVATE_KEYS[kind].public_key()
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def unasked() -> bytes:
    """Fail where nobody may be asked for a passphrase."""
    raise AssertionError("there is nothing to ask for")


def signing_key(kind: str = "ecdsa") -> SigningKey:
    """Return a key to sign with."""
    return parse_signing_key("key", private_pem(kind), unasked)


def image_in(registry: MemoryRegistry, host: str, digest: Digest = IMAGE) -> RegistryImage:
    """Return the image, which the registry has from now on."""
    registry.add(LAYOUT.files, ENTRY, "1")
    return RegistryImage(
        reference=Reference(host, registry.repository, "1"),
        digest=digest,
        registry=settings(),
        limits=Limits(),
    )


def made_by_cosign(name: str) -> bytes:
    """Return a file that cosign wrote."""
    return (MADE_BY_COSIGN / name).read_bytes()


def envelope(payload_type: str, payload: str, *signatures: str) -> bytes:
    """Return an envelope; what is in it is given as base64."""
    signed = [{"keyid": "", "sig": signature} for signature in signatures]
    fields = {"payloadType": payload_type, "payload": payload, "signatures": signed}
    return json.dumps(fields).encode()


def with_attestation(registry: MemoryRegistry, data: bytes, **fields: object) -> None:
    """Have an envelope where cosign would have put it, with other fields in its descriptor."""
    tag, digest = attestation_tag(IMAGE), str(Digest.of(data))
    registry.blobs[digest] = data
    layer = {"mediaType": "application/vnd.dsse.envelope.v1+json", "digest": digest}
    layers = [{**layer, "size": len(data), **fields}]
    if tag in registry.tags:
        layers = [*json.loads(registry.tagged(tag))["layers"], *layers]
    config = {"mediaType": "", "digest": str(Digest.of(b"{}")), "size": 2}
    manifest = json.dumps({"schemaVersion": 2, "config": config, "layers": layers}).encode()
    registry.tags[tag] = str(Digest.of(manifest))
    registry.manifests[registry.tags[tag]] = manifest


VEX = DocumentType("openvex", "application/vnd.openvex+json", "https://openvex.dev/ns/v0.2.0")
"""What vexctl attests."""


def signed_vex(
    document: bytes,
    subject: Digest = IMAGE,
    key: SigningKey | None = None,
    kind: DocumentType = VEX,
) -> bytes:
    """Return the envelope of a statement on an image."""
    statement = statement_of(document, kind, "reg/app", subject, Limits())
    return envelope_of(statement, key or signing_key())


def attach_vex(
    publisher: Publisher, document: bytes, media_type: str = VEX.media_type, subject: Digest = IMAGE
) -> None:
    """Have a document among the referrers of an image, unsigned."""
    manifest = publisher.repository.manifest(subject)
    layer = Descriptor(media_type=media_type, digest=publisher.blob(document), size=len(document))
    about = Descriptor(media_type=manifest.media_type, digest=subject, size=len(manifest.data))
    attach(publisher, Artifact(artifact_type=media_type, layer=layer, subject=about))
