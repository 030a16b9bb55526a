"""The one shape in which bytes flow through this package: pulled, forward only, in bounded pieces.

A layer is a chain of streams: the bytes of a medium, verified, decompressed, verified again.
"""

from __future__ import annotations

import os
from io import BytesIO
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

CHUNK_BYTES = 1 << 18
"""What is asked of a medium at a time; larger pieces gain nothing and cost memory."""
READ_BYTES = 4 * CHUNK_BYTES
"""What is taken at a time of bytes that are in memory."""


class Stream(Protocol):
    """A source of bytes."""

    def read(self, size: int, /) -> bytes:
        """Return at least one and at most ``size`` bytes; none at the end, and ever after."""
        ...


class FileStream:
    """A window of an open file.

    It keeps its own position, so that many windows of one file can be read by many threads.
    """

    def __init__(self, descriptor: int, start: int, size: int) -> None:
        self._descriptor = descriptor
        self._position = start
        self._stop = start + size

    def read(self, size: int) -> bytes:
        data = os.pread(self._descriptor, min(size, self._stop - self._position), self._position)
        self._position += len(data)
        return data

    def skip(self, size: int) -> int:
        step = min(size, self._stop - self._position)
        self._position += step
        return step


class MemoryStream:
    """Bytes at hand."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._position = 0

    def read(self, size: int) -> bytes:
        data = self._data[self._position : self._position + size]
        self._position += len(data)
        return data


class PrefixedStream:
    """A stream whose first bytes were read already, to see what it is."""

    def __init__(self, prefix: bytes, stream: Stream) -> None:
        self._prefix = prefix
        self._stream = stream

    def read(self, size: int) -> bytes:
        if not self._prefix:
            return self._stream.read(size)
        data, self._prefix = self._prefix[:size], self._prefix[size:]
        return data

    def skip(self, size: int) -> int:
        step = min(size, len(self._prefix))
        self._prefix = self._prefix[step:]
        return step + skip(self._stream, size - step)


class CountedStream:
    """A stream that tells how many bytes went by."""

    def __init__(self, stream: Stream, count: Callable[[int], None]) -> None:
        self._stream = stream
        self._count = count

    def read(self, size: int) -> bytes:
        data = self._stream.read(size)
        self._count(len(data))
        return data

    def skip(self, size: int) -> int:
        skipped = skip(self._stream, size)
        self._count(skipped)
        return skipped


def read_exactly(stream: Stream, size: int) -> bytes:
    """Return the next ``size`` bytes, fewer only at the end of the stream."""
    data = stream.read(size)
    if len(data) == size:
        return data
    pieces, left = [data], size - len(data)
    while left and (more := stream.read(left)):
        pieces.append(more)
        left -= len(more)
    return b"".join(pieces)


def read_all(stream: Stream) -> bytes:
    """Return all that is left of a stream."""
    content = BytesIO()
    while piece := stream.read(READ_BYTES):
        content.write(piece)
    return content.getvalue()


def skip(stream: Stream, size: int) -> int:
    """Move on by ``size`` bytes, or to the end, and return by how many."""
    if isinstance(stream, FileStream | PrefixedStream | CountedStream):
        return stream.skip(size)
    left = size
    while left and (data := stream.read(min(left, READ_BYTES))):
        left -= len(data)
    return size - left


def drain(stream: Stream) -> None:
    """Read a stream to its end."""
    while stream.read(CHUNK_BYTES):
        pass
