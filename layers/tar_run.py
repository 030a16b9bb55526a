"""Consecutive members of a tar stream that are just files and directories, read all at once.

Nearly all of the up to 10⁶ members of an image are. A scan is as fast as these are passed over, so
what is to be known of every single one is asked of all of them in one call each.
"""

from __future__ import annotations

from collections.abc import Callable  # noqa: TC003 - a field's type
from dataclasses import dataclass, field
from itertools import repeat
from operator import itemgetter
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
CHECKSUM: Final = itemgetter(slice(148, 156))
CHECKSUM_DIGITS: Final = itemgetter(slice(148, 154))
BEHIND_SIZE: Final = itemgetter(135)
BLANKS: Final = frozenset(b"\0 ")
PREFIX: Final = itemgetter(345)
NAME: Final = itemgetter(2)
BLANK_FIELD: Final = 8 * ord(" ")


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
    while position <= last:
        header = buffer[position : position + BLOCK]
        if header[156] == REGULAR:
            digits = header[124:135]
            if digits.strip(OCTAL_DIGITS):
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
    if not _are_intact(blocks) or not BLANKS.issuperset(map(BEHIND_SIZE, blocks)):
        return None
    paths = [block[: block.find(b"\0")] for block in blocks]
    if max(map(len, paths)) > NAME_BYTES:
        paths = [path[:NAME_BYTES] for path in paths]
    if any(map(PREFIX, blocks)):
        pairs = zip(blocks, paths, strict=True)
        paths = [with_prefix(block, path) if block[345] else path for block, path in pairs]
    if paths[0].startswith(b"./"):
        paths = [path.removeprefix(b"./") for path in paths]
    parts = [path.rpartition(b"/") for path in paths]
    names = list(map(NAME, parts))
    if names.count(b"") != headers.directories or b"." in names or b".." in names:
        return None
    parents = frozenset(parent for parent, _, _ in parts)
    if b"" in parents and any(path.startswith(b"/") or not path for path in paths):
        return None
    text = b"/" + b"/\0/".join(filter(None, parents)) + b"/"
    if (b"//" in text and text != b"//") or b"/./" in text or b"/../" in text:
        return None
    return Run(paths, names, parents, lambda index: number(blocks[index][MODE]) & PERMISSIONS)


def _are_intact(blocks: list[bytes]) -> bool:
    """Tell whether all headers have the checksums that are in them, in plain digits.

    The lower half of an Adler-32 is one plus the sum of the bytes. In a checksum, its own field
    counts as eight blanks.
    """
    digits = list(map(CHECKSUM_DIGITS, blocks))
    if b"".join(digits).translate(None, OCTAL_DIGITS):
        return False
    sums = [adler & 0xFFFF for adler in map(adler32, blocks)]
    fields = [adler & 0xFFFF for adler in map(adler32, map(CHECKSUM, blocks))]
    said = zip(map(int, digits, repeat(8)), fields, strict=True)
    return sums == [(total + field - BLANK_FIELD) % ADLER for total, field in said]
