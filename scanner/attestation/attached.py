"""What is attached to an image and may be an SBOM, wherever it is kept, and what is in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from layers.artifact import CREATED
from layers.digest import check_size
from layers.errors import LimitExceeded, SizeMismatch
from layers.registry.referrers import referrers_of
from scanner.attestation import attestation_tag, bundle
from scanner.attestation.attestation_tag import attestations_of
from scanner.attestation.bundle import BUNDLE, envelope_in
from scanner.attestation.envelope import MEDIA_TYPE, payload_in
from scanner.attestation.sbom_type import MEDIA_TYPES, PREDICATES, DocumentType, sbom_type_of
from scanner.attestation.statement import parse_statement
from scanner.errors import UntrustedAttestation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.digest import Digest
    from layers.manifest import Descriptor
    from layers.registry.repository import Repository
    from scanner.attestation.key import VerifyingKey
    from scanner.attestation.statement import Statement

ENVELOPES: Final = frozenset((MEDIA_TYPE, BUNDLE))


@dataclass(frozen=True, slots=True)
class Attached:
    """A piece of content that is attached to an image."""

    descriptor: Descriptor
    subject: Digest
    """Of the image that it is attached to."""
    created: str = ""
    """When, if whoever attached it says so (RFC 3339)."""
    artifact_type: str = ""
    """Of the artifact that it is the content of; oras has it for all that it knows of a file."""
    predicate_type: str = ""
    """What is signed, if whoever attached it says so."""

    @property
    def is_signed(self) -> bool:
        """Whether there is a signature, of whomever."""
        return self.descriptor.media_type in ENVELOPES

    @property
    def may_be_sbom(self) -> bool:
        """Whether nothing is said that makes it something else."""
        if not self.is_signed:
            return not MEDIA_TYPES.isdisjoint((self.descriptor.media_type, self.artifact_type))
        return self.predicate_type in {"", *PREDICATES}


@dataclass(frozen=True, slots=True)
class AttachedSbom:
    """An SBOM that is attached to an image."""

    place: Attached
    document: bytes
    kind: DocumentType
    is_verified: bool
    """Whether it is certain that who has the key said this of this image."""


def attached_to(repository: Repository, subject: Digest) -> tuple[Attached, ...]:
    """Return what may be an SBOM of an image, the newest first.

    Raises:
        LayersError: if that cannot be had.

    """
    return tuple(each for each in all_attached(repository, subject) if each.may_be_sbom)


def all_attached(repository: Repository, subject: Digest) -> tuple[Attached, ...]:
    """Return whatever is attached to an image, the newest first.

    Raises:
        LayersError: if that cannot be had.

    """
    found = [*_attestations(repository, subject), *_referrers(repository, subject)]
    found.sort(key=lambda each: each.created)
    # Where there is no date, what was added last stands last.
    return tuple(reversed(found))


def read_attached(
    repository: Repository, attached: Attached, key: VerifyingKey | None
) -> AttachedSbom | None:
    """Return the SBOM, or nothing if it is something else that was said of the image.

    Raises:
        UntrustedAttestation: if it is not what was signed, by this key, of this image.
        LayersError: if it cannot be had.

    """
    if attached.is_signed:
        _, statement = payload_of(repository, attached, key)
        if statement.predicate_type not in PREDICATES:
            return None
        document = statement.document
    else:
        document = _content(repository, attached.descriptor)
    kind = sbom_type_of(document)
    if kind is None:
        raise UntrustedAttestation("it is said to be an SBOM, but is of no kind that we know")
    return AttachedSbom(attached, document, kind, attached.is_signed and key is not None)


def payload_of(
    repository: Repository, attached: Attached, key: VerifyingKey | None
) -> tuple[bytes, Statement]:
    """Return what is signed as it stands there, and as a statement on the image.

    Raises:
        UntrustedAttestation: if it is not what was signed, by this key, of this image.
        LayersError: if it cannot be had.

    """
    data = _content(repository, attached.descriptor)
    if attached.descriptor.media_type == BUNDLE:
        data = envelope_in(data, repository.limits)
    payload = payload_in(data, key, repository.limits)
    statement = parse_statement(payload, repository.limits)
    if not statement.is_about(attached.subject):
        raise UntrustedAttestation("it is signed, but about another image")
    return payload, statement


def _referrers(repository: Repository, subject: Digest) -> Iterator[Attached]:
    for manifest in referrers_of(repository, subject):
        said = dict(manifest.annotations)
        created, about = said.get(CREATED, ""), said.get(bundle.PREDICATE_TYPE, "")
        for layer in manifest.layers:
            yield Attached(layer, subject, created, manifest.artifact_type, about)


def _attestations(repository: Repository, subject: Digest) -> Iterator[Attached]:
    for layer in attestations_of(repository, subject):
        about = dict(layer.annotations).get(attestation_tag.PREDICATE_TYPE, "")
        yield Attached(layer, subject, predicate_type=about)


def _content(repository: Repository, descriptor: Descriptor) -> bytes:
    allowed = repository.limits.max_attached_bytes
    if descriptor.size > allowed:
        raise LimitExceeded("max_attached_bytes", allowed)
    data = repository.content(descriptor.digest, descriptor.size)
    try:
        check_size(descriptor.size, len(data))
    except SizeMismatch as error:
        raise UntrustedAttestation(str(error)) from error
    return data
