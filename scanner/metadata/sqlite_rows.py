"""The rows of one table of an SQLite database (https://www.sqlite.org/fileformat2.html).

SQLite itself is not asked: the schema of a database is a program (a table may be a view that never
ends), a database in WAL mode, as rpm's is, cannot be opened in memory, and nothing in it can be
copied less than as a whole. To walk a single tree of pages takes less than to prevent all that.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

MAGIC: Final = b"SQLite format 3\0"
Value: TypeAlias = bytes | int | None
_LEAF: Final = 13
_INTERIOR: Final = 5
_FIRST_PAGE: Final = 100
"""Where the first page begins, behind the header of the file."""
_MIN_PAGE_BYTES: Final = 512
_INTEGER_BYTES: Final = (0, 1, 2, 3, 4, 6, 8)
"""How long the integers are, by their serial type."""
_FLOAT, _ZERO, _ONE, _FIRST_BLOB = 7, 8, 9, 12
_MORE: Final = 0x80
"""What the bytes of a number have that are not its last."""
_ROW_BYTES: Final = 4
"""What a row takes beside its payload: a page may name the same bytes any number of times."""


def rows(data: bytes, table: str) -> Iterator[list[Value]]:
    """Yield the rows of a table; none if there is no such table.

    Each page is read once, and rows are no more than there can be: a hostile tree takes no longer
    than its size.

    Raises:
        ValueError, IndexError, struct.error: where the database is damaged.

    """
    pages = _Pages(data)
    for row in pages.rows(1):
        match row:
            case [b"table", bytes() as name, _, int() as root, *_] if name == table.encode():
                yield from pages.rows(root)
                return


class _Pages:
    """The pages of a database, each to be read once."""

    def __init__(self, data: bytes) -> None:
        size, reserved = struct.unpack_from(">H2xB", data, 16)
        self._size = 1 << 16 if size == 1 else size
        self._usable = self._size - reserved
        if self._size < _MIN_PAGE_BYTES or self._usable < _MIN_PAGE_BYTES - 32:
            raise ValueError("no such page size")
        self._data = data
        self._read: set[int] = set()
        self._left = len(data)

    def rows(self, root: int) -> Iterator[list[Value]]:
        """Yield the rows of the tree at a page."""
        pending = [root]
        while pending:
            page = pending.pop()
            start = self._start(page)
            begin = start + (_FIRST_PAGE if page == 1 else 0)
            kind, count = struct.unpack_from(">B2xH", self._data, begin)
            if kind == _INTERIOR:
                pointers = struct.unpack_from(f">I{count}H", self._data, begin + 8)
                children = [self._number(start + at) for at in pointers[1:]]
                pending += [pointers[0], *reversed(children)]
            elif kind == _LEAF:
                for at in struct.unpack_from(f">{count}H", self._data, begin + 8):
                    yield _values(self._payload(start + at))
            else:
                raise ValueError(f"page {page} is not one of a table")

    def _start(self, page: int) -> int:
        if page in self._read:
            raise ValueError(f"page {page} is there twice")
        self._read.add(page)
        start = (page - 1) * self._size
        if not 0 <= start <= len(self._data) - self._size:
            raise ValueError(f"no page {page}")
        return start

    def _number(self, at: int) -> int:
        (number,) = struct.unpack_from(">I", self._data, at)
        return int(number)

    def _payload(self, at: int) -> bytes:
        """Return the payload of a cell, of which a part may be in a chain of other pages."""
        size, at = _varint(self._data, at)
        _, at = _varint(self._data, at)
        self._left -= size + _ROW_BYTES
        if self._left < 0:
            raise ValueError("rows larger than the database")
        local = self._local(size)
        pieces = [self._data[at : at + local]]
        left, page = size - local, self._number(at + local) if local < size else 0
        while left > 0:
            start = self._start(page)
            pieces.append(self._data[start + 4 : start + min(self._usable, left + 4)])
            left -= self._usable - 4
            page = self._number(start)
        return b"".join(pieces)

    def _local(self, size: int) -> int:
        """Return how much of a payload is in its cell."""
        most: int = self._usable - 35
        if size <= most:
            return size
        least: int = (self._usable - 12) * 32 // 255 - 23
        wanted = least + (size - least) % (self._usable - 4)
        return wanted if wanted <= most else least


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """Return a number of up to nine bytes, and where it ends."""
    value = 0
    for place in range(at, at + 8):
        byte = data[place]
        value = value << 7 | byte & ~_MORE
        if byte < _MORE:
            return value, place + 1
    return value << 8 | data[at + 8], at + 9


def _values(record: bytes) -> list[Value]:
    """Return the values of a record; floats are not needed, and None."""
    stop, at = _varint(record, 0)
    body = stop
    values: list[Value] = []
    while at < stop:
        serial, at = _varint(record, at)
        size = _size(serial)
        piece = record[body : body + size]
        body += size
        if serial >= _FIRST_BLOB:
            values.append(piece)
        elif 0 < serial < _FLOAT:
            values.append(int.from_bytes(piece, signed=True))
        else:
            values.append({_ZERO: 0, _ONE: 1}.get(serial))
    return values


def _size(serial: int) -> int:
    if serial >= _FIRST_BLOB:
        return (serial - _FIRST_BLOB) // 2
    if serial < len(_INTEGER_BYTES):
        return _INTEGER_BYTES[serial]
    return 8 if serial == _FLOAT else 0
