"""The table of contents that eStargz and zstd:chunked put into a layer.

With it, single files can be fetched from a registry by ranges. It is authenticated by an annotation
of the layer, and so as true as the manifest; but nothing says that it tells of the same files as
the tar stream, which is what other engines unpack.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Final

from layers.compression import decompressed
from layers.digest import Digest, check_size
from layers.document import parse_json
from layers.errors import CorruptStream, LimitExceeded
from layers.path import normalized
from layers.stream import MemoryStream, read_exactly
from layers.tar_header import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
POSITION: Final = re.compile(r"\d{1,19}(?::\d{1,19}){3}", re.ASCII)
VALUE_ENDS: Final = (b",", b"[", b"{")
"""In JSON there are no more values than these, and one."""
FACTS: Final = ("type", "name", "linkName", "mode", "size", "digest", "devMajor", "devMinor")
PLACES: Final = ("offset", "endOffset", "innerOffset", "chunkOffset", "chunkSize")
OF_CHUNKS: Final = ("chunkDigest", "chunkType")
KEYS: Final = frozenset(("version", "entries", *FACTS, *PLACES, *OF_CHUNKS))
FOLDED: Final = frozenset(map(str.casefold, KEYS))
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


def toc_of(
    info: LayerInfo, fetch: Fetch, limits: Limits, note: Callable[[str], None]
) -> tuple[TocMember, ...]:
    """Fetch the table of contents of a layer, and return what it tells of, in its order.

    Raises:
        CorruptStream, DigestMismatch: for one that is not what the annotation speaks of.
        CorruptStream, InvalidManifest: for one that breaks its format.
        LimitExceeded: for one that is too large.

    """
    annotations = dict(info.annotations)
    tables = {
        (annotations[f"{prefix}manifest-position"], annotations.get(f"{prefix}manifest-checksum"))
        for prefix in CHUNKED
        if f"{prefix}manifest-position" in annotations
    }
    if len(tables) + (STARGZ in annotations) > 1:
        raise CorruptStream("two tables of contents, of which engines choose one or the other")
    if tables:
        position, checksum = tables.pop()
        data, end = _chunked(info, (position, checksum or ""), fetch, limits)
    else:
        data, end = _stargz(info, fetch, limits)
    members = (_member(group, end, limits, note) for group in _grouped(_entries(data, limits), end))
    return tuple(filter(None, members))


class Entry:
    """One entry of the document; there may be 10⁵, so it is no Document."""

    def __init__(self, fields: dict[str, object]) -> None:
        self._fields = fields

    def text(self, key: str) -> str:
        value = self._fields.get(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise CorruptStream(f"a table of contents whose {key} is no text")
        return value

    def path(self, key: str, limits: Limits) -> bytes:
        try:
            path = self.text(key).encode()
        except UnicodeEncodeError as error:
            raise CorruptStream(f"a table of contents whose {key} is no text") from error
        if len(path) > limits.max_path_bytes:
            raise LimitExceeded("max_path_bytes", limits.max_path_bytes)
        return path

    def number(self, key: str) -> int:
        value = self._fields.get(key)
        if value is None:
            return 0
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise CorruptStream(f"a table of contents whose {key} is no number")
        return value

    def digest(self, key: str) -> Digest | None:
        value = self.text(key)
        return Digest.parse(value) if value else None


def _stargz(info: LayerInfo, fetch: Fetch, limits: Limits) -> tuple[bytes, int]:
    """Return the document of an eStargz layer, and where the files before it end."""
    if info.size < FOOTER_BYTES:
        raise CorruptStream("no footer that tells where the table of contents is")
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
    tar = _inflated(fetch(start, size), "gzip", limits.max_toc_bytes + 1, limits)
    _check_size(len(tar), limits)
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


def _chunked(
    info: LayerInfo, table: tuple[str, str], fetch: Fetch, limits: Limits
) -> tuple[bytes, int]:
    """Return the document of a zstd:chunked layer, and where the files before it end."""
    position, checksum = table
    if not POSITION.fullmatch(position):
        raise CorruptStream("a table of contents without a position")
    start, size, uncompressed, kind = map(int, position.split(":"))
    _check_size(size, limits)
    _check_size(uncompressed, limits)
    if kind != 1 or start < SKIPPABLE_HEADER_BYTES or start + size > info.size:
        raise CorruptStream("a table of contents of an unknown kind, or outside of the layer")
    compressed = fetch(start, size)
    Digest.parse(checksum).check(compressed)
    data = _inflated(compressed, "zstd", uncompressed + 1, limits)
    check_size(uncompressed, len(data))
    return data, start - SKIPPABLE_HEADER_BYTES


def _check_size(size: int, limits: Limits) -> None:
    if size <= 0:
        raise CorruptStream("an empty table of contents")
    if size > limits.max_toc_bytes:
        raise LimitExceeded("max_toc_bytes", limits.max_toc_bytes)


def _inflated(data: bytes, compression: str, max_bytes: int, limits: Limits) -> bytes:
    """Return what compressed bytes hold, or the first of it."""
    stream, name = decompressed(MemoryStream(data), limits, lambda _: None)
    if name != compression:
        raise CorruptStream(f"a table of contents that is not compressed with {compression}")
    return read_exactly(stream, max_bytes)


def _entries(data: bytes, limits: Limits) -> list[Entry]:
    if sum(map(data.count, VALUE_ENDS)) >= limits.max_toc_values:
        raise LimitExceeded("max_toc_values", limits.max_toc_values)
    document = parse_json("table of contents", data, limits)
    if not isinstance(document, dict) or document.get("version", 1) != 1:
        raise CorruptStream("a table of contents of an unknown version")
    entries = document.get("entries")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise CorruptStream("a table of contents without entries")
    _check_spelling(chain(document, chain.from_iterable(entries)))
    return list(map(Entry, entries))


def _check_spelling(keys: Iterable[str]) -> None:
    """Refuse keys that only engines written in Go would take for ours."""
    for key in set(keys) - KEYS:
        if key.casefold() in FOLDED:
            raise CorruptStream(f"a table of contents with a key that is spelt {key!r:.80}")


@dataclass(frozen=True, slots=True)
class Group:
    """An entry and, if it is a file's, those of its further chunks."""

    entries: list[Entry]
    following: Mapping[int, int]
    """Where the next payload begins, by where one does."""


