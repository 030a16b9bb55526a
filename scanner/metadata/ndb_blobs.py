"""The blobs of a ``Packages.db``, rpm's own format (``ndb``; rpm, lib/backend/ndb/rpmpkg.c).

Numbers are little-endian. Pages of slots say in which blocks of 16 bytes a blob is.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

MAGIC: Final = b"RpmP"
_PAGE_BYTES: Final = 4096
_BLOCK_BYTES: Final = 16
_HEADER_BYTES: Final = 32
_SLOT: Final = struct.Struct("<4sIII")
_HEAD: Final = struct.Struct("<4sIII")


def blobs(data: bytes) -> Iterator[bytes]:
    """Yield the blobs.

    Raises:
        ValueError, struct.error: where the database is damaged.

    """
    version, pages = struct.unpack_from("<4xI4xI", data)
    if version:
        raise ValueError(f"version {version} of the format")
    table = data[_HEADER_BYTES : pages * _PAGE_BYTES]
    left = len(data)
    for magic, index, block, _ in _SLOT.iter_unpack(table[: len(table) // 16 * 16]):
        if magic != b"Slot":
            raise ValueError("a slot without its mark")
        if not index:
            continue
        at = block * _BLOCK_BYTES
        mark, owner, _, size = _HEAD.unpack_from(data, at)
        # Slots that name the same blocks would multiply what there is.
        left -= size
        if mark != b"BlbS" or owner != index or left < 0:
            raise ValueError(f"package {index} is not where its slot says")
        yield data[at + _HEAD.size : at + _HEAD.size + size]
