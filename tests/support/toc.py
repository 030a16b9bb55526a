"""Layers with tables of contents, as eStargz and zstd:chunked have them; they can be made to lie.

It shares no code with what reads them.
"""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from backports import zstd

from layers import LayerInfo
from layers.digest import Digest
from testdata.images.writer import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

STARGZ = "containerd.io/snapshot/stargz/toc.digest"
NEW, OLD = "io.github.containers.zstd-chunked.", "io.containers.zstd-chunked."
TYPES = {
    tarfile.REGTYPE: "reg",
    tarfile.DIRTYPE: "dir",
    tarfile.SYMTYPE: "symlink",
    tarfile.LNKTYPE: "hardlink",
    tarfile.CHRTYPE: "char",
    tarfile.BLKTYPE: "block",
    tarfile.FIFOTYPE: "fifo",
}
JsonObject = dict[str, object]


@dataclass(frozen=True)
class Item:
    """A member of a layer."""

    name: str
    content: bytes = b""
    type: bytes = tarfile.REGTYPE
    target: str = ""
    mode: int = 0o644

    def header(self) -> bytes:
        member = tarfile.TarInfo(self.name)
        member.type, member.linkname, member.mode = self.type, self.target, self.mode
        member.size = len(self.content)
        return member.tobuf(tarfile.PAX_FORMAT, errors="surrogateescape")

    def entry(self) -> JsonObject:
        """Return what a table says of it, but for where it is."""
        entry: JsonObject = {
            "type": TYPES[self.type],
            "name": self.name.translate(REPLACED),
            "mode": self.mode,
            "modtime": "2025-01-01T00:00:00Z",
        }
        if self.target:
            entry["linkName"] = self.target.translate(REPLACED)
        if self.type == tarfile.REGTYPE:
            entry["digest"] = digest(self.content)
        if self.content:
            entry["size"] = len(self.content)
        return entry


REPLACED = {0xDC00 + byte: "\ufffd" for byte in range(0x80, 0x100)}
"""What Go writes to JSON for each byte that is not UTF-8."""


def items_of(files: Mapping[str, bytes | str | None]) -> list[Item]:
    """Return members by path: bytes are content, a text is a link's target, None a directory."""
    return [
        Item(path, type=tarfile.DIRTYPE, mode=0o755)
        if content is None
        else Item(path, type=tarfile.SYMTYPE, target=content)
        if isinstance(content, str)
        else Item(path, content)
        for path, content in files.items()
    ]


@dataclass(frozen=True)
class TocLayer:
    """A layer, and what its descriptor says."""

    data: bytes
    tar: bytes
    annotations: Mapping[str, str]
    media_type: str
    requests: list[tuple[int, int]] = field(default_factory=list)
    """What was fetched: from where, and how much."""

    @property
    def info(self) -> LayerInfo:
        return LayerInfo(
            diff_id=Digest.of(self.tar),
            digest=Digest.of(self.data),
            size=len(self.data),
            media_type=self.media_type,
            annotations=tuple(self.annotations.items()),
        )

    def fetch(self, start: int, size: int) -> bytes:
        """Return a part, and remember that it was fetched."""
        assert 0 <= start < start + size <= len(self.data)
        self.requests.append((start, size))
        return self.data[start : start + size]

    def annotated(self, **annotations: str) -> TocLayer:
        """Return it with other annotations."""
        return replace(self, annotations=annotations, requests=[])

    @property
    def payload_requests(self) -> list[tuple[int, int]]:
        """What was fetched behind the table, which takes two requests in eStargz and one else."""
        return self.requests[2 if STARGZ in self.annotations else 1 :]


def unchanged(entries: list[JsonObject]) -> object:
    return entries


