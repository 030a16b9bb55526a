"""Targets that are attached to an image: ``attached:`` is its SBOM, as somebody put it there.

Nothing of it is verified, and the inventory says so. What has to be is fetched with a key before
(``lading sbom fetch``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.document import inventory_in
from scanner.errors import UnreadableDocument

if TYPE_CHECKING:
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
    if not target.startswith(PREFIX):
        return None
    from scanner.attestation.fetch import fetch_sbom
    from scanner.attestation.hint import with_hint
    from scanner.attestation.image import registry_image

    image = registry_image(target.removeprefix(PREFIX), settings)
    found = fetch_sbom(image, None)
    inventory = inventory_in(found.document, image.name)
    if inventory is None:
        raise UnreadableDocument(f"{image.name}: neither CycloneDX nor SPDX is attached to it")
    return with_hint(inventory, found)
