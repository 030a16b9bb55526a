"""The blobs of a compressed archive, which can be read only once, front to back.

``docker save`` writes the list of layers last, so when a layer comes by it isn't known yet whose it
is. Everything that looks like a layer is therefore read into a snapshot as it passes, and found
again by name when the list is there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from layers.compression import decompressed
from layers.digest import Digest, HashedStream, check_digest, check_size
from layers.errors import (
    CorruptStream,
    InvalidManifest,
    LayersError,
    LimitExceeded,
    UnreadableLayer,
)
from layers.files import followed, link_target
from layers.image import Layer, Verification
from layers.layer import diff_id_to_check, mislabelling, refusal
from layers.note import Note, Notes
from layers.path import bytes_of, text_of
from layers.snapshot import unread_targets
from layers.snapshot_builder import SnapshotBuilder
from layers.stream import CountedStream, PrefixedStream, Stream, drain, read_exactly
from layers.tar import TarReader
from layers.tar_header import BLOCK, Kind, is_header

if TYPE_CHECKING:
    from layers.image import LayerInfo, ReadOptions
    from layers.snapshot import Snapshot


JSON_BEGINS: Final = (b"{", b"[")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """What came by that is no document: a layer, and what it was, or why it is none."""

    snapshot: Snapshot | LayersError
    digest: Digest
    size: int
    compression: str
    diff_id: Digest
    """Of what could be read."""


class StreamedFiles:
    """Documents and snapshots, by name."""

    def __init__(self, stream: Stream, options: ReadOptions) -> None:
        self._options = options
        self._documents: dict[str, bytes] = {}
        self._passed: dict[str, Passed] = {}
        self._links: dict[str, str] = {}
        self._bytes = 0
        limits = replace(options.limits, max_entries=options.limits.max_archive_members)
        reader = TarReader(stream, limits, lambda _: None)
        for path, kind, size, target in reader:
            name = text_of(path)
            if kind is Kind.FILE:
                for others in (self._documents, self._passed, self._links):
                    others.pop(name, None)
                self._take(name, size, reader)
            elif kind is Kind.SYMLINK or kind is Kind.HARDLINK:
                self._links[name] = link_target(name, kind, text_of(target))

    def __contains__(self, name: str) -> bool:
        name = followed(name, self._links)
        return name in self._documents or name in self._passed

    def read(self, name: str) -> bytes:
        data = self._documents.get(followed(name, self._links))
        if data is None:
            raise InvalidManifest(name, "not JSON" if name in self else "not in the archive")
        return data

    def layer(self, name: str, info: LayerInfo) -> Layer:
        passed = self._passed.get(followed(name, self._links))

        def read() -> Snapshot:
            if passed is None:
                reason = "is a JSON document" if name in self else "is not in the archive"
                raise UnreadableLayer(info.name, f"{name} {reason}")
            try:
                return _checked(passed, info, self._options.verification)
            except LayersError as error:
                raise UnreadableLayer(info.name, str(error)) from error

        return Layer(info, read)

    def _take(self, name: str, size: int, reader: TarReader) -> None:
        limits = self._options.limits
        head = read_exactly(reader, BLOCK)
        if is_header(head) or not head.lstrip().startswith(JSON_BEGINS):
            algorithm = "sha512" if name.startswith("blobs/sha512/") else "sha256"
            self._passed[name] = self._layer_passing(PrefixedStream(head, reader), algorithm)
        elif size <= limits.max_document_bytes:
            self._bytes += size
            if self._bytes > limits.max_claimed_bytes:
                raise LimitExceeded("max_claimed_bytes", limits.max_claimed_bytes)
            self._documents[name] = head + reader.read()

    def _layer_passing(self, stream: Stream, algorithm: str) -> Passed:
        limits, notes = self._options.limits, Notes(self._options.limits.max_notes)
        blob = HashedStream(stream, algorithm)
        content, compression = HashedStream(blob), ""
        result: Snapshot | LayersError
        try:
            uncompressed, compression = decompressed(blob, limits, notes.add)
            spend = partial(self._options.budget.spend, limits)
            content = HashedStream(CountedStream(uncompressed, spend))
            builder = SnapshotBuilder(self._options.claims, limits, notes)
            builder.add_members(TarReader(content, limits, notes.add))
            result = builder.snapshot()
            for target in sorted(unread_targets(result)):
                reason = "claimed under another name; unpack the archive to have it read"
                notes.add(reason, bytes_of(target), incomplete=True)
            result = replace(result, notes=notes.collected())
        except LayersError as error:
            drain(blob)
            result = error
        return Passed(
            snapshot=result,
            digest=blob.digest(),
            size=blob.size,
            compression=compression,
            diff_id=content.digest(),
        )


def _checked(passed: Passed, info: LayerInfo, verification: Verification) -> Snapshot:
    """Return the snapshot of a layer that is what the image says it is."""
    snapshot = passed.snapshot
    if reason := refusal(info):
        raise CorruptStream(reason)
    if isinstance(snapshot, LimitExceeded):
        raise snapshot
    if info.digest and verification is not Verification.NONE:
        check_size(info.size, passed.size)
        check_digest(info.digest, passed.digest)
    if isinstance(snapshot, LayersError):
        raise snapshot
    if diff_id := diff_id_to_check(info, verification, passed.compression):
        check_digest(diff_id, passed.diff_id)
    reason = mislabelling(info, passed.compression)
    return replace(snapshot, notes=(Note("", reason), *snapshot.notes)) if reason else snapshot
