"""Archives of a tree as directories: what was wanted of ``a.whl`` is below ``a.whl!``.

It was packed while the layer was read, and is the content of the archive until all layers are put
together: so whatever hides, moves or links to the archive does so with its members.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from layers.note import Note
from layers.path import INSIDE, bytes_of, inside, text_of
from layers.snapshot_bytes import unpacked
from layers.tar_header import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from layers.listing import Listing
    from layers.snapshot import Entry


@dataclass(frozen=True, slots=True)
class Expansion:
    """Entries and contents of a tree, in which archives become directories."""

    entries: dict[str, tuple[Entry, int | None]]
    contents: dict[str, bytes]
    archives: dict[str, Listing] = field(default_factory=dict)
    """The paths inside of each archive that was looked into."""
    notes: list[Note] = field(default_factory=list)

    def expand(self, listings: Iterable[Listing]) -> None:
        """Put the members of all archives among the entries."""
        for path, (entry, _) in sorted(self.entries.items()):
            if entry.kind is Kind.ARCHIVE:
                self._add(path, path, listings)

    def _add(self, path: str, name: str, listings: Iterable[Listing]) -> None:
        """Add the members of one archive, and of those in it.

        A directory that is there, and called ``name!``, stays what it is.
        """
        content = self.contents.pop(path, None)
        if content is None:
            return
        archive = bytes_of(path)
        own = bytes_of(name) + INSIDE
        if any(own in listing.directories for listing in listings):
            reason = "not looked into: there is a directory that is called as it would be"
            self.notes.append(Note(path, reason, incomplete=True))
            return
        snapshot = unpacked(content)
        self.archives[path] = snapshot.listing
        _, layer = self.entries[path]
        for entry in snapshot.entries.values():
            # A link's target would be looked for outside of the archive.
            if entry.kind is Kind.SYMLINK:
                continue
            below = text_of(inside(archive, bytes_of(entry.path)))
            self.entries[below] = replace(entry, path=below), layer
            if entry.path in snapshot.contents:
                self.contents[below] = snapshot.contents[entry.path]
            if entry.kind is Kind.ARCHIVE:
                self._add(below, entry.path, [snapshot.listing])
