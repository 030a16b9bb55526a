"""Consecutive members of a tar stream that are just files and directories, read all at once.

Nearly all of the up to 10⁶ members of an image are. A scan is as fast as these are passed over, so
what is to be known of every single one is asked of all of them in one call each.
"""

from __future__ import annotations

from collections.abc import Callable  # noqa: TC003 - a field's type
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from isal.isal_zlib import adler32

from layers.tar_header import (
    ADLER,
    BLOCK,
    DIRECTORY,
    MODE,
    NAME_BYTES,
    OCTAL_DIGITS,
    PERMISSIONS,
    REGULAR,
    number,
    with_prefix,
)

SLASH: Final = ord("/")
BLANKS: Final = b"\0 "
CHECKSUM: Final = range(148, 156)
CHECKSUM_DIGITS: Final = 6
BEHIND_SIZE: Final = 135
PREFIX: Final = 345


@dataclass(frozen=True, slots=True)
class Headers:
    """Headers of regular files and directories, one after another, of which little is known yet."""

    blocks: list[bytes]
    payloads: list[int]
    """Where in the buffer the payload of each begins."""
    directories: int
    end: int
    """Where in the buffer, or beyond it, the header behind the last payload begins."""


@dataclass(frozen=True, slots=True)
class Run:
    """Files and directories that have nothing odd about them."""

    paths: list[bytes]
    """Relative to the root; those of directories end with a slash."""
    names: list[bytes]
    """Their last components; empty for directories."""
    parents: frozenset[bytes]
    """What the files are in, and the directories themselves."""
    mode_of: Callable[[int], int] = field(compare=False)
    """Returns the permission bits of one of them, which few are asked for."""


def headers_at(buffer: bytes, position: int) -> Headers:
    """Return the headers from ``position`` on, as far as they are usual and the buffer goes."""
    blocks, payloads, directories = [], [], 0
    last = len(buffer) - BLOCK
    with suppress(ValueError):  # a digit that is not octal
        while position <= last:
            header = buffer[position : position + BLOCK]
            if header[156] == REGULAR:
                digits = header[124:135]
                if not digits.isdigit():
                    break
                size = int(digits, 8)
            elif header[156] == DIRECTORY and header[header.find(b"\0") - 1] == SLASH:
                size = 0
                directories += 1
            else:
                break
            position += BLOCK
            blocks.append(header)
            payloads.append(position)
            position += size + (-size % BLOCK)
    return Headers(blocks, payloads, directories, position)


def run_of(headers: Headers) -> Run | None:
    """Return what headers say, if it is what they seem to say; None if one must be looked at."""
    blocks = headers.blocks
    joined = b"".join(blocks)
    if not _are_intact(joined) or _column(joined, BEHIND_SIZE).strip(BLANKS):
        return None
    paths = [block.partition(b"\0")[0] for block in blocks]
    if _column(joined, NAME_BYTES - 1).strip(b"\0"):
        paths = [path[:NAME_BYTES] for path in paths]
    if _column(joined, PREFIX).strip(b"\0"):
        pairs = zip(blocks, paths, strict=True)
        paths = [with_prefix(block, path) if block[PREFIX] else path for block, path in pairs]
    if paths[0].startswith(b"./"):
        paths = [path.removeprefix(b"./") for path in paths]
    parts = [path.rpartition(b"/") for path in paths]
    names = [name for _, _, name in parts]
    if names.count(b"") != headers.directories or b"." in names or b".." in names:
        return None
    parents = frozenset([parent for parent, _, _ in parts])
    if b"" in parents and any(path.startswith(b"/") or not path for path in paths):
        return None
    text = b"/" + b"/\0/".join(filter(None, parents)) + b"/"
    if (b"//" in text and text != b"//") or b"/./" in text or b"/../" in text:
        return None
    return Run(paths, names, parents, lambda index: number(blocks[index][MODE]) & PERMISSIONS)


def _are_intact(headers: bytes) -> bool:
    """Tell whether the checksums in headers, in plain digits, add up to what they are about.

    A checksum is the sum of a header's bytes, its own field counted as eight blanks. So there is
    one sum over all headers, which is the sum of the checksums; that is had digit by digit. Damage
    that makes up for damage is missed, as it is within one header.
    """
    fields = [_column(headers, place) for place in CHECKSUM]
    digits = fields[:CHECKSUM_DIGITS]
    if b"".join(digits).translate(None, OCTAL_DIGITS):
        return False
    said = 0
    for column in digits:
        said = 8 * said + _sum(column) - ord("0") * len(column)
    blanks = ord(" ") * len(headers) // BLOCK * len(fields)
    return (_sum(headers) - sum(map(_sum, fields)) + blanks - said) % ADLER == 0


def _column(headers: bytes, place: int) -> bytes:
    """Return the byte at the same place of each header."""
    return headers[place::BLOCK]


def _sum(data: bytes) -> int:
    """Return the sum of bytes modulo ``ADLER``: the lower half of an Adler-32 is one more."""
    return (adler32(data) & 0xFFFF) - 1
