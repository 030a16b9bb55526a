"""Attaching an SBOM to an image in a registry, for all to find who know the image.

As it is, it is an artifact that refers to the image. Signed, it is there twice more: as an artifact,
and where cosign keeps attestations, as one of the layers behind the tag ``sha256-<hex>.att``.
"""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from layers.artifact import CREATED, Artifact, fields_of, json_of
from layers.digest import Digest
from layers.errors import InvalidManifest
from layers.manifest import OCI_MANIFEST, Descriptor, Manifest, parse_manifest
from layers.registry.publisher import Publisher
from layers.registry.referrers import attach
from scanner.attestation.envelope import MEDIA_TYPE, envelope_of
from scanner.attestation.sbom_type import sbom_type_of
from scanner.attestation.statement import PAYLOAD_TYPE, statement_of
from scanner.errors import UnusableSbom

if TYPE_CHECKING:
    from layers.registry.repository import Document
    from scanner.attestation.image import RegistryImage
    from scanner.attestation.key import SigningKey
    from scanner.attestation.sbom_type import SbomType

CONFIG: Final = "application/vnd.oci.image.config.v1+json"
SIGNATURE: Final = "dev.cosignproject.cosign/signature"
"""An annotation without which cosign reads no layer; an envelope has its signature inside."""
PREDICATE_TYPE: Final = "predicateType"
NEVER: Final = "0001-01-01T00:00:00Z"
"""When an image was made that is none, as cosign has it."""


@dataclass(frozen=True, slots=True)
class Sbom:
    """A document, and which kind it is."""

    document: bytes
    kind: SbomType

    @classmethod
    def parse(cls, location: str, document: bytes) -> Sbom:
        """Return what a document is.

        Raises:
            UnusableSbom: if it is no SBOM.

        """
        kind = sbom_type_of(document)
        if kind is None:
            raise UnusableSbom(location, "neither CycloneDX nor SPDX, in any form that we know")
        return cls(document, kind)


def attestation_tag(subject: Digest) -> str:
    """Return the tag at which cosign keeps attestations of an image."""
    return f"{subject.algorithm}-{subject.hex}.att"


def attach_sbom(
    image: RegistryImage, sbom: Sbom, key: SigningKey | None, created: str
) -> tuple[str, ...]:
    """Attach an SBOM, signed if there is a key, and return the names of what is there now.

    Raises:
        LayersError: if the registry does not take it.
        UnusableSbom: if it cannot be signed.

    """
    # Signed first: a document that is no JSON inside must not be half attached.
    envelope = _envelope(image, sbom, key) if key else None
    with closing(Publisher(image.reference, image.registry, image.limits)) as publisher:
        document = publisher.repository.manifest(image.digest)
        size = len(document.data)
        subject = Descriptor(media_type=document.media_type, digest=image.digest, size=size)
        when = ((CREATED, created),)
        plain = _layer(publisher, sbom.document, sbom.kind.media_type, ())
        artifacts = [
            Artifact(
                artifact_type=sbom.kind.media_type, layer=plain, subject=subject, annotations=when
            )
        ]
        if envelope is not None:
            about = ((SIGNATURE, ""), (PREDICATE_TYPE, sbom.kind.predicate_type))
            signed = _layer(publisher, envelope, MEDIA_TYPE, about)
            artifacts += [
                Artifact(
                    artifact_type=PAYLOAD_TYPE,
                    layer=signed,
                    subject=subject,
                    annotations=(*when, about[1]),
                )
            ]
            _attest(publisher, image.digest, signed)
        digests = [attach(publisher, artifact) for artifact in artifacts]
    return tuple(f"{image.reference.name}@{digest}" for digest in digests)


def _envelope(image: RegistryImage, sbom: Sbom, key: SigningKey) -> bytes:
    try:
        statement = statement_of(sbom.document, sbom.kind, image.reference.name, image.digest)
    except ValueError as error:
        raise UnusableSbom("the SBOM", f"cannot be signed, for it is not JSON: {error}") from error
    return envelope_of(statement, key)


def _layer(
    publisher: Publisher, data: bytes, media_type: str, annotations: tuple[tuple[str, str], ...]
) -> Descriptor:
    """Have content in the repository, and return what to call it in a manifest."""
    return Descriptor(
        media_type=media_type,
        digest=publisher.blob(data),
        size=len(data),
        annotations=annotations,
    )


def _attest(publisher: Publisher, subject: Digest, layer: Descriptor) -> None:
    """Have an envelope among the attestations of cosign."""
    name = attestation_tag(subject)

    def changed(current: Document | None) -> bytes | None:
        layers: list[dict[str, object]] = []
        if current is not None:
            manifest = parse_manifest(name, current.data, publisher.repository.limits)
            if not isinstance(manifest, Manifest):
                raise InvalidManifest(name, "an index, where cosign keeps attestations")
            if any(layer.digest == other.digest for other in manifest.layers):
                return None
            layers = json.loads(current.data)["layers"]
        return _attestations(publisher, [*layers, fields_of(layer)])

    publisher.change(name, OCI_MANIFEST, changed)


def _attestations(publisher: Publisher, layers: list[dict[str, object]]) -> bytes:
    """Return the manifest with envelopes for layers, for which there is a config in the repository.

    It has the form of an image's, which cosign reads when it adds another layer.
    """
    config = json_of(
        {
            "architecture": "",
            "created": NEVER,
            "history": [{"created": NEVER}] * len(layers),
            "os": "",
            # None is compressed, so these are the digests of the layers.
            "rootfs": {"type": "layers", "diff_ids": [layer["digest"] for layer in layers]},
            "config": {},
        }
    )
    descriptor = Descriptor(media_type=CONFIG, digest=publisher.blob(config), size=len(config))
    return json_of(
        {
            "schemaVersion": 2,
            "mediaType": OCI_MANIFEST,
            "config": fields_of(descriptor),
            "layers": layers,
        }
    )
