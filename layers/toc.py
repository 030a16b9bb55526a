"""The table of contents that eStargz and zstd:chunked put into a layer.

With it, single files can be fetched from a registry by ranges. It is authenticated by an annotation
of the layer, and so as true as the manifest; but nothing says that it tells of the same files as
the tar stream, which is what other engines unpack.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from layers.compression import decompressed
from layers.digest import Digest
from layers.document import parse_json
from layers.errors import CorruptStream, LimitExceeded
from layers.path import bytes_of, normalized
from layers.stream import MemoryStream, read_exactly
from layers.tar_header import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import TypeAlias

    from layers.image import LayerInfo
    from layers.limits import Limits

    Fetch: TypeAlias = Callable[[int, int], bytes]
    """Returns bytes of a blob, from a place on, and exactly so many."""

STARGZ: Final = "containerd.io/snapshot/stargz/toc.digest"
CHUNKED: Final = ("io.github.containers.zstd-chunked.", "io.containers.zstd-chunked.")
"""What annotations begin with: of today's tools, and of Debian 12's."""
FOOTER_BYTES: Final = 51
GZIP_WITH_EXTRA: Final = b"\x1f\x8b\x08\x04"
FOOTER_MAGIC: Final = b"STARGZ"
STARGZ_NAME: Final = b"stargz.index.json"
SKIPPABLE_HEADER_BYTES: Final = 8
KINDS: Final = {
    "reg": Kind.FILE,
    "dir": Kind.DIRECTORY,
    "symlink": Kind.SYMLINK,
    "hardlink": Kind.HARDLINK,
    "char": Kind.DEVICE,
    "block": Kind.DEVICE,
    "fifo": Kind.DEVICE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A part of a file, compressed by itself."""

    start: int
    end: int
    """Where in the blob its compressed bytes end."""
    inner: int
    """Where in what is decompressed it begins."""
    size: int
    digest: Digest | None
    is_zeros: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TocMember:
    """One path, as the table has it."""

    path: bytes
    kind: Kind
    size: int = 0
    mode: int = 0
    target: bytes = b""
    is_null_device: bool = False
    digest: Digest | None = None
    chunks: tuple[Chunk, ...] = ()


def has_toc(info: LayerInfo) -> bool:
    """Tell whether a layer is said to have a table of contents."""
    return any(name == STARGZ or name.startswith(CHUNKED) for name, _ in info.annotations)


def toc_of(info: LayerInfo, fetch: Fetch, limits: Limits) -> tuple[TocMember, ...]:
    """Fetch the table of contents of a layer, and return what it tells of.

    Raises:
        CorruptStream: for one that is not what the annotation speaks of, or breaks its format.
        LimitExceeded: for one that is too large.

    """
    annotations = dict(info.annotations)
    prefix = next((p for p in CHUNKED if f"{p}manifest-position" in annotations), "")
    if prefix and STARGZ in annotations:
        raise CorruptStream("two tables of contents, of which engines choose one or the other")
    if prefix:
        data, end = _chunked(info, prefix, fetch, limits)
    else:
        data, end = _stargz(info, fetch, limits)
    document = parse_json("table of contents", data, limits)
    if not isinstance(document, dict) or document.get("version", 1) != 1:
        raise CorruptStream("a table of contents of an unknown version")
    entries = document.get("entries")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise CorruptStream("a table of contents without entries")
    if len(entries) > limits.max_entries:
        raise LimitExceeded("max_entries", limits.max_entries)
    return tuple(_members(list(map(Entry, entries)), end))


class Entry:
    """One entry of the document; there may be 10⁵, so it is no Document."""

    def __init__(self, fields: dict[str, object]) -> None:
        self._fields = fields

    def text(self, key: str) -> str:
        value = self._fields.get(key) or ""
        if not isinstance(value, str):
            raise CorruptStream(f"a table of contents whose {key} is no text")
        return value

    def number(self, key: str) -> int:
        value = self._fields.get(key) or 0
        if not isinstance(value, int) or value < 0:
            raise CorruptStream(f"a table of contents whose {key} is no number")
        return value

    def digest(self, key: str) -> Digest | None:
        value = self.text(key)
        return Digest.parse(value) if value else None


