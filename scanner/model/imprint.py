"""The imprint: what whoever publishes a document adds to it, for no scan can tell it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from scanner.model.contact import Supplier


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """Who answers for a document and for what it describes, and where it is to be found."""

    authors: tuple[Supplier, ...] = ()
    """Of the document, each with a way to reach them."""
    supplier: Supplier | None = None
    """Of what was scanned."""
    uri: str | None = None
    """Of the document."""
    version: str | None = None
    """Of what was scanned, if that has one of its own."""
    license: str | None = None
    """Of what was scanned: an SPDX expression."""
    copyright: str | None = None
    """Of what was scanned: the notice as it is to stand there."""


NO_IMPRINT: Final = Imprint()
