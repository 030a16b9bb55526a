"""Payloads of single files of a layer, fetched in ranges that hold several.

A table of contents can lie about every number in it. It may not make us decompress more than a
layer may hold: reading the layer as a whole would take no more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from layers.compression import decompressed
from layers.errors import CorruptStream, LimitExceeded
from layers.stream import MemoryStream, read_exactly, skip
from layers.toc_range import Ranges

if TYPE_CHECKING:
    from collections.abc import Iterable

    from layers.image import LayerInfo
    from layers.limits import Limits
    from layers.stream import Stream
    from layers.toc import Chunk, Fetch


class Payloads:
    """Gives the contents of chunks; it is fastest in the order of their places."""

    def __init__(
        self, wanted: Iterable[Chunk], info: LayerInfo, fetch: Fetch, limits: Limits
    ) -> None:
        largest = limits.max_claimed_file_bytes
        places = {
            (chunk.start, chunk.end)
            for chunk in wanted
            if not chunk.is_zeros and chunk.end - chunk.start <= largest
        }
        self._ranges = Ranges(places, fetch, info.size)
        self._limits = limits
        self._may_decompress = limits.max_layer_bytes
        self._stream: Stream = MemoryStream(b"")
        self._place = 0, 0
        """Where the compressed bytes of the stream are."""
        self._position = 0
        """How much of it was read."""

    def close(self) -> None:
        """Fetch nothing more."""
        self._ranges.close()

    def content(self, chunk: Chunk) -> bytes:
        """Return the content of a chunk.

        Raises:
            CorruptStream, DigestMismatch: if it is not what the table says.
            LimitExceeded: if it takes too much to know.

        """
        if chunk.is_zeros:
            return bytes(chunk.size)
        if self._place != (chunk.start, chunk.end) or self._position > chunk.inner:
            data = self._compressed(chunk.start, chunk.end)
            self._stream, _ = decompressed(MemoryStream(data), self._limits, lambda _: None)
            self._place, self._position = (chunk.start, chunk.end), 0
        before = chunk.inner - self._position
        self._may_decompress -= before + chunk.size
        if self._may_decompress < 0:
            raise LimitExceeded("max_layer_bytes", self._limits.max_layer_bytes)
        skip(self._stream, before)
        content = read_exactly(self._stream, chunk.size)
        self._position = chunk.inner + chunk.size
        if len(content) != chunk.size:
            raise CorruptStream("a file that is not as long as the table of contents says")
        if chunk.digest:
            chunk.digest.check(content)
        return content

    def _compressed(self, start: int, end: int) -> bytes:
        largest = self._limits.max_claimed_file_bytes
        if end - start > largest:
            raise LimitExceeded("max_claimed_file_bytes", largest)
        return self._ranges.at((start, end))
