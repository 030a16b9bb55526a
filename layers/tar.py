"""One strict pass over a tar stream, front to back: POSIX (ustar and pax), GNU and V7 archives.

The standard library's ``tarfile`` ends silently at a bad header in the middle of an archive, so one
flipped bit hides every file behind it. Here structural damage raises
:class:`~layers.errors.CorruptStream`; what real tools write and all extractors accept is a note.

Nothing is extracted. Paths are bytes, relative to the root, without empty, ``.`` or ``..`` parts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NoReturn, TypeAlias
from zlib import adler32

from layers.errors import CorruptStream, LimitExceeded
from layers.stream import CHUNK_BYTES, skip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from layers.limits import Limits
    from layers.stream import Stream

BLOCK: Final = 512
ZERO_BLOCK: Final = bytes(BLOCK)
READ_BYTES: Final = 4 * CHUNK_BYTES
POSIX_MAGIC: Final = b"ustar\x00"
GNU_MAGIC: Final = b"ustar  \x00"


class Kind(Enum):
    """What a member is."""

    FILE = "file"
    DIRECTORY = "directory"
    SYMLINK = "symlink"
    HARDLINK = "hardlink"
    DEVICE = "device"
    """A character or block device or a fifo; never opened."""
    SPARSE = "sparse"
    """A file with holes, in one of GNU's forms; its content is not read."""


Member: TypeAlias = tuple[bytes, bytes, Kind, int, bytes]
"""Directory, name, kind, bytes of payload and link target.

A plain tuple, and the path in two parts, for an image has up to 10⁶ of them in 10⁵ directories.
"""

PlainMember: TypeAlias = tuple[bytes, Kind, int, bytes]
"""Path, kind, bytes of payload and link target."""

KINDS: Final = tuple(
    {
        "1": Kind.HARDLINK,
        "2": Kind.SYMLINK,
        "3": Kind.DEVICE,
        "4": Kind.DEVICE,
        "5": Kind.DIRECTORY,
        "6": Kind.DEVICE,
        "S": Kind.SPARSE,
    }.get(chr(flag), Kind.FILE)
    for flag in range(256)
)
"""By type flag. POSIX has unknown flags read as regular files."""

