"""The bytes of a file that are held in memory: all of them, or, of a large one, the last ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from layers.errors import CorruptStream, LimitExceeded
from layers.limits import MIB
from layers.stream import CHUNK_BYTES

if TYPE_CHECKING:
    from layers.stream import Stream

TAIL_BYTES: Final = 4 * MIB
"""What is held of a file that is too large. A wheel's metadata is put at its end (PEP 427)."""


@dataclass(frozen=True, slots=True)
class Window:
    """Bytes of a file from some place on to its end."""

    data: bytes | bytearray
    start: int
    limit: int
    """How many there may be."""

    @property
    def end(self) -> int:
        """The size of the file."""
        return self.start + len(self.data)

    def part(self, begin: int, end: int) -> bytes:
        """Return the bytes from one place of the file to another.

        Raises:
            CorruptStream: if they are outside of the file.
            LimitExceeded: if they are not held.

        """
        if not 0 <= begin <= end <= self.end:
            raise CorruptStream("a part that would be outside of the archive")
        if begin < self.start:
            raise LimitExceeded("max_archive_bytes", self.limit)
        return bytes(memoryview(self.data)[begin - self.start : end - self.start])

    def last(self, needle: bytes, begin: int) -> int:
        """Return the last place of bytes that are behind ``begin``, or -1."""
        found = self.data.rfind(needle, max(0, begin - self.start))
        return found if found < 0 else found + self.start


def window_of(stream: Stream, size: int, limit: int) -> Window:
    """Read a stream of ``size`` bytes to its end, and hold at most ``limit`` of them.

    Raises:
        CorruptStream: if it has fewer or more.
        LimitExceeded: if what may be held of it is too little to be of use.

    """
    if size > limit < TAIL_BYTES:
        raise LimitExceeded("max_archive_bytes", limit)
    held = size if size <= limit else TAIL_BYTES
    data = bytearray(held)
    position = 0
    while piece := stream.read(CHUNK_BYTES):
        start = position - (size - held)
        position += len(piece)
        if position > size:
            break
        if start < 0:
            piece, start = piece[-start:], 0
        data[start : start + len(piece)] = piece
    if position != size:
        raise CorruptStream("an archive that is not as long as it is said to be")
    return Window(data, size - held, limit)
