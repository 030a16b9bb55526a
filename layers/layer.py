"""Reading one layer: from a stream of bytes to a verified snapshot."""

from __future__ import annotations

import hashlib
import logging
from functools import partial
from typing import TYPE_CHECKING

from layers.compression import decompressed
from layers.digest import VerifiedStream
from layers.errors import CorruptStream, LayersError, UnreadableLayer
from layers.image import Verification
from layers.note import Notes
from layers.snapshot import unread_targets
from layers.snapshot_builder import SnapshotBuilder
from layers.snapshot_bytes import FORMAT, decoded, encoded
from layers.stream import CountedStream, Stream, drain, read_exactly, skip
from layers.tar import TarReader
from layers.toc import has_toc
from layers.toc_layer import compared_with_toc, snapshot_by_toc

if TYPE_CHECKING:
    from collections.abc import Callable

    from layers.claim import Claims
    from layers.digest import Digest
    from layers.image import LayerInfo, ReadOptions
    from layers.snapshot import Snapshot
    from layers.toc import Fetch

logger = logging.getLogger(__name__)

MEDIA_TYPE_SUFFIXES = {"gzip": ("gzip",), "zstd": ("zstd",), "": ("tar",)}
"""How the media type of a layer ends, by its compression."""
KNOWN_SUFFIXES = tuple(suffix for known in MEDIA_TYPE_SUFFIXES.values() for suffix in known)
ENCRYPTED = "+encrypted"
"""How that of an encrypted one ends."""


def read_layer(
    open_stream: Callable[[], Stream],
    info: LayerInfo,
    options: ReadOptions,
    fetch: Fetch | None = None,
) -> Snapshot:
    """Return what a layer holds: from the store, by its table of contents, or by reading it whole.

    The stream is opened once more only if claimed hard links lead to files that came by without
    being claimed. ``fetch`` is what gives parts of the layer, if its stream cannot be skipped.

    Raises:
        UnreadableLayer: for damage, a wrong digest, an exceeded limit or an error of the medium.

    """
    if reason := refusal(info):
        raise UnreadableLayer(info.name, reason)
    key = store_key(info, options)
    if key and (stored := options.store.get(key)):
        options.progress.advance(info.size)
        return decoded(stored)
    fetch = fetch or partial(_part, open_stream)
    if options.by_toc and has_toc(info):
        try:
            snapshot = snapshot_by_toc(info, fetch, options)
        except (LayersError, OSError) as error:
            logger.debug("%s is read as a whole: %s", info.name, error)
        else:
            options.progress.advance(info.size)
            return snapshot
    snapshot = _read(open_stream, info, options)
    if has_toc(info):
        snapshot = compared_with_toc(snapshot, info, fetch, options)
    if key:
        options.store.put(key, encoded(snapshot))
    return snapshot


def store_key(info: LayerInfo, options: ReadOptions) -> str:
    """Return what a layer's snapshot is kept under; nothing if it must not be kept.

    The key is of what is verified while the layer is read, never of what an image merely claims:
    else one lying image would poison the others. All that decides what is read is in it, too.
    """
    # Fingerprints take as long to write as to have again.
    is_kept = options.store.keeps and not options.claims.fingerprints
    if options.verification is Verification.NONE or not info.name or not is_kept:
        return ""
    is_strict = options.verification is Verification.STRICT or not info.digest
    verified = (info.digest, info.size, info.diff_id if is_strict else None)
    said = info.media_type, info.annotations
    parts = (FORMAT, *map(str, verified), *said, options.claims.key, options.limits)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _part(open_stream: Callable[[], Stream], start: int, size: int) -> bytes:
    """Return a part of a blob."""
    stream = open_stream()
    if start < 0 or skip(stream, start) < start:
        raise CorruptStream("a part that would be outside of the layer")
    data = read_exactly(stream, size)
    if len(data) < size:
        raise CorruptStream("a part that would be outside of the layer")
    return data


def _read(open_stream: Callable[[], Stream], info: LayerInfo, options: ReadOptions) -> Snapshot:
    try:
        snapshot = _pass(open_stream(), info, options, options.claims)
        if targets := unread_targets(snapshot):
            snapshot = _pass(open_stream(), info, options, options.claims.including(targets))
    except (LayersError, OSError) as error:
        raise UnreadableLayer(info.name, str(error)) from error
    return snapshot


def _pass(medium: Stream, info: LayerInfo, options: ReadOptions, claims: Claims) -> Snapshot:
    limits, notes = options.limits, Notes(options.limits.max_notes)

    def advance(size: int) -> None:
        options.progress.advance(size)
        # Millions of empty members take time, too, and nothing comes out of them.
        options.budget.spend(limits, 0)

    blob: Stream = CountedStream(medium, advance)
    if info.digest and options.verification is not Verification.NONE:
        blob = VerifiedStream(blob, info.digest, info.size)
    try:
        content, compression = decompressed(blob, limits, notes.add)
        content = CountedStream(content, partial(options.budget.spend, limits))
        if diff_id := diff_id_to_check(info, options.verification, compression):
            content = VerifiedStream(content, diff_id)
        builder = SnapshotBuilder(claims, limits, notes)
        builder.add_members(TarReader(content, limits, notes.add))
    except CorruptStream:
        drain(blob)  # that these are not the bytes asked for would be the better reason
        raise
    if reason := mislabelling(info, compression):
        notes.add(reason)
    return builder.snapshot()


def refusal(info: LayerInfo) -> str:
    """Say why engines would not read a layer as one, by its media type; nothing if they would."""
    if info.media_type.endswith(ENCRYPTED):
        return "encrypted"
    is_known = not info.media_type or info.media_type.endswith(KNOWN_SUFFIXES)
    return "" if is_known else f"of the unknown type {info.media_type:.100}"


def mislabelling(info: LayerInfo, compression: str) -> str:
    """Say how the media type of a layer contradicts its bytes; nothing if it doesn't."""
    if not info.media_type or info.media_type.endswith(MEDIA_TYPE_SUFFIXES[compression]):
        return ""
    return f"labelled {info.media_type}, but compressed with {compression or 'nothing'}"


def diff_id_to_check(
    info: LayerInfo, verification: Verification, compression: str
) -> Digest | None:
    """Return the diff ID, if what is read has to have it and isn't known to."""
    match verification:
        case Verification.NONE:
            return None
        case Verification.DIGESTS:
            return None if info.digest else info.diff_id
        case Verification.STRICT:
            # Without compression, the blob's own digest was checked already if it is the same.
            checked = not compression and info.digest == info.diff_id
            return None if checked else info.diff_id
