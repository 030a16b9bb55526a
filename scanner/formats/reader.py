"""The shape of a reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from scanner.model.component import Problem
from scanner.model.inventory import Coverage, Inventory, Subject

SBOM: Final = "sbom"
"""The source of subjects that only a document tells of, and who finds problems in these."""

Detects: TypeAlias = Callable[[bytes], bool]
Read: TypeAlias = Callable[[bytes, str], Inventory]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads an inventory from documents of one format, whoever wrote them."""

    name: str
    detects: Detects
    """Tells by the beginning of a document, or by all of it, whether it is of this format."""
    read: Read
    """Takes a document and where it is. Never raises: what cannot be read becomes a problem."""


def nothing_read(location: str, reason: str) -> Inventory:
    """Return the inventory of a document that cannot be read at all."""
    return Inventory(
        subject=Subject(location=location, source=SBOM),
        coverage=Coverage.INCOMPLETE,
        environments=(),
        components=(),
        problems=(Problem("", SBOM, f"{location}: not read: {reason}", incomplete=True),),
    )
