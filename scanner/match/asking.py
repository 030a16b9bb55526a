"""Which distributions of an inventory other servers have to be asked about, to match them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.match.identity import identity_of
from scanner.match.matcher import unmatched
from scanner.model.names import PYPI

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scanner.judging import Judging
    from scanner.model.inventory import Inventory
    from scanner.model.names import NormalizedName


def matched_releases(
    inventories: Iterable[Inventory], judging: Judging
) -> frozenset[tuple[NormalizedName, str | None]]:
    """Return the name and version of each distribution of PyPI that is compared with advisories.

    What is not compared is nobody's business: no name of a private project in development is told.
    """
    return frozenset(
        (identity.name, identity.version)
        for inventory in inventories
        for component in inventory.components
        for identity in (identity_of(component),)
        if identity.ecosystem == PYPI
        and identity.version is not None
        and unmatched(component, identity, judging, inventory.included) is None
    )
