"""What an inventory says of itself that was read from an attached SBOM."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.model.component import Problem

if TYPE_CHECKING:
    from scanner.attestation.attached import AttachedSbom
    from scanner.model.inventory import Inventory

FINDER: Final = "attestation"


def with_hint(inventory: Inventory, source: AttachedSbom) -> Inventory:
    """Return the inventory that an SBOM lists, marked as a hint unless whose it is is certain."""
    if source.is_verified:
        return inventory
    what = "an unverified SBOM" if source.place.is_signed else "an unsigned SBOM"
    hint = Problem("", FINDER, f"{what}: a hint, which whoever may write to the registry can give")
    return replace(inventory, problems=(*inventory.problems, hint))