NAME_BYTES: Final = 100
NO_NAMES: Final = frozenset((b"", b".", b".."))
PAX, PAX_GLOBAL, PAX_SOLARIS, GNU_NAME, GNU_TARGET, GNU_VOLUME = b"xgXLKV"
EXTENDED: Final = frozenset((PAX, PAX_GLOBAL, PAX_SOLARIS, GNU_NAME, GNU_TARGET, GNU_VOLUME))
REGULAR: Final = ord("0")
OLD_REGULAR: Final = 0
"""The flag of V7, which had no other for a directory: its path ends with a slash."""
OLD_GNU_SPARSE: Final = ord("S")
CHARACTER_DEVICE: Final = ord("3")
SLASH: Final = ord("/")
BLANK: Final = b"\0 "
OCTAL_DIGITS: Final = b"01234567"
MAX_SIZE_DIGITS: Final = 19
PATHS: Final = (b"path", b"linkpath", b"GNU.sparse.name")
"""Pax records that are paths."""
POSITIVE: Final = b"\x80"
"""How a number in base 256 begins; a negative one begins with 0xff."""


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
        self._position = 0
        self._fetched = 0
        """Bytes taken from the stream; the buffer holds the last of them."""
        self._header = ZERO_BLOCK
        self._unread = 0
        """Bytes of payload between the position and the padding before the next header."""
        self._moved = False
        """Whether the position was changed since the iteration last knew it."""
        self._extension: _Extension | None = None

    def __iter__(self) -> Iterator[Member]:  # noqa: C901, PLR0912 - see the comment
        # This runs once for every file of an image. What is usual, a regular file of which no
        # extended header speaks, is therefore read in place, and all else elsewhere. A path is
        # taken apart because its directory mostly is that of the path before it.
        buffer, position = self._buffer, 0
        written: bytes = b""
        directory: bytes | None = b""
        for _ in range(self._limits.max_entries + 1):
            stop = position + BLOCK
            if stop <= len(buffer):
                header = buffer[position:stop]
                self._position = stop
            else:
                header = self._block_beyond(position)
                buffer, stop = self._buffer, self._position
            if adler32(header) & 0xFFFF != adler_of_checksum(header[148:156]):
                if not header or header == ZERO_BLOCK:
                    self._end(header)
                    return
                verify_signed_checksum(header)
            flag = header[156]
            digits = header[124:135]
            end = header.find(b"\0")
            if (
                flag == REGULAR
                and 0 < end <= NAME_BYTES
                and header[end - 1] != SLASH
                and not digits.strip(OCTAL_DIGITS)
                and header[135] in BLANK
                and self._extension is None
            ):
                kind, size, target = Kind.FILE, int(digits, 8), b""
                cut = header.rfind(b"/", 0, end)
                name = header[cut + 1 : end]
                parent = header[:cut] if cut > 0 else b""
                if header[345] and (prefix := path_prefix(header)):
                    parent = prefix + b"/" + parent if parent else prefix
            elif flag in EXTENDED:
                buffer, position = self._extended(header)
                continue
            else:
                parent, name, kind, size, target = self._member(header)
            if parent != written:
                written, directory = parent, normalized(parent)
            self._header, self._unread = header, size
            if directory is None or name in NO_NAMES:
                if whole := self._odd_path(parent + b"/" + name, kind):
                    yield *whole, kind, size, target
            else:
                yield directory, name, kind, size, target
            if self._moved:
                buffer, position = self._buffer, self._position + self._unread + (-size % BLOCK)
                self._moved = False
            else:
                position = stop + ((size + BLOCK - 1) & -BLOCK)
        raise LimitExceeded("max_entries", self._limits.max_entries)

    def read(self, size: int | None = None) -> bytes:
        """Return the payload of the current member, or at most ``size`` bytes of what is left."""
        wanted = self._unread if size is None else min(size, self._unread)
        if size is None:
            data = self._take(wanted)
        else:
            data = self._buffer[self._position : self._position + wanted]
            self._position += len(data)
            if wanted and not data:
                data = self._fetch(wanted)
            self._moved = True
        self._unread -= len(data)
        return data

    @property
    def mode(self) -> int:
        """The permission bits of the current member."""
        return number(self._header[100:108]) & 0o7777

    @property
    def offset(self) -> int:
        """Where in the stream the payload of the current member begins; ask before reading it."""
        return self._fetched - len(self._buffer) + self._position

    @property
    def is_overlay_whiteout(self) -> bool:
        """Whether the current member is the character device 0:0, by which overlayfs removes."""
        return self._header[156] == CHARACTER_DEVICE and not (
            number(self._header[329:337]) or number(self._header[337:345])
        )

    def _block_beyond(self, start: int) -> bytes:
        """Return a block that the buffer does not hold; nothing at the very end."""
        beyond = start - len(self._buffer)
        if beyond >= 0:
            if skip(self._stream, beyond) < beyond:
                raise CorruptStream("truncated tar archive")
            self._buffer = self._stream.read(READ_BYTES)
            self._fetched += beyond + len(self._buffer)
            start = 0
        self._position = start
        block = self._take(BLOCK) if self._buffer else b""
        self._moved = False
        return block

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
            start = 0
        self._position = start + size
        self._moved = True
        return self._buffer[start : start + size]

    def _fetch(self, size: int) -> bytes:
        data = self._stream.read(size)
        if not data:
            raise CorruptStream("truncated tar archive")
        self._fetched += len(data)
        return data

    def _end(self, first: bytes) -> None:
        """Read what follows the last member."""
        if self._extension:
            raise CorruptStream("an extended header without a member behind it")
        second = self._block_beyond(self._position) if first else b""
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

    def _odd_path(self, path: bytes, kind: Kind) -> tuple[bytes, bytes] | None:
        """Return directory and name of a path in an odd spelling; None if it is left out."""
        inside = normalized(path)
        if inside:
            directory, _, name = inside.rpartition(b"/")
            return directory, name
        if inside is None or kind is not Kind.DIRECTORY:
            self._note(
                f"a path that leads out of the root, or has none, was left out: {path!r:.200}"
            )
        return None

    def _skip_sparse_map(self, header: bytes) -> None:
        """Pass the blocks that continue the map in an old GNU header of a sparse file."""
        more, blocks = header[482], 0
        while more:
            blocks += 1
            if blocks * BLOCK > self._limits.max_extended_header_bytes:
                self._exceeds("max_extended_header_bytes")
            more = self._take(BLOCK)[504]

    def _extended(self, header: bytes) -> tuple[bytes, int]:
        """Read an extended header; return the buffer, and where in it the next header is."""
        extension = self._extension = self._extension or _Extension()
        extension.headers += 1
        size = number(header[124:136])
        if extension.headers > self._limits.max_extended_headers:
            self._exceeds("max_extended_headers")
        if size > self._limits.max_extended_header_bytes:
            self._exceeds("max_extended_header_bytes")
        payload = self._take(size)
        flag = header[156]
        if flag == GNU_NAME:
            extension.gnu[b"path"] = payload.partition(b"\0")[0]
        elif flag == GNU_TARGET:
            extension.gnu[b"linkpath"] = payload.partition(b"\0")[0]
        elif flag == PAX_GLOBAL:
            extension.pax, extension.gnu = {}, {}
            self._note_global(pax_records(payload))
        elif flag != GNU_VOLUME:
            extension.pax = pax_records(payload)
        self._check_paths(extension.records)
        self._moved = False
        return self._buffer, self._position + (-size % BLOCK)

    def _note_global(self, records: dict[bytes, bytes]) -> None:
        if not records.keys().isdisjoint((*PATHS, b"size")):
            self._note("a global pax header with paths or sizes, which container engines ignore")

    def _check_paths(self, records: dict[bytes, bytes]) -> None:
        for path in filter(None, map(records.get, PATHS)):
            if len(path) > self._limits.max_path_bytes:
                self._exceeds("max_path_bytes")
            if 0 in path:
                raise CorruptStream("a pax header with a NUL in a path")

    def _member(self, header: bytes) -> Member:
        """Read a header of any kind, with what extended headers say of it."""
        path, kind, size, target = plain_member(header)
        if self._extension:
            path, kind, size, target = self._extension.applied((path, kind, size, target))
            self._extension = None
        if header[156] == OLD_GNU_SPARSE:
            self._skip_sparse_map(header)
        if kind is Kind.FILE and header[156] == OLD_REGULAR and path.endswith(b"/"):
            kind, size = Kind.DIRECTORY, 0
        directory, _, name = path.rstrip(b"/").rpartition(b"/")
        if len(name) > self._limits.max_name_bytes:
            self._exceeds("max_name_bytes")
        return directory, name, kind, size, target

    def _exceeds(self, limit: str) -> NoReturn:
        raise LimitExceeded(limit, getattr(self._limits, limit))


