"""Attaching an SBOM, or the result of a scan, to an image in a registry, for all who know that.

As it is, an SBOM is an artifact that refers to the image. What is signed is there twice more: as
an artifact for cosign 3, which asks for referrers, and at the tag that cosign 1 and 2 look at.
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
from scanner.attestation.sbom_type import SCAN_RECORD, sbom_type_of
from scanner.attestation.statement import statement_of
from scanner.errors import UnusableSbom

if TYPE_CHECKING:
    from scanner.attestation.image import RegistryImage
    from scanner.attestation.key import SigningKey
    from scanner.attestation.sbom_type import DocumentType


@dataclass(frozen=True, slots=True)
class Sbom:
    """A document, and which kind it is."""

    document: bytes
    kind: DocumentType

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


@dataclass(frozen=True, slots=True)
class _Content:
    """What becomes an artifact."""

    data: bytes
    media_type: str
    annotations: tuple[tuple[str, str], ...]

    def artifact(self, publisher: Publisher, subject: Descriptor) -> Artifact:
        """Return the artifact, whose content is in the registry then."""
        digest = publisher.blob(self.data)
        layer = Descriptor(media_type=self.media_type, digest=digest, size=len(self.data))
        return Artifact(
            artifact_type=self.media_type,
            layer=layer,
            subject=subject,
            annotations=self.annotations,
        )


@dataclass(frozen=True, slots=True)
class _Signed:
    """A statement that is signed, in both forms."""

    envelope: bytes
    bundle: bytes
    predicate_type: str


def attach_sbom(
    image: RegistryImage, sbom: Sbom, key: SigningKey | None, created: str
) -> tuple[str, ...]:
    """Attach an SBOM, signed if there is a key, and return the names of the new artifacts.

    Raises:
        LayersError: if the registry does not take it.
        UnusableSbom: if it cannot be signed; nothing is attached then.

    """
    plain = _Content(sbom.document, sbom.kind.media_type, ((CREATED, created),))
    signed = _signed(image, sbom.document, sbom.kind, key) if key else None
    return _attached(image, (plain,), signed, created)


def attach_scan(
    image: RegistryImage, document: bytes, key: SigningKey, created: str
) -> tuple[str, ...]:
    """Attach a signed scan record of cosign, and return the names of the new artifacts.

    It is never there unsigned: nobody would look for it.

    Raises:
        LayersError: if the registry does not take it.

    """
    return _attached(image, (), _signed(image, document, SCAN_RECORD, key), created)


def _signed(image: RegistryImage, document: bytes, kind: DocumentType, key: SigningKey) -> _Signed:
    statement = statement_of(document, kind, image.reference.name, image.digest, image.limits)
    envelope = envelope_of(statement, key)
    return _Signed(envelope, bundle_of(envelope, key.verifying_key), kind.predicate_type)


def _attached(
    image: RegistryImage, contents: tuple[_Content, ...], signed: _Signed | None, created: str
) -> tuple[str, ...]:
    if signed:
        said = ((CREATED, created), *ANNOTATIONS, (PREDICATE_TYPE, signed.predicate_type))
        contents = (*contents, _Content(signed.bundle, BUNDLE, said))
    allowed = image.limits.max_attached_bytes
    if any(len(each.data) > allowed for each in contents):
        # Nobody could fetch it.
        raise LimitExceeded("max_attached_bytes", allowed)
    with closing(Publisher(image.reference, image.registry, image.limits)) as publisher:
        subject = _subject(publisher, image)
        if signed:
            add_attestation(publisher, image.digest, signed.envelope, signed.predicate_type)
        digests = [attach(publisher, each.artifact(publisher, subject)) for each in contents]
    return tuple(f"{image.reference.name}@{digest}" for digest in digests)


def _subject(publisher: Publisher, image: RegistryImage) -> Descriptor:
    """Return what leads to an image that is in the registry itself, and not only in a mirror."""
    document = publisher.repository.manifest(image.digest)
    return Descriptor(media_type=document.media_type, digest=image.digest, size=len(document.data))
