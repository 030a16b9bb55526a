"""Which files of an image are archives to look into, and what is wanted of what is inside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from layers.claim import Claims


@dataclass(frozen=True, slots=True)
class ArchiveClaim:
    """Files that are archives by their names.

    What is wanted of one is in the tree as if the archive were a directory, with an exclamation
    mark behind its name: ``app.pex!/.deps/six.dist-info/METADATA``.
    """

    patterns: tuple[str, ...]
    """As for :class:`layers.claim.Claims`, which they are added to."""
    inside: Claims | None = None
    """What is wanted, by paths from the top of the archive; None for whatever is wanted of the
    image itself."""
