"""Lading's own JSON, read back: the inventory as it was when it was written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from scanner.formats.exact_json import exact_value
from scanner.formats.inventory_json import FORMAT, inventory_in
from scanner.formats.reader import Reader, nothing_read

if TYPE_CHECKING:
    from scanner.model.inventory import Inventory

BEGINNING: Final = re.compile(
    rb'\s*\{\s*"format"\s*:\s*\d+\s*,\s*"tool"\s*:\s*\{\s*"name"\s*:\s*"lading"'
)


def detects(head: bytes) -> bool:
    """Tell whether a document is a report of ours."""
    return BEGINNING.match(head) is not None


def read(data: bytes, location: str) -> Inventory:
    """Return the inventory in a report, or as much of it as can be read."""
    try:
        return inventory_in(document_in(data))
    except (TypeError, ValueError, RecursionError) as error:
        return nothing_read(location, str(error))


def document_in(data: bytes) -> dict[str, Any]:
    """Return a report as what JSON has.

    Raises:
        ValueError, RecursionError: if it is none, or of another format.

    """
    document = exact_value(data)
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise ValueError("a format that is not known")
    return document


NATIVE: Final = Reader(name="json", detects=detects, read=read)
