"""Decompression of a layer or an archive, chosen by magic bytes and bounded.

Media types are not trusted: the first bytes decide. Gzip (RFC 1952) may have many members and
Zstandard (RFC 8878) many frames, some of them skippable; all belong to the content.
A stream that ends inside a member is an error, as is a wrong checksum: what was read before it
must not be used.
"""

from __future__ import annotations

import sys
from collections.abc import Callable  # noqa: TC003 - a field's type
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol, cast

from layers.errors import CorruptStream, LimitExceeded
from layers.limits import MIB
from layers.stream import CHUNK_BYTES, PrefixedStream, read_exactly

if TYPE_CHECKING:
    from collections.abc import Collection

    from layers.limits import Limits
    from layers.stream import Stream

GZIP: Final = b"\x1f\x8b"
ZSTD: Final = b"\x28\xb5\x2f\xfd"
ZSTD_SKIPPABLE_FIRST: Final = tuple(bytes((first,)) for first in range(0x50, 0x60))
ZSTD_SKIPPABLE: Final = b"\x2a\x4d\x18"
"""A skippable frame's magic has four bytes; any of sixteen comes first."""
XZ: Final = b"\xfd7zXZ\x00"
BZIP2: Final = b"BZh"
BZIP2_BLOCKS: Final = (b"1AY&SY", b"\x17\x72\x45\x38\x50\x90")
"""How the first block begins, or the end if there is none; a tar may begin with BZh, too."""
HEAD_BYTES: Final = 512
MAX_WINDOW_LOG: Final = 27
"""128 MiB: what the reference implementation allows without a flag."""
RATIO_FREE_BYTES: Final = 64 * MIB
LAYER_COMPRESSIONS: Final = ("gzip", "zstd")
"""What the image specification allows for a layer."""
ARCHIVE_COMPRESSIONS: Final = ("gzip", "zstd", "xz", "bzip2")
"""What people compress a saved image with."""


class Decompressor(Protocol):
    """The interface that isal's gzip and Python's Zstandard share."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = ...) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Codec:
    """A compression whose members may follow one another."""

    name: str
    begins: Callable[[bytes], bool]
    """Whether bytes are the start of a member."""
    new: Callable[[], Decompressor]
    error: type[Exception]


def compression_of(head: bytes) -> str:
    """Return the name of the compression that bytes begin with; nothing for none that is known."""
    for name, begins in BEGINS.items():
        if begins(head):
            return name
    return ""


def decompressed(
    stream: Stream,
    limits: Limits,
    note: Callable[[str], None],
    allowed: Collection[str] = LAYER_COMPRESSIONS,
) -> tuple[Stream, str]:
    """Return the content of ``stream``, and the name of its compression, empty if it has none.

    Raises:
        CorruptStream: now for a compression that is not allowed; later, while reading, for damage.
        LimitExceeded: while reading, past ``max_layer_bytes``, ``max_ratio`` or ``max_entries``.

    """
    head = read_exactly(stream, HEAD_BYTES)
    whole = PrefixedStream(head, stream)
    name = compression_of(head)
    if not name:
        return whole, name
    if name not in allowed:
        raise CorruptStream(
            f"compressed with {name}; only {' and '.join(allowed)} are allowed here"
        )
    return _MemberStream(whole, CODECS[name](), limits, note), name


def _is_zstd(head: bytes) -> bool:
    return head.startswith(ZSTD) or (
        head[:1] in ZSTD_SKIPPABLE_FIRST and head[1:4] == ZSTD_SKIPPABLE
    )


def _gzip() -> Codec:
    from isal import igzip_lib, isal_zlib

    def new() -> Decompressor:
        return igzip_lib.IgzipDecompressor(flag=igzip_lib.DECOMP_GZIP)

    return Codec("gzip", BEGINS["gzip"], new, cast("type[Exception]", isal_zlib.error))


def _zstd() -> Codec:
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd

    def new() -> Decompressor:
        options: dict[int, int] = {zstd.DecompressionParameter.window_log_max: MAX_WINDOW_LOG}
        return zstd.ZstdDecompressor(options=options)

    return Codec("zstd", BEGINS["zstd"], new, zstd.ZstdError)


def _xz() -> Codec:
    import lzma

    def new() -> Decompressor:
        return lzma.LZMADecompressor(memlimit=2 << MAX_WINDOW_LOG)

    return Codec("xz", BEGINS["xz"], new, lzma.LZMAError)


def _bzip2() -> Codec:
    import bz2

    return Codec("bzip2", BEGINS["bzip2"], bz2.BZ2Decompressor, OSError)


BEGINS: Final[dict[str, Callable[[bytes], bool]]] = {
    "gzip": lambda head: head.startswith(GZIP),
    "zstd": _is_zstd,
    "xz": lambda head: head.startswith(XZ),
    "bzip2": lambda head: head.startswith(BZIP2) and head[4:10] in BZIP2_BLOCKS,
}
CODECS: Final = {"gzip": _gzip, "zstd": _zstd, "xz": _xz, "bzip2": _bzip2}


class _MemberStream:
    """The joined contents of consecutive gzip members or Zstandard frames."""

    def __init__(
        self, stream: Stream, codec: Codec, limits: Limits, note: Callable[[str], None]
    ) -> None:
        self._stream = stream
        self._codec = codec
        self._limits = limits
        self._note = note
        self._decompressor: Decompressor | None = codec.new()
        self._members = 1
        self._input = b""
        self._bytes_in = 0
        self._bytes_out = 0

    def read(self, size: int) -> bytes:
        while self._decompressor is not None:
            if self._decompressor.eof:
                self._next_member(self._decompressor.unused_data)
                continue
            if self._decompressor.needs_input and not self._input and not self._fill():
                raise CorruptStream(f"truncated {self._codec.name} stream")
            try:
                data = self._decompressor.decompress(self._input, size)
            except self._codec.error as error:
                raise CorruptStream(f"damaged {self._codec.name} stream: {error}") from error
            self._input = b""
            if data:
                self._count(len(data))
                return data
        return b""

    def _fill(self) -> bool:
        self._input = self._stream.read(CHUNK_BYTES)
        self._bytes_in += len(self._input)
        return bool(self._input)

    def _next_member(self, rest: bytes) -> None:
        """Go on with the member that follows, or end."""
        if len(rest) < HEAD_BYTES:
            more = read_exactly(self._stream, CHUNK_BYTES)
            self._bytes_in += len(more)
            rest += more
        self._input = rest
        if self._codec.begins(rest):
            self._members += 1
            if self._members > self._limits.max_entries:
                raise LimitExceeded("max_entries", self._limits.max_entries)
            self._decompressor = self._codec.new()
            return
        self._decompressor = None
        self._drain(rest)

    def _drain(self, rest: bytes) -> None:
        """Read what is left, for the digest is over all of it, and note what is not padding."""
        size = 0
        padding = True
        while rest:
            size += len(rest)
            padding = padding and not rest.strip(b"\0")
            rest = self._stream.read(CHUNK_BYTES)
        if not padding:
            self._note(f"{size} bytes of trailing data after the {self._codec.name} stream")

    def _count(self, size: int) -> None:
        self._bytes_out += size
        if self._bytes_out > self._limits.max_layer_bytes:
            raise LimitExceeded("max_layer_bytes", self._limits.max_layer_bytes)
        if (
            self._bytes_out > RATIO_FREE_BYTES
            and self._bytes_out > self._bytes_in * self._limits.max_ratio
        ):
            raise LimitExceeded("max_ratio", self._limits.max_ratio)
