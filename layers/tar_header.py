"""One header of a tar archive: POSIX (ustar and pax), GNU and V7.

A field is bytes of a fixed width; what it means may depend on the format, and on headers before it.
"""

from __future__ import annotations

from enum import Enum
from typing import Final, TypeAlias
from zlib import adler32

from layers.errors import CorruptStream

BLOCK: Final = 512
ZERO_BLOCK: Final = bytes(BLOCK)
MAGIC: Final = 257
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
    ARCHIVE = "archive"
    """A file that was looked into: its members are in the tree as if it were a directory."""


Member: TypeAlias = tuple[bytes, Kind, int, bytes]
"""Path, kind, bytes of payload and link target: a plain tuple, for an image has up to 10⁶."""

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
REGULAR: Final = ord("0")
DIRECTORY: Final = ord("5")
OLD_REGULAR: Final = 0
"""The flag of V7, which had no other for a directory: its path ends with a slash."""
CHARACTER_DEVICE: Final = ord("3")
OLD_GNU_SPARSE: Final = ord("S")
OCTAL_DIGITS: Final = b"01234567"
MODE: Final = slice(100, 108)
PERMISSIONS: Final = 0o7777
ADLER: Final = 65_521
"""What the sums of an Adler-32 are taken modulo."""
POSITIVE: Final = b"\x80"
"""How a number in base 256 begins; a negative one begins with 0xff."""


def is_header(block: bytes) -> bool:
    """Tell whether a block can be the first of a tar archive."""
    if block == ZERO_BLOCK:
        return True
    try:
        check_checksum(block)
    except CorruptStream:
        return False
    return len(block) == BLOCK


def plain_member(header: bytes) -> Member:
    """Read a header as if no extended header spoke of it; the path is as it stands there."""
    kind = KINDS[header[156]]
    end = header.find(b"\0")
    path = header[: end if 0 <= end < NAME_BYTES else NAME_BYTES]
    path = with_prefix(header, path)
    if kind is Kind.FILE or kind is Kind.SPARSE:
        return path, kind, number(header[124:136]), b""
    if kind is Kind.SYMLINK or kind is Kind.HARDLINK:
        return path, kind, 0, header[157:257].partition(b"\0")[0]
    return path, kind, 0, b""


def with_prefix(header: bytes, path: bytes) -> bytes:
    """Return a path with what stands before it in POSIX's format, and in that of Go before 1.8.

    That wrote it over the times in GNU's format; where they are none, engines take it for a prefix.
    """
    prefix = header[345:500].partition(b"\0")[0]
    if not prefix:
        return path
    if header.startswith(POSIX_MAGIC, MAGIC) or (
        header.startswith(GNU_MAGIC, MAGIC)
        and prefix.isascii()
        and not _is_time(header[345:357], header[357:369])
    ):
        return prefix + b"/" + path
    return path


def _is_time(*fields: bytes) -> bool:
    try:
        for field in fields:
            number(field)
    except CorruptStream:
        return False
    return True


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


def check_checksum(header: bytes) -> None:
    """Raise CorruptStream unless a header's checksum is right, with its bytes signed or not.

    Its own field counts as eight blanks.
    """
    said = number(header[148:156])
    body = header[:148] + b" " * 8 + header[156:]
    # The lower half of an Adler-32 is one plus the sum of the bytes, at the speed of C.
    if adler32(body) & 0xFFFF == (1 + said) % ADLER:
        return
    if sum(byte - 256 if byte > 127 else byte for byte in body) != said:  # noqa: PLR2004
        raise CorruptStream("a header with a wrong checksum")
