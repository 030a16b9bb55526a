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
    from scanner.model.report import Report

PREFIX: Final = "sbom:"
STANDARD_INPUT: Final = "-"
HEAD_BYTES: Final = 1 << 16
"""By how much of it a document is known, if whoever wrote it put first what it is."""
MAX_BYTES: Final = 512 << 20
_BEGINNING: Final = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\0?\s*\0?[{<#S]")
"""How a document begins, and an archive does not."""


def document_at(target: str) -> Inventory | None:
    """Return the inventory in a document; None if the target is none.

    Raises:
        UnreadableDocument: if it is said to be one, and is none that is known.

    """
    found = document_and_content_at(target)
    return found and found[0]


def document_and_content_at(target: str) -> tuple[Inventory, bytes] | None:
    """Return the same with the document itself.

    Raises:
        UnreadableDocument: if it is said to be one, and is none that is known.

    """
    is_said = target.startswith(PREFIX) or target == STANDARD_INPUT
    if not is_said and not _may_be_document(target):
        return None
    location, data = target.removeprefix(PREFIX), content_of(target)
    inventory = inventory_in(data, location)
    if inventory is None and is_said:
        raise UnreadableDocument(f"{location}: neither CycloneDX nor SPDX, nor of Syft or ours")
    return (inventory, data) if inventory else None


def report_at(location: str) -> Report:
    """Return a saved report: an inventory with what was judged of it.

    Raises:
        UnreadableDocument: if it is none, or of another format.

    """
    from scanner.formats.reading.native import detects, document_in
    from scanner.formats.report_json import report_in

    data = content_of(location)
    try:
        if detects(data):
            return report_in(document_in(data))
    except (TypeError, ValueError, RecursionError) as error:
        raise UnreadableDocument(f"{location}: {error}") from error
    raise UnreadableDocument(f"{location}: no report of ours")


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


def content_of(location: str) -> bytes:
    """Return a document as it is.

    Raises:
        UnreadableDocument: if it cannot be read.

    """
    location = location.removeprefix(PREFIX)
    if location == STANDARD_INPUT:
        return sys.stdin.buffer.read(MAX_BYTES)
    try:
        with open(location, "rb") as file:
            return file.read(MAX_BYTES)
    except OSError as error:
        raise UnreadableDocument(f"{location}: {error.strerror}") from error


def _may_be_document(location: str) -> bool:
    """Tell whether something is a file that begins as documents do."""
    if not os.path.isfile(location):
        return False
    try:
        with open(location, "rb") as file:
            return _BEGINNING.match(file.read(HEAD_BYTES)) is not None
    except OSError:
        return False
