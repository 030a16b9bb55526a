"""The names in the table of contents of a PYZ archive, which is written by :mod:`marshal`.

That module must not be given what comes from elsewhere: it is not made for it. This reads the few
types that such a table has, a list of ``(name, (type, place, size))`` or a dictionary of the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from layers.errors import CorruptStream, LimitExceeded

if TYPE_CHECKING:
    from collections.abc import Iterator

    Value = bytes | int | list["Value"] | None

REFERABLE: Final = 0x80
"""Set in the type of a value that others refer to later, by its number."""
END: Final = b"0"
DEPTH: Final = 8
PACKAGES: Final = frozenset((1, 3))
"""Types of modules that are directories: packages, and namespaces."""


def module_names(data: bytes, most: int) -> list[bytes]:
    """Return the paths of the modules in a table of contents, as they would be in a directory.

    Raises:
        CorruptStream: if it is no such table.
        LimitExceeded: if there are more values than ``most`` entries can have.

    """
    table = _Values(data, most).read(0)
    if not isinstance(table, list):
        raise CorruptStream("no table of contents where one should be")
    return list(_paths(table))


def _paths(table: list[Value]) -> Iterator[bytes]:
    for row in table:
        match row:
            case [bytes() as name, [int() as kind, *_]]:
                path = name.replace(b".", b"/")
                yield path + (b"/__init__.pyc" if kind in PACKAGES else b".pyc")
            case _:
                raise CorruptStream("a damaged table of contents")


class _Values:
    """Values one after another; sequences of any kind are lists, dictionaries lists of pairs."""

    def __init__(self, data: bytes, most: int) -> None:
        self._data = data
        self._most = most
        self._position = 0
        self._count = 0
        self._seen: list[Value] = []

    def read(self, depth: int) -> Value:
        flag = self._take(1)[0]
        self._count += 1
        if self._count > 8 * self._most:
            raise LimitExceeded("max_archive_members", self._most)
        if depth > DEPTH:
            raise CorruptStream("a table of contents that is nested too deep")
        kind = bytes((flag & ~REFERABLE,))
        if kind == b"r":
            return self._referred(self._number(4))
        number = len(self._seen)
        if flag & REFERABLE:
            self._seen.append(None)
        value = self._value(kind, depth)
        if flag & REFERABLE:
            self._seen[number] = value
        return value

    def _value(self, kind: bytes, depth: int) -> Value:
        match kind:
            case b"i":
                value: Value = self._number(4)
            case b"l":
                value = self._long()
            case b"z" | b"Z":
                value = self._take(self._number(1))
            case b"a" | b"A" | b"u" | b"t":
                value = self._take(self._number(4))
            case b")":
                value = self._several(self._number(1), depth)
            case b"(" | b"[":
                value = self._several(self._number(4), depth)
            case b"{":
                value = self._pairs(depth)
            case _:
                raise CorruptStream("an unexpected value in a table of contents")
        return value

    def _several(self, size: int, depth: int) -> list[Value]:
        if size > len(self._data) - self._position:
            raise CorruptStream("a truncated table of contents")
        return [self.read(depth + 1) for _ in range(size)]

    def _pairs(self, depth: int) -> list[Value]:
        pairs: list[Value] = []
        while self._data[self._position : self._position + 1] != END:
            pairs.append([self.read(depth + 1), self.read(depth + 1)])
        self._position += 1
        return pairs

    def _long(self) -> int:
        """Return a number of digits of 15 bits each; the sign is in their count."""
        digits = self._take(2 * abs(int.from_bytes(self._take(4), "little", signed=True)))
        low = int.from_bytes(digits[:2], "little")
        return low | int.from_bytes(digits[2:4], "little") << 15

    def _referred(self, number: int) -> Value:
        if number >= len(self._seen):
            raise CorruptStream("a reference to nothing in a table of contents")
        return self._seen[number]

    def _number(self, size: int) -> int:
        return int.from_bytes(self._take(size), "little")

    def _take(self, size: int) -> bytes:
        piece = self._data[self._position : self._position + size]
        if len(piece) < size:
            raise CorruptStream("a truncated table of contents")
        self._position += size
        return piece