@dataclass(slots=True)
class _Extension:
    """What extended headers say of the member behind them."""

    pax: dict[bytes, bytes] = field(default_factory=dict)
    gnu: dict[bytes, bytes] = field(default_factory=dict)
    headers: int = 0

    @property
    def records(self) -> dict[bytes, bytes]:
        """What is not empty, by its name in pax; GNU's win, as for the engines written in Go."""
        both = (*self.pax.items(), *self.gnu.items())
        return {key: value for key, value in both if value}

    def applied(self, member: PlainMember) -> PlainMember:
        path, kind, size, target = member
        records = self.records
        path = records.get(b"path", path)
        if kind is Kind.FILE and any(key.startswith(b"GNU.sparse.") for key in records):
            kind = Kind.SPARSE
            path = records.get(b"GNU.sparse.name", path)
        digits = records.get(b"size")
        if digits and (kind is Kind.FILE or kind is Kind.SPARSE):
            if not digits.isdigit() or len(digits) > MAX_SIZE_DIGITS:
                raise CorruptStream("a pax header with an invalid size")
            size = int(digits)
        return path, kind, size, records.get(b"linkpath", target)


def is_header(block: bytes) -> bool:
    """Tell whether a block can be the first of a tar archive."""
    if block == ZERO_BLOCK:
        return True
    try:
        return len(block) == BLOCK and adler32(block) & 0xFFFF == adler_of_checksum(block[148:156])
    except CorruptStream:
        return False


