"""One strict pass over a tar stream, front to back: POSIX (ustar and pax), GNU and V7 archives.

The standard library's ``tarfile`` ends silently at a bad header in the middle of an archive, so one
flipped bit hides every file behind it. Here structural damage raises
:class:`~layers.errors.CorruptStream`; what real tools write and all extractors accept is a note.

Nothing is extracted. Paths are bytes, relative to the root, without empty, ``.`` or ``..`` parts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from layers.errors import CorruptStream, LimitExceeded
from layers.path import normalized
from layers.stream import READ_BYTES, skip
from layers.tar_extension import EXTENDED, Extension
from layers.tar_header import (
    BLOCK,
    CHARACTER_DEVICE,
    MODE,
    OLD_GNU_SPARSE,
    OLD_REGULAR,
    PERMISSIONS,
    ZERO_BLOCK,
    Kind,
    check_checksum,
    number,
    plain_member,
)
from layers.tar_run import headers_at, run_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from layers.limits import Limits
    from layers.stream import Stream
    from layers.tar_header import Member
    from layers.tar_run import Headers, Run


class TarReader:
    """Iterates over the members of a tar stream; all else it tells is of the current one.

    It is itself the stream of the current member's payload. The end of the iteration is the end of
    the stream: padding, and whatever follows it, is read.

    Raises, while iterating:
        CorruptStream: for damage of any kind; a truncated archive is damaged.
        LimitExceeded: for more or larger headers than ``limits`` allows.

    """

    def __init__(self, stream: Stream, limits: Limits, note: Callable[[str], None]) -> None:
        self._stream = stream
        self._limits = limits
        self._note = note
        self._buffer = b""
        self._start = 0
        """Where in the stream the buffer begins."""
        self._position = 0
        """How much of the buffer has been read."""
        self._header = ZERO_BLOCK
        self._unread = 0
        """Bytes of the current payload behind the position."""
        self._next = 0
        """Where in the stream the next header begins."""
        self._entries = 0
        self._extension: Extension | None = None

    def __iter__(self) -> Iterator[Member]:
        return self.chosen(lambda run: range(len(run.paths)))

    def chosen(self, choose: Callable[[Run], Iterable[int]]) -> Iterator[Member]:
        """Iterate over some of the members only: those of a run that ``choose`` tells.

        A run is of usual files and directories that follow one another, in one buffer; what is in
        none is never left out. What is chosen must not depend on where a run happens to end.
        """
        left = 0
        """How many headers are not usual enough to be read together."""
        while True:
            self._reach_next()
            if not left and not self._extension:
                headers = headers_at(self._buffer, self._position)
                run = run_of(headers) if headers.blocks else None
                if run:
                    self._next = self._start + headers.end
                    self._count(len(headers.blocks))
                    yield from self._members(headers, run, choose)
                    continue
                left = len(headers.blocks)
            left = max(0, left - 1)
            header = self._block()
            if not header or header == ZERO_BLOCK:
                self._end(header)
                return
            self._count(1)
            check_checksum(header)
            if header[156] in EXTENDED:
                self._read_extension(header)
            elif member := self._member(header):
                yield member

    def read(self, size: int | None = None) -> bytes:
        """Return the payload of the current member, or at most ``size`` bytes of what is left."""
        if size is None:
            data = self._take(self._unread)
        else:
            wanted = min(size, self._unread)
            data = self._buffer[self._position : self._position + wanted]
            if wanted and not data:
                self._start += len(self._buffer)
                self._buffer, self._position = self._fetch(wanted), 0
                data = self._buffer
            self._position += len(data)
        self._unread -= len(data)
        return data

    def payload(self) -> Stream:
        """Return the payload of the current member as a stream, to be read before the next."""
        return self

    @property
    def mode(self) -> int:
        """The permission bits of the current member."""
        return number(self._header[MODE]) & PERMISSIONS

    @property
    def offset(self) -> int:
        """Where in the stream the payload of the current member begins; ask before reading it."""
        return self._start + self._position

    @property
    def is_overlay_whiteout(self) -> bool:
        """Whether the current member is the character device 0:0, by which overlayfs removes."""
        return self._header[156] == CHARACTER_DEVICE and not (
            number(self._header[329:337]) or number(self._header[337:345])
        )

    def _members(
        self, headers: Headers, run: Run, choose: Callable[[Run], Iterable[int]]
    ) -> Iterator[Member]:
        """Yield the chosen ones of a run."""
        start = self._start
        for index in choose(run):
            path = run.paths[index]
            self._header = headers.blocks[index]
            self._position = start + headers.payloads[index] - self._start
            if run.names[index]:
                self._unread = int(self._header[124:135], 8)
                yield path, Kind.FILE, self._unread, b""
            else:
                self._unread = 0
                yield path[:-1], Kind.DIRECTORY, 0, b""

    def _reach_next(self) -> None:
        """Go to the next header, and have all of it in the buffer unless there is none."""
        position = self._next - self._start
        beyond = position - len(self._buffer)
        if beyond >= 0:
            if skip(self._stream, beyond) < beyond:
                raise CorruptStream("truncated tar archive")
            self._buffer, self._start = self._stream.read(READ_BYTES), self._next
            position = 0
        self._position = position
        if self._block():
            self._position -= BLOCK

    def _block(self) -> bytes:
        """Return the next block; nothing at the very end."""
        return self._take(BLOCK) if self._position < len(self._buffer) else b""

    def _take(self, size: int) -> bytes:
        """Return the next ``size`` bytes."""
        start = self._position
        missing = start + size - len(self._buffer)
        if missing > 0:
            pieces = [self._buffer[start:]]
            while missing > 0:
                pieces.append(self._fetch(READ_BYTES))
                missing -= len(pieces[-1])
            self._buffer = b"".join(pieces)
            self._start += start
            start = 0
        self._position = start + size
        return self._buffer[start : start + size]

    def _fetch(self, size: int) -> bytes:
        data = self._stream.read(size)
        if not data:
            raise CorruptStream("truncated tar archive")
        return data

    def _end(self, first: bytes) -> None:
        """Read what follows the last member."""
        if self._extension:
            raise CorruptStream("an extended header without a member behind it")
        if first:
            self._next += BLOCK
            self._reach_next()
        second = self._block()
        if not first:
            self._note("the archive has no end marker")
        elif not second:
            self._note("the archive's end marker is one block of zeros, not two")
        elif second != ZERO_BLOCK:
            raise CorruptStream("a block of zeros in the middle of the archive")
        is_padding = not self._buffer[self._position :].strip(b"\0")
        # A stream is verified only when its end is read.
        while trailing := self._stream.read(READ_BYTES):
            is_padding = is_padding and trailing.count(0) == len(trailing)
        if not is_padding:
            self._note("data after the archive's end marker, which extractors do not see")

    def _read_extension(self, header: bytes) -> None:
        """Read an extended header."""
        self._extension = self._extension or Extension(self._limits, self._note)
        size = number(header[124:136])
        self._extension.begin(size)
        self._extension.add(header[156], self._take(size))
        self._next = self._start + self._position + (-size % BLOCK)

    def _member(self, header: bytes) -> Member | None:
        """Read a header of any kind, with what extended headers say of it; None to leave it out."""
        path, kind, size, target = plain_member(header)
        if self._extension:
            path, kind, size, target = self._extension.applied((path, kind, size, target))
            self._extension = None
        if header[156] == OLD_GNU_SPARSE:
            self._skip_sparse_map(header)
        if kind is Kind.FILE and header[156] == OLD_REGULAR and path.endswith(b"/"):
            kind, size = Kind.DIRECTORY, 0
        self._header, self._unread = header, size
        self._next = self._start + self._position + size + (-size % BLOCK)
        inside = normalized(path)
        if not inside:
            if inside is None or kind is not Kind.DIRECTORY:
                self._note(
                    f"a path that leads out of the root, or has none, was left out: {path!r:.200}"
                )
            return None
        if len(inside) - inside.rfind(b"/") - 1 > self._limits.max_name_bytes:
            raise LimitExceeded("max_name_bytes", self._limits.max_name_bytes)
        return inside, kind, size, target

    def _skip_sparse_map(self, header: bytes) -> None:
        """Pass the blocks that continue the map in an old GNU header of a sparse file."""
        more, blocks = header[482], 0
        while more:
            blocks += 1
            if blocks * BLOCK > self._limits.max_extended_header_bytes:
                limit = self._limits.max_extended_header_bytes
                raise LimitExceeded("max_extended_header_bytes", limit)
            more = self._take(BLOCK)[504]

    def _count(self, headers: int) -> None:
        self._entries += headers
        if self._entries > self._limits.max_entries:
            raise LimitExceeded("max_entries", self._limits.max_entries)
