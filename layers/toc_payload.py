"""Payloads of single files of a layer, fetched in ranges that hold several.

A table of contents can lie about every number in it. It may not make us fetch more than the layer
has, or decompress more than a layer may hold: reading the layer as a whole would take no more.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import islice
from typing import TYPE_CHECKING, Final

from layers.compression import decompressed
from layers.errors import CorruptStream, LimitExceeded
from layers.limits import KIB, MIB
from layers.stream import MemoryStream, read_exactly, skip

if TYPE_CHECKING:
    from collections.abc import Iterable

    from layers.image import LayerInfo
    from layers.limits import Limits
    from layers.stream import Stream
    from layers.toc import Chunk, Fetch

GAP_BYTES: Final = 64 * KIB
"""What is rather fetched for nothing than left out at the price of another request."""
RANGE_BYTES: Final = 8 * MIB
"""How much is fetched at a time, if no single chunk is larger."""


class Payloads:
    """Gives the contents of chunks; it is fastest in the order of their places."""

    def __init__(
        self, wanted: Iterable[Chunk], info: LayerInfo, fetch: Fetch, limits: Limits
    ) -> None:
        places = {(chunk.start, chunk.end) for chunk in wanted if not chunk.is_zeros}
        self._wanted = sorted(places)
        """Where what may be asked for is."""
        self._fetch = fetch
        self._limits = limits
        self._may_fetch = info.size
        self._may_decompress = limits.max_layer_bytes
        self._range, self._start = b"", 0
        """What was fetched last, and from where."""
        self._stream: Stream = MemoryStream(b"")
        self._place = 0, 0
        """Where the compressed bytes of the stream are."""
        self._position = 0
        """How much of it was read."""

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
        if not self._start <= start < end <= self._start + len(self._range):
            largest = self._limits.max_claimed_file_bytes
            if end - start > largest:
                raise LimitExceeded("max_claimed_file_bytes", largest)
            size = self._end_of_range(start, end) - start
            self._may_fetch -= size
            if self._may_fetch < 0:
                raise CorruptStream("a table of contents by which more is fetched than there is")
            self._range, self._start = self._fetch(start, size), start
        return self._range[start - self._start : end - self._start]

    def _end_of_range(self, start: int, end: int) -> int:
        """Return the end of a range that holds what is wanted behind a place, and near to it."""
        first = bisect_left(self._wanted, (start, end))
        for other, other_end in islice(self._wanted, first, None):
            if other > end + GAP_BYTES or other_end > start + RANGE_BYTES:
                break
            end = max(end, other_end)
        return end