def plain_member(header: bytes) -> PlainMember:
    """Read a header as if no extended header spoke of it; the path is as it stands there."""
    kind = KINDS[header[156]]
    end = header.find(b"\0")
    path = header[: end if 0 <= end < NAME_BYTES else NAME_BYTES]
    if prefix := path_prefix(header):
        path = prefix + b"/" + path
    if kind is Kind.FILE or kind is Kind.SPARSE:
        return path, kind, number(header[124:136]), b""
    if kind is Kind.SYMLINK or kind is Kind.HARDLINK:
        return path, kind, 0, header[157:257].partition(b"\0")[0]
    return path, kind, 0, b""


def path_prefix(header: bytes) -> bytes:
    """Return what stands before the path in POSIX's format, and in that of Go before 1.8.

    That wrote it over the times in GNU's format; where they are none, engines take it for a prefix.
    """
    magic, prefix = header[257:265], header[345:500].partition(b"\0")[0]
    if magic.startswith(POSIX_MAGIC):
        return prefix
    if magic == GNU_MAGIC and prefix.isascii():
        try:
            number(header[345:357]), number(header[357:369])
        except CorruptStream:
            return prefix
    return b""


def pax_records(data: bytes) -> dict[bytes, bytes]:
    """Read the records ``<length> <key>=<value>``, a line each, of a pax extended header.

    Raises:
        CorruptStream: for a record that is not as long as it says, or has no key.

    """
    records: dict[bytes, bytes] = {}
    position = 0
    while position < len(data) and data[position]:
        space = data.find(b" ", position, position + 20)
        length = data[position:space] if space > position else b""
        if not length.isdigit():
            raise CorruptStream("a pax record without a length")
        stop = position + int(length)
        key, equals, value = data[space + 1 : stop - 1].partition(b"=")
        if stop > len(data) or data[stop - 1 : stop] != b"\n" or not equals or not key:
            raise CorruptStream("a pax record that is not as long as it says")
        records[key] = value
        position = stop
    return records


def number(field: bytes) -> int:
    """Read a numeric field: octal digits between blanks, or GNU's base-256.

    Raises:
        CorruptStream: for a negative number, and for what is no number.

    """
    if field[:1] >= b"\x80":
        return _base256(field)
    digits = field.strip(b"\0 ")
    if digits.strip(OCTAL_DIGITS):
        raise CorruptStream(f"a header with an invalid number: {field!r}")
    return int(digits, 8) if digits else 0


def _base256(field: bytes) -> int:
    value = int.from_bytes(field[1:], "big")
    if field[:1] != POSITIVE or value >= 1 << 63:
        raise CorruptStream("a header with a negative or absurd number")
    return value


@lru_cache(maxsize=1 << 17)
def adler_of_checksum(field: bytes) -> int:
    """Return the lower half of the Adler-32 of a header with this checksum field.

    It is one plus the sum of all bytes, modulo 65,521: a sum at the speed of C, where one in Python
    would cost more than the rest of the reading. The field counts as eight blanks in the checksum.
    """
    return (1 + number(field) + sum(field) - 8 * ord(" ")) % 65_521


def verify_signed_checksum(header: bytes) -> None:
    """Raise CorruptStream unless a header's checksum is right with its bytes taken as signed."""
    body = header[:148] + b" " * 8 + header[156:]
    total = sum(byte - 256 if byte > 127 else byte for byte in body)  # noqa: PLR2004
    if total != number(header[148:156]):
        raise CorruptStream("a header with a wrong checksum")


def normalized(path: bytes) -> bytes | None:
    """Return a path relative to the root, in one spelling; None if it leads out, or has a NUL."""
    if not (b"//" in path or b"/." in path or path.startswith((b"/", b".")) or path.endswith(b"/")):
        return None if 0 in path else path
    parts = [part for part in path.split(b"/") if part not in {b"", b"."}]
    return None if b".." in parts or 0 in path else b"/".join(parts)
