"""What is attached to an image and may be an SBOM, wherever it is kept, and what is in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from layers.artifact import CREATED
from layers.digest import check_size
from layers.errors import LimitExceeded, SizeMismatch
from layers.manifest import Manifest, parse_manifest
from layers.registry.referrers import referrers_of
from scanner.attestation.attach import PREDICATE_TYPE, attestation_tag
from scanner.attestation.bundle import BUNDLE, envelope_in
from scanner.attestation.envelope import MEDIA_TYPE, payload_in
from scanner.attestation.sbom_type import MEDIA_TYPES, PREDICATES, SbomType, sbom_type_of
from scanner.attestation.statement import parse_statement
from scanner.errors import UntrustedAttestation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.digest import Digest
    from layers.manifest import Descriptor
    from layers.registry.repository import Repository
    from scanner.attestation.key import VerifyingKey

ENVELOPES: Final = frozenset((MEDIA_TYPE, BUNDLE))


@dataclass(frozen=True, slots=True)
class Attached:
    """A piece of content that is attached to an image."""

    descriptor: Descriptor
    subject: Digest
    """Of the image that it is attached to."""
    created: str = ""
    """When, if whoever attached it says so (RFC 3339)."""

    @property
    def is_signed(self) -> bool:
        """Whether there is a signature, of whomever."""
        return self.descriptor.media_type in ENVELOPES

    @property
    def may_be_sbom(self) -> bool:
        """Whether nothing is said that makes it something else."""
        if not self.is_signed:
            return self.descriptor.media_type in MEDIA_TYPES
        return dict(self.descriptor.annotations).get(PREDICATE_TYPE, "") in {"", *PREDICATES}


@dataclass(frozen=True, slots=True)
class AttachedSbom:
    """An SBOM that is attached to an image."""

    place: Attached
    document: bytes
    kind: SbomType
    is_verified: bool
    """Whether it is certain that who has the key said this of this image."""


def attached_to(repository: Repository, subject: Digest) -> tuple[Attached, ...]:
    """Return what may be an SBOM of an image, the newest first.

    Raises:
        LayersError: if that cannot be had.

    """
    found: dict[Digest, Attached] = {}
    for each in (*_attestations(repository, subject), *_referrers(repository, subject)):
        known = found.get(each.descriptor.digest)
        # One that we attached is there twice, and only an artifact has a date.
        if each.may_be_sbom and (known is None or not known.created):
            found[each.descriptor.digest] = each
    # Where there is no date, what was added last stands last.
    return tuple(sorted(reversed(found.values()), key=lambda each: each.created, reverse=True))


def read_attached(
    repository: Repository, attached: Attached, key: VerifyingKey | None
) -> AttachedSbom | None:
    """Return the SBOM, or nothing if it is something else that was said of the image.

    Raises:
        UntrustedAttestation: if it is not what was signed, by this key, of this image.
        LayersError: if it cannot be had.

    """
    data = _content(repository, attached.descriptor)
    document = data
    if attached.is_signed:
        if attached.descriptor.media_type == BUNDLE:
            data = envelope_in(data, repository.limits)
        payload = payload_in(data, key, repository.limits)
        statement = parse_statement(payload, repository.limits)
        if not statement.is_about(attached.subject):
            raise UntrustedAttestation("it is signed, but about another image")
        if statement.predicate_type not in PREDICATES:
            return None
        document = statement.document
    kind = sbom_type_of(document)
    if kind is None:
        raise UntrustedAttestation("it is said to be an SBOM, but is of no kind that we know")
    return AttachedSbom(attached, document, kind, attached.is_signed and key is not None)


def _referrers(repository: Repository, subject: Digest) -> Iterator[Attached]:
    for _, manifest in referrers_of(repository, subject):
        created = dict(manifest.annotations).get(CREATED, "")
        for layer in manifest.layers:
            yield Attached(layer, subject, created)


def _attestations(repository: Repository, subject: Digest) -> Iterator[Attached]:
    """Yield what is where cosign keeps attestations."""
    tag = attestation_tag(subject)
    current = repository.current(tag)
    if current is None:
        return
    manifest = parse_manifest(tag, current.data, repository.limits)
    if isinstance(manifest, Manifest):
        for layer in manifest.layers:
            yield Attached(layer, subject)


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