def _grouped(entries: Sequence[Entry], end: int) -> Iterator[Group]:
    starts = sorted({entry.number("offset") for entry in entries} | {end})
    following = dict(pairwise(starts))
    group: list[Entry] = []
    for entry in entries:
        if entry.text("type") != "chunk":
            if group:
                yield Group(group, following)
            group = []
        elif not group or group[0].text("type") != "reg":
            raise CorruptStream("a chunk without a file before it")
        group.append(entry)
    if group:
        yield Group(group, following)


def _member(
    group: Group, end: int, limits: Limits, note: Callable[[str], None]
) -> TocMember | None:
    """Return what entries are about; None for the root, and what would be outside of it."""
    entry = group.entries[0]
    kind = KINDS.get(entry.text("type"))
    if kind is None:
        raise CorruptStream(f"an entry of the unknown type {entry.text('type')!r:.80}")
    name = entry.path("name", limits)
    path = normalized(name)
    if not path:
        if path is None or kind is not Kind.DIRECTORY:
            note(f"a path that leads out of the root, or has none, was left out: {name!r:.200}")
        return None
    if len(path) - path.rfind(b"/") - 1 > limits.max_name_bytes:
        raise LimitExceeded("max_name_bytes", limits.max_name_bytes)
    is_null = not entry.number("devMajor") and not entry.number("devMinor")
    return TocMember(
        path=path,
        kind=kind,
        size=entry.number("size") if kind is Kind.FILE else 0,
        mode=entry.number("mode") & 0o7777,
        target=entry.path("linkName", limits),
        is_null_device=is_null and entry.text("type") == "char",
        digest=entry.digest("digest"),
        chunks=tuple(_chunks(group, end)) if kind is Kind.FILE else (),
    )


def _chunks(group: Group, end: int) -> Iterator[Chunk]:
    """Yield the chunks of a file; one without a size goes to the end of it."""
    size, position = group.entries[0].number("size"), 0
    if not size and len(group.entries) == 1:
        return
    for entry in group.entries:
        start = entry.number("offset")
        chunk = Chunk(
            start=start,
            end=entry.number("endOffset") or group.following.get(start, 0),
            inner=entry.number("innerOffset"),
            size=entry.number("chunkSize") or size - position,
            digest=entry.digest("chunkDigest"),
            is_zeros=entry.text("chunkType") == "zeros",
        )
        if entry.number("chunkOffset") != position or not 0 < chunk.size <= size - position:
            raise CorruptStream("chunks of a file that do not follow one another")
        if not chunk.is_zeros and not start < chunk.end <= end:
            raise CorruptStream("a chunk outside of its layer")
        position += chunk.size
        yield chunk
    if position != size:
        raise CorruptStream("a file that is not as long as the table of contents says")
