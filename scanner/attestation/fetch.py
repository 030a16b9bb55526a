"""Finding the SBOM of an image in its registry: the newest of the wanted kind that is trusted."""

from __future__ import annotations

import logging
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from layers.errors import InvalidManifest, LimitExceeded
from layers.registry.errors import InvalidResponse, RequestFailed
from layers.registry.repository import NOT_FOUND, Repository
from layers.sources.registry import DEFAULT_TAG
from scanner.attestation.attached import Attached, AttachedSbom, attached_to, read_attached
from scanner.errors import NothingAttached, UntrustedAttestation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers import Reference
    from layers.digest import Digest
    from scanner.attestation.image import RegistryImage
    from scanner.attestation.key import VerifyingKey

logger = logging.getLogger(__name__)

DAMAGED: Final = (UntrustedAttestation, InvalidManifest, LimitExceeded, InvalidResponse)
"""What is wrong with one of several, and no reason to do without the others."""


@dataclass(frozen=True, slots=True)
class Refused:
    """What is attached to an image, and is not to be used."""

    place: Attached
    reason: str


def fetch_sbom(
    image: RegistryImage, key: VerifyingKey | None, wanted: str | None = None
) -> AttachedSbom:
    """Return the newest SBOM that is attached to an image, of a wanted kind if there is one.

    With a key, what is not signed by it does not count.

    Raises:
        NothingAttached: if there is none.
        LayersError: if it cannot be had.

    """
    refused = []
    for found in sboms_of(image, key):
        if isinstance(found, Refused):
            logger.debug("%s: %s", found.place.descriptor.digest, found.reason)
            refused.append(f"{found.place.descriptor.digest}: {found.reason}")
        elif wanted is None or found.kind.name == wanted:
            return found
    signed = "signed SBOM" if key else "SBOM"
    raise NothingAttached(image.name, f"{signed} in {wanted}" if wanted else signed, refused)


def sboms_of(image: RegistryImage, key: VerifyingKey | None) -> Iterator[AttachedSbom | Refused]:
    """Yield what is attached to an image, and then to the index that the reference leads to.

    The newest comes first. One that is there in more than one place is yielded once.

    Raises:
        LayersError: if it cannot be had.

    """
    seen: set[tuple[bytes, bool]] = set()
    with closing(Repository(image.reference, image.registry, image.limits)) as repository:
        for subject in dict.fromkeys((image.digest, top_of(repository, image.reference))):
            for place in attached_to(repository, subject):
                found = _judged(repository, place, key)
                if isinstance(found, AttachedSbom):
                    same = sha256(found.document).digest(), place.is_signed
                    found = None if same in seen else found
                    seen.add(same)
                if found is not None:
                    yield found


def top_of(repository: Repository, reference: Reference) -> Digest:
    """Return the digest of what a reference leads to: of several images, that of their index."""
    return reference.digest or repository.tagged(reference.tag or DEFAULT_TAG).digest


def _judged(
    repository: Repository, place: Attached, key: VerifyingKey | None
) -> AttachedSbom | Refused | None:
    if key is not None and not place.is_signed:
        return Refused(place, "not signed")
    try:
        return read_attached(repository, place, key)
    except DAMAGED as error:
        return Refused(place, str(error))
    except RequestFailed as error:
        if error.status != NOT_FOUND:
            raise
        return Refused(place, str(error))
