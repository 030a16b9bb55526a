"""What differs from what installers recorded."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class ChangeKind(Enum):
    """In what way a file differs."""

    MODIFIED = "modified"
    ADDED = "added"
    """In a place that is all one distribution's, and in no list."""
    BYTECODE = "bytecode"
    """Made of no source that is there, or used without a look at it."""
    MISSING = "missing"
    STRIPPED = "stripped"
    """A shared library that became smaller, as did others: without symbols, most likely."""
    CERTIFICATES = "certificates"
    """Another list of authorities to trust, as company networks need one."""


COUNTED = frozenset((ChangeKind.MODIFIED, ChangeKind.ADDED, ChangeKind.BYTECODE))
"""What can make an interpreter run other code than was installed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One file that is not as it was installed."""

    path: str
    kind: ChangeKind
    layer: int | None = None
    """Index of the layer that the file is from, or that removed it."""
    owner: str | None = None
    """The distribution or system package that it belongs to, with its version."""
    reason: str = ""
