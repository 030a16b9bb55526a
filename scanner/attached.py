"""Targets that are attached to an image: ``attached:`` is its SBOM, as somebody put it there.

Nothing of it is verified, and the inventory says so. What has to be is fetched with a key before
(``lading sbom fetch``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.document import inventory_in
from scanner.errors import UnreadableDocument

if TYPE_CHECKING:
    from scanner.attestation.attached import AttachedSbom
    from scanner.attestation.key import VerifyingKey
    from scanner.model.inventory import Inventory
    from scanner.settings import Settings

PREFIX: Final = "attached:"


def attached_at(target: str, settings: Settings) -> Inventory | None:
    """Return the inventory in the SBOM that is attached to an image; None if none is meant.

    Raises:
        LayersError: if the image, or what is attached to it, cannot be had.
        NothingAttached: if it has no SBOM.
        UnreadableDocument: if that is of no format that is read.

    """
    found = attached_sbom_at(target, settings, None)
    return found[0] if found else None


def attached_sbom_at(
    target: str, settings: Settings, key: VerifyingKey | None
) -> tuple[Inventory, AttachedSbom] | None:
    """Return the same with the SBOM itself, of which a signature by ``key`` is asked, if given.

    Raises:
        LayersError, NothingAttached, UnreadableDocument: as above.

    """
    if not target.startswith(PREFIX):
        return None
    from scanner.attestation.fetch import fetch_sbom
    from scanner.attestation.hint import with_hint
    from scanner.attestation.image import registry_image

    image = registry_image(target.removeprefix(PREFIX), settings)
    found = fetch_sbom(image, key)
    inventory = inventory_in(found.document, image.name)
    if inventory is None:
        raise UnreadableDocument(f"{image.name}: neither CycloneDX nor SPDX is attached to it")
    return with_hint(inventory, found), found
