"""The values of a Berkeley DB hash (dbinc/db_page.h), as ``Packages`` of rpm until 4.15 is.

Numbers are in the order of the machine that wrote it. What is too large for its page is in a chain
of others.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAGIC: Final = 0x061561
_MAGIC_AT: Final = 12
_HASH_PAGES: Final = frozenset((2, 13))
"""Types of pages with keys and values: unsorted, and sorted."""
_OVERFLOW_PAGE: Final = 7
_PAGE_HEADER_BYTES: Final = 26
_IN_PAGE: Final = 1
_IN_CHAIN: Final = 3
_MIN_PAGE_BYTES: Final = 512
_ITEM_BYTES: Final = 64
"""What an item is held to take at least: a page may name the same bytes any number of times."""


def is_hash(data: bytes) -> bool:
    """Tell whether it is such a database, in either order of bytes."""
    return _order(data) is not None


def _order(data: bytes) -> str | None:
    mark = data[_MAGIC_AT : _MAGIC_AT + 4]
    return next((order for order in "<>" if mark == struct.pack(f"{order}I", _MAGIC)), None)


def values(data: bytes) -> Iterator[bytes]:
    """Yield the values.

    Raises:
        ValueError, struct.error: where the database is damaged.

    """
    pages = _Pages(data, _order(data) or "<")
    for page in range(1, pages.count):
        yield from pages.values(page)


class _Pages:
    """The pages of a database; each of a chain is read once."""

    def __init__(self, data: bytes, order: str) -> None:
        self._data = data
        self._order = order
        (self._size,) = self._unpack("I", 20)
        if self._size < _MIN_PAGE_BYTES:
            raise ValueError("no such page size")
        self.count = len(data) // self._size
        self._read: set[int] = set()
        self._left = len(data)

    def _unpack(self, form: str, at: int) -> tuple[int, ...]:
        return struct.unpack_from(self._order + form, self._data, at)

    def values(self, page: int) -> Iterator[bytes]:
        """Yield the values on a page: every second item, behind its key."""
        start = page * self._size
        count, _, _, kind = self._unpack("HHBB", start + 20)
        if kind not in _HASH_PAGES:
            return
        offsets = self._unpack(f"{count}H", start + _PAGE_HEADER_BYTES)
        for key, value in zip(offsets[::2], offsets[1::2], strict=False):
            # Items fill a page from its end, so that a value ends where its key begins.
            item = self._data[start + value : start + min(key, self._size)]
            self._left -= len(item) + _ITEM_BYTES
            if self._left < 0:
                raise ValueError("items larger than the database")
            if item[:1] == bytes((_IN_PAGE,)):
                yield item[1:]
            elif item[:1] == bytes((_IN_CHAIN,)):
                first, size = struct.unpack_from(self._order + "II", item, 4)
                yield self._chain(first, size)

    def _chain(self, page: int, size: int) -> bytes:
        pieces, left = [], size
        while left > 0:
            if page in self._read or not 0 < page < self.count:
                raise ValueError(f"page {page} in a chain")
            self._read.add(page)
            start = page * self._size
            following, _, length, _, kind = self._unpack("IHHBB", start + 16)
            if kind != _OVERFLOW_PAGE or not length:
                raise ValueError(f"page {page} is not one of a chain")
            begin = start + _PAGE_HEADER_BYTES
            pieces.append(self._data[begin : begin + min(length, left)])
            left -= length
            page = following
        return b"".join(pieces)
