"""Attaching an SBOM to an image in a registry, for all to find who know the image.

As it is, it is an artifact that refers to the image. Signed, it is there twice more: as an artifact
for cosign 3, which asks for referrers, and at the tag that cosign 1 and 2 look at.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from layers.artifact import CREATED, Artifact
from layers.errors import LimitExceeded
from layers.manifest import Descriptor
from layers.registry.publisher import Publisher
from layers.registry.referrers import attach
from scanner.attestation.attestation_tag import add_attestation
from scanner.attestation.bundle import ANNOTATIONS, BUNDLE, PREDICATE_TYPE, bundle_of
from scanner.attestation.envelope import envelope_of
from scanner.attestation.sbom_type import sbom_type_of
from scanner.attestation.statement import statement_of
from scanner.errors import UnusableSbom

if TYPE_CHECKING:
    from scanner.attestation.image import RegistryImage
    from scanner.attestation.key import SigningKey
    from scanner.attestation.sbom_type import SbomType


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


def attach_sbom(
    image: RegistryImage, sbom: Sbom, key: SigningKey | None, created: str
) -> tuple[str, ...]:
    """Attach an SBOM, signed if there is a key, and return the names of the new artifacts.

    Raises:
        LayersError: if the registry does not take it.
        UnusableSbom: if it cannot be signed; nothing is attached then.

    """
    when = (CREATED, created)
    about = sbom.kind.predicate_type
    contents: list[tuple[bytes, str, tuple[tuple[str, str], ...]]]
    contents = [(sbom.document, sbom.kind.media_type, (when,))]
    envelope = b""
    if key:
        name = image.reference.name
        statement = statement_of(sbom.document, sbom.kind, name, image.digest, image.limits)
        envelope = envelope_of(statement, key)
        bundle = bundle_of(envelope, key.verifying_key)
        contents += [(bundle, BUNDLE, (when, *ANNOTATIONS, (PREDICATE_TYPE, about)))]
    allowed = image.limits.max_attached_bytes
    if any(len(data) > allowed for data, _, _ in contents):
        # Nobody could fetch it.
        raise LimitExceeded("max_attached_bytes", allowed)
    with closing(Publisher(image.reference, image.registry, image.limits)) as publisher:
        subject = _subject(publisher, image)
        if envelope:
            add_attestation(publisher, image.digest, envelope, about)
        digests = []
        for data, media_type, said in contents:
            layer = Descriptor(media_type=media_type, digest=publisher.blob(data), size=len(data))
            artifact = Artifact(
                artifact_type=media_type, layer=layer, subject=subject, annotations=said
            )
            digests.append(attach(publisher, artifact))
    return tuple(f"{image.reference.name}@{digest}" for digest in digests)


def _subject(publisher: Publisher, image: RegistryImage) -> Descriptor:
    """Return what leads to an image that is in the registry itself, and not only in a mirror."""
    document = publisher.repository.manifest(image.digest)
    return Descriptor(media_type=document.media_type, digest=image.digest, size=len(document.data))
