"""The content of one member of an archive, compressed by itself with deflate or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final, cast

from layers.errors import UnreadableFile

if TYPE_CHECKING:
    from collections.abc import Callable

    from layers.compression import Decompressor

INPUT_BYTES: Final = 1 << 16


class Form(Enum):
    """How the bytes of a member stand in the archive."""

    PLAIN = "plain"
    DEFLATE = "deflate"
    """RFC 1951, as in a zip archive."""
    ZLIB = "zlib"
    """RFC 1950, which has a checksum of its own."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What an archive says of one of its members."""

    path: str
    form: Form
    size: int
    """Of the content."""
    checksum: int | None = None
    """CRC-32 of the content."""


class MemberContent:
    """A stream of what the bytes of a member stand for.

    Raises, while it is read:
        UnreadableFile: for damage, and unless it has the size and checksum that it should have.

    """

    def __init__(self, data: bytes, facts: Facts, count: Callable[[int], None]) -> None:
        self._data = memoryview(data)
        self._position = 0
        self._facts = facts
        self._decompressor = _decompressor(facts.form)
        self._left = facts.size
        self._count = count
        self._checksum = 0

    def read(self, size: int) -> bytes:
        data = self._next(size)
        self._count(len(data))
        if len(data) > self._left:
            raise self._unreadable("longer than it is said to be")
        if not data and self._left:
            raise self._unreadable("shorter than it is said to be")
        self._left -= len(data)
        if self._facts.checksum is not None:
            from isal import isal_zlib

            self._checksum = isal_zlib.crc32(data, self._checksum)
            if not data and self._checksum != self._facts.checksum:
                raise self._unreadable("a wrong checksum")
        return data

    def _next(self, size: int) -> bytes:
        if self._decompressor is None:
            return self._input(size)
        from isal import isal_zlib

        failure = cast("type[Exception]", isal_zlib.error)
        while not self._decompressor.eof:
            data = b""
            if self._decompressor.needs_input:
                data = self._input(INPUT_BYTES)
                if not data:
                    raise self._unreadable("truncated")
            try:
                output = self._decompressor.decompress(data, size)
            except failure as error:
                raise self._unreadable(f"damaged: {error}") from error
            if output:
                return output
        return b""

    def _input(self, size: int) -> bytes:
        piece = bytes(self._data[self._position : self._position + size])
        self._position += len(piece)
        return piece

    def _unreadable(self, reason: str) -> UnreadableFile:
        return UnreadableFile(self._facts.path, reason)


def _decompressor(form: Form) -> Decompressor | None:
    from isal import igzip_lib

    match form:
        case Form.PLAIN:
            return None
        case Form.DEFLATE:
            return igzip_lib.IgzipDecompressor(flag=igzip_lib.DECOMP_DEFLATE)
        case Form.ZLIB:
            return igzip_lib.IgzipDecompressor(flag=igzip_lib.DECOMP_ZLIB)