def _stargz(info: LayerInfo, fetch: Fetch, limits: Limits) -> tuple[bytes, int]:
    """Return the document of an eStargz layer, and where the files before it end."""
    footer = fetch(info.size - FOOTER_BYTES, FOOTER_BYTES)
    digits = footer[16:32]
    if (
        footer[:4] != GZIP_WITH_EXTRA
        or footer[12:14] != b"SG"
        or footer[32:38] != FOOTER_MAGIC
        or digits.strip(b"0123456789abcdefABCDEF")
    ):
        raise CorruptStream("no footer that tells where the table of contents is")
    start = int(digits, 16)
    size = info.size - FOOTER_BYTES - start
    _check_size(size, limits)
    tar = _inflated(fetch(start, size), limits.max_toc_bytes)
    data = _first_member(tar, limits)
    Digest.parse(dict(info.annotations).get(STARGZ, "")).check(data)
    return data, start


def _first_member(tar: bytes, limits: Limits) -> bytes:
    from layers.tar import TarReader

    reader = TarReader(MemoryStream(tar), limits, lambda _: None)
    for path, kind, *_ in reader:
        if path == STARGZ_NAME and kind is Kind.FILE:
            return reader.read()
    raise CorruptStream("no table of contents where the footer says that it is")


def _chunked(info: LayerInfo, prefix: str, fetch: Fetch, limits: Limits) -> tuple[bytes, int]:
    """Return the document of a zstd:chunked layer, and where the files before it end."""
    annotations = dict(info.annotations)
    position = annotations[f"{prefix}manifest-position"].split(":")
    if len(position) != 4 or not all(part.isdecimal() for part in position):  # noqa: PLR2004
        raise CorruptStream("a table of contents without a position")
    start, size, uncompressed, kind = map(int, position)
    _check_size(size, limits)
    _check_size(uncompressed, limits)
    if kind != 1 or start < SKIPPABLE_HEADER_BYTES or start + size > info.size:
        raise CorruptStream("a table of contents of an unknown kind, or outside of the layer")
    compressed = fetch(start, size)
    checksum = annotations.get(f"{prefix}manifest-checksum", "")
    Digest.parse(checksum).check(compressed)
    data = _inflated(compressed, uncompressed)
    return data, start - SKIPPABLE_HEADER_BYTES


def _check_size(size: int, limits: Limits) -> None:
    if size <= 0:
        raise CorruptStream("an empty table of contents")
    if size > limits.max_toc_bytes:
        raise LimitExceeded("max_toc_bytes", limits.max_toc_bytes)


def _inflated(data: bytes, size: int) -> bytes:
    """Return what compressed bytes hold, which may not be more than ``size``."""
    from layers.limits import Limits

    stream, _ = decompressed(MemoryStream(data), Limits(), lambda _: None)
    content = read_exactly(stream, size + 1)
    if len(content) > size:
        raise CorruptStream("a table of contents larger than it says")
    return content


def _members(entries: Sequence[Entry], end: int) -> Iterator[TocMember]:
    starts = sorted({entry.number("offset") for entry in entries} | {end})
    following = dict(pairwise(starts))
    member: TocMember | None = None
    for entry in entries:
        if entry.text("type") == "chunk":
            if member is None or member.kind is not Kind.FILE:
                raise CorruptStream("a chunk without a file before it")
            member = replace(member, chunks=(*member.chunks, _chunk(entry, following, member)))
        else:
            if member:
                yield member
            member = _member(entry, following)
    if member:
        yield member


def _member(entry: Entry, following: Mapping[int, int]) -> TocMember | None:
    """Return what an entry is about; None for the root, and what would be outside of it."""
    path = normalized(bytes_of(entry.text("name")))
    kind = KINDS.get(entry.text("type"))
    if not path or kind is None:
        return None
    member = TocMember(
        path=path,
        kind=kind,
        size=entry.number("size"),
        mode=entry.number("mode") & 0o7777,
        target=bytes_of(entry.text("linkName")),
        is_null_device=not entry.number("devMajor") and not entry.number("devMinor"),
        digest=entry.digest("digest"),
    )
    if kind is Kind.FILE and member.size:
        return replace(member, chunks=(_chunk(entry, following, member),))
    return member


def _chunk(entry: Entry, following: Mapping[int, int], member: TocMember) -> Chunk:
    """Return the chunk that an entry tells of; one without a size goes to the end of its file."""
    start, begin = entry.number("offset"), entry.number("chunkOffset")
    chunk = Chunk(
        start=start,
        end=entry.number("endOffset") or following.get(start, 0),
        inner=entry.number("innerOffset"),
        size=entry.number("chunkSize") or member.size - begin,
        digest=entry.digest("chunkDigest"),
        is_zeros=entry.text("chunkType") == "zeros",
    )
    if (
        begin != sum(other.size for other in member.chunks)
        or not 0 < chunk.size <= member.size - begin
    ):
        raise CorruptStream("chunks of a file that do not follow one another")
    if not chunk.is_zeros and not start < chunk.end:
        raise CorruptStream("a chunk outside of its layer")
    return chunk
