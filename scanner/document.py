"""Targets that are documents: an SBOM, or a saved report, is an inventory already.

A file is one by its content, not by its name; ``sbom:`` says that it is, and ``-`` is standard
input.
"""
# ruff: noqa: PTH113, PTH123 - these never raise, and those of pathlib do

from __future__ import annotations

import os.path
import re
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.errors import UnreadableDocument
from scanner.formats import READERS
from scanner.model.inventory import Coverage

if TYPE_CHECKING:
    from scanner.model.inventory import Inventory

PREFIX: Final = "sbom:"
STANDARD_INPUT: Final = "-"
HEAD_BYTES: Final = 1 << 16
"""By how much of it a document is known, if whoever wrote it put first what it is."""
MAX_BYTES: Final = 512 << 20
_MAY_BE: Final = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\0?\s*\0?[{<#S]")
"""How a document begins, and an archive does not."""


def document_at(target: str) -> Inventory | None:
    """Return the inventory in a document; None if the target is none.

    Raises:
        UnreadableDocument: if it is said to be one, and is none that is known.

    """
    is_said = target.startswith(PREFIX) or target == STANDARD_INPUT
    location = target.removeprefix(PREFIX)
    data = _read(location, is_said=is_said)
    if data is None:
        return None
    inventory = inventory_in(data, location)
    if inventory is None and is_said:
        raise UnreadableDocument(f"{location}: neither CycloneDX nor SPDX, nor a report of ours")
    return inventory


def inventory_in(data: bytes, location: str) -> Inventory | None:
    """Return the inventory in a document; None if it is of no format that is known."""
    for part in (data[:HEAD_BYTES], data):
        for reader in READERS.values():
            if reader.detects(part):
                return _as_said(reader.read(data, location))
    return None


def _as_said(inventory: Inventory) -> Inventory:
    """Return an inventory that nobody has looked at what it is of."""
    is_whole = inventory.coverage is not Coverage.INCOMPLETE
    return replace(inventory, coverage=Coverage.SBOM) if is_whole else inventory


def _read(location: str, *, is_said: bool) -> bytes | None:
    """Return a document, or None for a file that is none."""
    if location == STANDARD_INPUT:
        return sys.stdin.buffer.read(MAX_BYTES)
    if not is_said and not os.path.isfile(location):
        return None
    try:
        with open(location, "rb") as file:
            head = file.read(HEAD_BYTES)
            return head + file.read(MAX_BYTES) if is_said or _MAY_BE.match(head) else None
    except OSError as error:
        if is_said:
            raise UnreadableDocument(f"{location}: {error.strerror}") from error
        return None