def estargz(
    items: Iterable[Item],
    change: Callable[[list[JsonObject]], object] = unchanged,
    *,
    chunk: int = 1 << 22,
    shared: bool = False,
    document: bytes | None = None,
) -> TocLayer:
    """Return an eStargz layer.

    A payload begins a gzip member, and so does each of its chunks; ``shared`` puts all payloads
    into one (innerOffset).
    """
    blob, tar, entries = bytearray(), bytearray(), list[JsonObject]()
    waiting = bytearray()
    begin = 0

    def close() -> None:
        nonlocal waiting
        if waiting:
            blob.extend(gzip.compress(bytes(waiting), mtime=0))
            waiting = bytearray()

    for item in items:
        waiting += item.header()
        tar += item.header()
        entry = item.entry()
        for position in range(0, len(item.content), chunk):
            if not shared or not entries:
                close()
                begin = len(blob)
            piece = item.content[position : position + chunk]
            place: JsonObject = {"offset": begin}
            if waiting:
                place["innerOffset"] = len(waiting)
            if len(item.content) > chunk:
                place["chunkDigest"] = digest(piece)
                place["chunkOffset"] = position
                if position + chunk < len(item.content):
                    place["chunkSize"] = chunk
            base = {"type": "chunk", "name": item.name} if position else entry
            entries.append({**base, **place})
            waiting += piece
        if not item.content:
            entries.append(entry)
        padding = bytes(-len(item.content) % 512)
        waiting += padding
        tar += item.content + padding
    close()
    changed = change(entries)
    text = document or encoded(changed)
    inner = Item("stargz.index.json", text).header() + text + bytes(-len(text) % 512 + 1024)
    start = len(blob)
    blob += gzip.compress(inner, mtime=0) + footer(start)
    return TocLayer(
        bytes(blob),
        bytes(tar + inner),
        {STARGZ: digest(text)},
        "application/vnd.oci.image.layer.v1.tar+gzip",
    )


def footer(start: int) -> bytes:
    """Return the empty gzip member that tells where the table begins."""
    extra = b"SG" + (22).to_bytes(2, "little") + b"%016x" % start + b"STARGZ"
    head = b"\x1f\x8b\x08\x04\0\0\0\0\0\xff" + len(extra).to_bytes(2, "little")
    return head + extra + b"\x01\0\0\xff\xff" + bytes(8)


def zstd_chunked(
    items: Iterable[Item],
    change: Callable[[list[JsonObject]], object] = unchanged,
    *,
    chunk: int = 1 << 22,
    prefix: str = NEW,
    document: bytes | None = None,
) -> TocLayer:
    """Return a zstd:chunked layer: a frame for each chunk, and none for one that is all zeros."""
    blob, tar, entries = bytearray(), bytearray(), list[JsonObject]()
    for item in items:
        blob += zstd.compress(item.header())
        entry = item.entry()
        for position in range(0, len(item.content), chunk):
            piece = item.content[position : position + chunk]
            place: JsonObject = {"offset": len(blob), "chunkOffset": position}
            if len(item.content) > chunk:
                place["chunkSize"] = len(piece)
            if piece.count(0) == len(piece):
                place["chunkType"] = "zeros"
            else:
                place["chunkDigest"] = digest(piece)
            blob += zstd.compress(piece)
            place["endOffset"] = len(blob)
            base = {"type": "chunk", "name": item.name} if position else entry
            entries.append({**base, **place})
        if not item.content:
            entries.append(entry)
        padding = bytes(-len(item.content) % 512)
        blob += zstd.compress(padding) if padding else b""
        tar += item.header() + item.content + padding
    tar += bytes(1024)
    blob += zstd.compress(bytes(1024))
    text = document or encoded(change(entries))
    compressed = zstd.compress(text)
    start = len(blob) + 8
    blob += b"\x50\x2a\x4d\x18" + len(compressed).to_bytes(4, "little") + compressed
    blob += b"\x50\x2a\x4d\x18" + (56).to_bytes(4, "little") + bytes(48) + b"GNUlInUx"
    annotations = {
        f"{prefix}manifest-position": f"{start}:{len(compressed)}:{len(text)}:1",
        f"{prefix}manifest-checksum": digest(compressed),
    }
    return TocLayer(
        bytes(blob), bytes(tar), annotations, "application/vnd.oci.image.layer.v1.tar+zstd"
    )


def encoded(entries: object) -> bytes:
    """Return the document of a table."""
    return json.dumps({"version": 1, "entries": entries}).encode()


FORMATS: Sequence[Callable[..., TocLayer]] = (estargz, zstd_chunked)


def tar_stream(layer: TocLayer) -> io.BytesIO:
    """Return what the layer is when it is decompressed, by other means than ours."""
    data = (
        gzip.decompress(layer.data)
        if layer.media_type.endswith("gzip")
        else zstd.decompress(layer.data)
    )
    return io.BytesIO(data)
