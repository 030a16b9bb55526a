"""What one layer adds and removes, and the contents of it that were claimed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from layers.link import MAX_HOPS
from layers.path import bytes_of, text_of
from layers.tar_header import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from layers.listing import Listing
    from layers.note import Note


@dataclass(frozen=True, slots=True)
class Entry:
    """One path of a file system that was claimed, or is a symbolic link."""

    path: str
    """Relative to the root; bytes that are not UTF-8 are kept as surrogates (PEP 383)."""
    kind: Kind
    size: int = 0
    mode: int = 0
    target: str = ""
    """Of a symbolic link: as it stands there. Of a hard link: a path from the root."""
    digest: str = ""
    """Of an archive that was looked into: the SHA-256 of its bytes, where that is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A layer, read."""

    entries: dict[str, Entry]
    contents: dict[str, bytes]
    """Of claimed files. Of an archive: a snapshot of what was claimed inside of it, packed."""
    whiteouts: frozenset[bytes]
    """Paths that are hidden, with all below them, in lower layers."""
    opaque: frozenset[bytes]
    """Directories of which lower layers' contents are hidden."""
    listing: Listing
    notes: tuple[Note, ...] = ()
    fingerprints: Mapping[bytes, bytes] = field(default_factory=dict)
    """Of files that may have been installed, if claimed (see :mod:`layers.fingerprint`)."""
    is_by_toc: bool = False
    """Whether it is only what the layer's table of contents says."""
    only_in_toc: frozenset[str] = frozenset()
    """Entries that the tar stream does not have: they replace nothing of lower layers."""


def unread_targets(snapshot: Snapshot) -> frozenset[str]:
    """Return the files of the layer that claimed hard links lead to, and that were not read.

    Only a file's first name comes with its payload, and that name may not be the claimed one:
    ostree keeps every file under its checksum first.
    """
    targets = {
        followed(entry, snapshot.entries)
        for entry in snapshot.entries.values()
        if entry.kind is Kind.HARDLINK
    }
    unread = {bytes_of(target) for target in targets - snapshot.entries.keys()}
    return frozenset(map(text_of, snapshot.listing.among(unread)))


def followed(entry: Entry, entries: Mapping[str, Entry]) -> str:
    """Return the path at the end of a chain of hard links, as far as it is known."""
    for _ in range(MAX_HOPS):
        if entry.kind is not Kind.HARDLINK:
            return entry.path
        if entry.target not in entries:
            break
        entry = entries[entry.target]
    return entry.target
