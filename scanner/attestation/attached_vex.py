"""VEX documents that are attached to an image in its registry.

They are OpenVEX: attested, as vexctl and cosign write it (predicate ``https://openvex.dev/ns``), or
an artifact of the type ``application/vnd.openvex+json``. Whoever may write to a registry can attach
one, and a statement that something is not affected takes it out of the count: so only what a key
verifies is followed. Anything else is told, as what decides nothing.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Final

from layers.digest import Digest
from layers.errors import UnreadableImage
from layers.reference import Reference
from layers.registry.engine_file import with_engine_files
from layers.registry.repository import Repository
from layers.source import located
from scanner.attestation.attached import all_attached, payload_of
from scanner.attestation.fetch import DAMAGED, top_of
from scanner.attestation.image import SOURCE, RegistryImage
from scanner.metadata.vex.document import CONTEXT, VexDocument, parse_vex
from scanner.metadata.vex.statement import Malformed

if TYPE_CHECKING:
    from scanner.attestation.attached import Attached
    from scanner.attestation.key import VerifyingKey
    from scanner.model.inventory import Subject
    from scanner.settings import Settings

MEDIA_TYPES: Final = frozenset(("application/vnd.openvex+json", "application/openvex+json"))
HINT: Final = "attached to the image by whoever may write there: followed only if a key verifies it"


def scanned_image(subject: Subject, settings: Settings) -> RegistryImage:
    """Return the image that an inventory is of.

    Raises:
        UnreadableImage: if it is not in a registry.

    """
    if subject.source != SOURCE or subject.digest is None:
        raise UnreadableImage(subject.location, "VEX is attached to images in registries only")
    reference = Reference.parse(located(subject.location)[1])
    return RegistryImage(
        reference=reference,
        digest=Digest.parse(subject.digest),
        registry=with_engine_files(settings.registry, reference),
        limits=settings.limits,
    )


def attached_vex(image: RegistryImage, key: VerifyingKey | None) -> VexDocument:
    """Return the statements that are attached to an image, or its index, and signed by a key.

    Without a key, and of what it does not verify, each document is in the place of a statement.

    Raises:
        LayersError: if it cannot be known what is attached.

    """
    with closing(Repository(image.reference, image.registry, image.limits)) as repository:
        documents = [
            _document(repository, image, place, key)
            for subject in dict.fromkeys((image.digest, top_of(repository, image.reference)))
            for place in all_attached(repository, subject)
            if _may_be_vex(place)
        ]
    return VexDocument(
        statements=tuple(each for document in documents for each in document.statements),
        malformed=tuple(each for document in documents for each in document.malformed),
    )


def _may_be_vex(place: Attached) -> bool:
    if place.is_signed:
        return not place.predicate_type or place.predicate_type.startswith(CONTEXT)
    return not MEDIA_TYPES.isdisjoint((place.descriptor.media_type, place.artifact_type))


def _document(
    repository: Repository, image: RegistryImage, place: Attached, key: VerifyingKey | None
) -> VexDocument:
    source = f"{image.reference.name}@{place.descriptor.digest}"
    if not place.is_signed or (key is None and place.predicate_type):
        return _told(source, HINT)
    try:
        payload, statement = payload_of(repository, place, key)
    except DAMAGED as error:
        return _told(source, str(error))
    if not statement.predicate_type.startswith(CONTEXT):
        return VexDocument()
    if key is None:
        return _told(source, HINT)
    try:
        return parse_vex(payload, source)
    except ValueError as error:
        return _told(source, str(error))


def _told(source: str, reason: str) -> VexDocument:
    return VexDocument(malformed=(Malformed(source=source, reason=reason),))
