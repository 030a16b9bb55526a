"""The members of a layer by its table of contents, without the rest of the layer.

It reads like a tar stream; but a payload is fetched when it is wanted, in ranges that hold several.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from layers.compression import decompressed
from layers.errors import CorruptStream, LimitExceeded
from layers.limits import KIB, MIB, Limits
from layers.stream import MemoryStream, read_exactly
from layers.tar_header import Kind
from layers.tar_run import Run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from layers.tar_header import Member
    from layers.toc import Chunk, Fetch, TocMember

GAP_BYTES: Final = 64 * KIB
"""What is rather fetched for nothing than left out at the price of another request."""
RANGE_BYTES: Final = 8 * MIB
"""How much is fetched at a time, if no single chunk is larger."""


class TocReader:
    """Iterates over members; all else it tells is of the current one."""

    def __init__(self, members: Sequence[TocMember], fetch: Fetch, limits: Limits) -> None:
        self._members = members
        self._fetch = fetch
        self._limits = limits
        self._current: TocMember | None = None
        self._wanted: list[Chunk] = []
        """Chunks that may be asked for, in the order of their places."""
        self._range, self._start = b"", 0
        """What was fetched last, and from where."""

    def chosen(self, choose: Callable[[Run], Iterable[int]]) -> Iterator[Member]:
        """Iterate over some of the members only, as a tar reader does."""
        ordinary = [
            member for member in self._members if member.kind in {Kind.FILE, Kind.DIRECTORY}
        ]
        others = [
            member for member in self._members if member.kind not in {Kind.FILE, Kind.DIRECTORY}
        ]
        chosen = [ordinary[index] for index in choose(_run_of(ordinary))] if ordinary else []
        self._wanted = sorted(
            {chunk for member in chosen for chunk in member.chunks if not chunk.is_zeros},
            key=lambda chunk: (chunk.start, chunk.end),
        )
        # A link is to what is there already.
        for member in (*chosen, *others):
            self._current = member
            yield member.path, member.kind, member.size, member.target

    def read(self) -> bytes:
        """Return the payload of the current member.

        Raises:
            CorruptStream, DigestMismatch: if it is not what the table says.

        """
        member = self._current
        assert member
        content = b"".join(map(self._content, member.chunks))
        if len(content) != member.size:
            raise CorruptStream("a file that is not as long as the table of contents says")
        if member.digest:
            member.digest.check(content)
        elif not all(chunk.digest for chunk in member.chunks):
            raise CorruptStream("a file without a digest in the table of contents")
        return content

    @property
    def mode(self) -> int:
        """The permission bits of the current member."""
        return self._current.mode if self._current else 0

    @property
    def is_overlay_whiteout(self) -> bool:
        """Whether the current member is the character device 0:0."""
        member = self._current
        return member is not None and member.kind is Kind.DEVICE and member.is_null_device

    def _content(self, chunk: Chunk) -> bytes:
        if chunk.is_zeros:
            return bytes(chunk.size)
        largest = self._limits.max_claimed_file_bytes
        if chunk.inner > largest or chunk.end - chunk.start > largest:
            raise LimitExceeded("max_claimed_file_bytes", largest)
        if not self._start <= chunk.start < chunk.end <= self._start + len(self._range):
            self._start, end = self._range_for(chunk)
            self._range = self._fetch(self._start, end - self._start)
        data = self._range[chunk.start - self._start : chunk.end - self._start]
        stream, _ = decompressed(MemoryStream(data), self._limits, lambda _: None)
        content = read_exactly(stream, chunk.inner + chunk.size)[chunk.inner :]
        if chunk.digest:
            chunk.digest.check(content)
        return content

    def _range_for(self, chunk: Chunk) -> tuple[int, int]:
        """Return a range that holds a chunk, and the wanted ones behind it that are near."""
        end = chunk.end
        for other in self._wanted:
            if other.start < chunk.start:
                continue
            if other.start > end + GAP_BYTES or other.end > chunk.start + RANGE_BYTES:
                break
            end = max(end, other.end)
        return chunk.start, end


def _run_of(members: Sequence[TocMember]) -> Run:
    paths = [
        member.path + b"/" if member.kind is Kind.DIRECTORY else member.path for member in members
    ]
    parts = [path.rpartition(b"/") for path in paths]
    return Run(paths, [name for _, _, name in parts], frozenset(parent for parent, _, _ in parts))
