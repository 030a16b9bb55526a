"""The shape of an enricher."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from layers.excerpt import Excerpt
    from layers.tree import Tree
    from scanner.model.inventory import Inventory


@dataclass(frozen=True, slots=True, kw_only=True)
class Enricher:
    """Says more of what was found, or tells apart and joins what no cataloger can alone."""

    name: str
    claims: tuple[str, ...] = ()
    """Patterns (see :class:`layers.claim.Claims`) of all it reads."""
    excerpts: tuple[Excerpt, ...] = ()
    """What it needs of files that are too large to keep."""
    is_verifying: bool = False
    """Whether it compares the contents of files, which are read only if that is wanted."""
    enrich: Callable[[Inventory, Tree], Inventory]
    """Never raises; what cannot be read is a Problem."""
