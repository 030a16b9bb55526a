"""Oddities met while reading, bounded in number."""

from __future__ import annotations

from dataclasses import dataclass

from layers.path import inside, text_of


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """Something that an auditor of the image should know."""

    path: str
    """Where in the file system; empty if it is about the layer or the image as a whole."""
    reason: str
    incomplete: bool = False
    """Whether something may be missing from the result because of it."""


class Notes:
    """Collects notes, and counts those beyond the limit."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._archive: tuple[Notes, bytes] | None = None
        self._notes: list[Note] = []
        self._surplus = 0

    def add(self, reason: str, path: bytes = b"", *, incomplete: bool = False) -> None:
        if self._archive:
            notes, archive = self._archive
            notes.add(reason, inside(archive, path) if path else archive, incomplete=incomplete)
        elif incomplete or len(self._notes) < self._limit:
            name = text_of(path)
            self._notes.append(Note(name, reason, incomplete))
        else:
            self._surplus += 1

    def within(self, archive: bytes) -> Notes:
        """Return what adds notes on the inside of an archive to these."""
        notes = Notes(self._limit)
        notes._archive = self, archive
        return notes

    def collected(self) -> tuple[Note, ...]:
        """Return what was collected, sorted, each once."""
        notes = sorted(set(self._notes))
        if self._surplus:
            notes.append(Note("", f"{self._surplus:,} more oddities are not listed"))
        return tuple(notes)
