"""Numbers of documents that derive from their content, so that equal ones have equal numbers."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Iterable


def number_of(text: Iterable[str]) -> UUID:
    """Return the number of a text in pieces, wherever that is divided."""
    digest = hashlib.sha256()
    for piece in text:
        digest.update(piece.encode())
    return UUID(bytes=digest.digest()[:16], version=5)
