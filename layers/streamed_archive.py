"""The blobs of a compressed archive, which can be read only once, front to back.

``docker save`` writes the list of layers last, so when a layer comes by it isn't known yet whose it
is. Everything that looks like a layer is therefore read into a snapshot as it passes, and found
again by name when the list is there.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from layers.compression import compression_of, decompressed
from layers.digest import Digest, HashedStream
from layers.errors import DigestMismatch, InvalidManifest, LayersError, UnreadableLayer
from layers.files import followed, link_target
from layers.image import Layer, Verification
from layers.note import Notes
from layers.snapshot import SnapshotBuilder, unread_targets
from layers.stream import PrefixedStream, Stream, read_exactly
from layers.tar import BLOCK, Kind, TarReader, is_header

if TYPE_CHECKING:
    from layers.image import LayerInfo, ReadOptions
    from layers.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Passed:
    """A layer that came by, and what it was."""

    snapshot: Snapshot | LayersError
    digest: Digest
    diff_id: Digest


class StreamedFiles:
    """Documents and snapshots, by name."""

    def __init__(self, stream: Stream, options: ReadOptions) -> None:
        self._options = options
        self._documents: dict[str, bytes] = {}
        self._passed: dict[str, Passed] = {}
        self._links: dict[str, str] = {}
        limits = replace(options.limits, max_entries=options.limits.max_archive_members)
        reader = TarReader(stream, limits, lambda _: None)
        for directory, base, kind, size, target in reader:
            name = os.fsdecode(directory + b"/" + base if directory else base)
            if kind is Kind.FILE:
                self._take(name, size, reader)
            elif kind is Kind.SYMLINK or kind is Kind.HARDLINK:
                self._links[name] = link_target(name, kind, os.fsdecode(target))

    def __contains__(self, name: str) -> bool:
        name = followed(name, self._links)
        return name in self._documents or name in self._passed

    def read(self, name: str) -> bytes:
        data = self._documents.get(followed(name, self._links))
        if data is None:
            raise InvalidManifest(name, "not in the archive")
        return data

    def layer(self, name: str, info: LayerInfo) -> Layer:
        passed = self._passed.get(followed(name, self._links))

        def read() -> Snapshot:
            if passed is None:
                raise UnreadableLayer(info.name, f"{name} is not in the archive")
            return _checked(passed, info, self._options.verification)

        return Layer(info, read)

    def _take(self, name: str, size: int, reader: TarReader) -> None:
        head = read_exactly(reader, BLOCK)
        if compression_of(head) or is_header(head):
            self._passed[name] = self._layer_passing(PrefixedStream(head, reader))
        elif size <= self._options.limits.max_document_bytes:
            self._documents[name] = head + reader.read()

    def _layer_passing(self, stream: Stream) -> Passed:
        limits, notes = self._options.limits, Notes(self._options.limits.max_notes)
        blob = HashedStream(stream)
        content = HashedStream(blob)
        result: Snapshot | LayersError
        try:
            content = HashedStream(decompressed(blob, limits, notes.add)[0])
            builder = SnapshotBuilder(self._options.claims, limits, notes)
            builder.add_tar(TarReader(content, limits, notes.add))
            result = builder.snapshot()
            for target in sorted(unread_targets(result)):
                reason = "claimed under another name; unpack the archive to have it read"
                notes.add(reason, os.fsencode(target), incomplete=True)
            result = replace(result, notes=notes.collected())
        except LayersError as error:
            result = error
        return Passed(result, blob.digest(), content.digest())


def _checked(passed: Passed, info: LayerInfo, verification: Verification) -> Snapshot:
    """Return the snapshot of a layer that is what the image says it is."""
    checks_diff_id = verification is Verification.STRICT or not info.digest
    expected = [info.digest, info.diff_id if checks_diff_id else None]
    if verification is not Verification.NONE:
        for wanted, actual in zip(expected, (passed.digest, passed.diff_id), strict=True):
            if wanted and wanted != actual:
                raise UnreadableLayer(info.name, str(DigestMismatch(str(wanted), str(actual))))
    if isinstance(passed.snapshot, LayersError):
        raise UnreadableLayer(info.name, str(passed.snapshot)) from passed.snapshot
    return passed.snapshot
