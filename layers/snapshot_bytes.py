"""A snapshot as bytes, to be kept in a store.

A document of all that is small, and behind it the contents and the names, as they are: no format
that could make Python do anything while it is read.
"""

from __future__ import annotations

import json
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, Final

from layers.listing import Listing
from layers.note import Note
from layers.path import bytes_of, text_of
from layers.snapshot import Entry, Snapshot
from layers.tar_header import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FORMAT: Final = 3
"""To be raised whenever what is read of a layer, or how it is written here, changes."""
LENGTH_BYTES: Final = 8
FAST: Final = 1


def encoded(snapshot: Snapshot) -> bytes:
    """Return a snapshot as bytes; equal ones are equal bytes."""
    from isal import isal_zlib

    return isal_zlib.compress(packed(snapshot), FAST)


def decoded(data: bytes) -> Snapshot:
    """Return the snapshot that was encoded."""
    from isal import isal_zlib

    return unpacked(isal_zlib.decompress(data))


def packed(snapshot: Snapshot) -> bytes:
    """Return the same without compression: of an archive, to be kept inside of a layer's."""
    contents = sorted(set(snapshot.contents.values()))
    places = {content: index for index, content in enumerate(contents)}
    packs, removed = snapshot.listing.packed()
    document = {
        "entries": [
            (entry.path, entry.kind.value, entry.size, entry.mode, entry.target, entry.digest)
            for entry in snapshot.entries.values()
        ],
        "contents": {path: places[content] for path, content in snapshot.contents.items()},
        "whiteouts": _texts(snapshot.whiteouts),
        "opaque": _texts(snapshot.opaque),
        "only_in_toc": sorted(snapshot.only_in_toc),
        "notes": [(note.path, note.reason, note.incomplete) for note in snapshot.notes],
        "removed": [(text_of(path), size) for path, size in removed.items()],
        "packs": [len(pack) for pack in packs],
        "sizes": [len(content) for content in contents],
    }
    head = json.dumps(document, separators=(",", ":")).encode()
    return b"".join((len(head).to_bytes(LENGTH_BYTES, "big"), head, *packs, *contents))


def unpacked(body: bytes) -> Snapshot:
    """Return the snapshot that was packed."""
    start = LENGTH_BYTES + int.from_bytes(body[:LENGTH_BYTES], "big")
    document: dict[str, Any] = json.loads(body[LENGTH_BYTES:start])
    packs = _pieces(body, start, document["packs"])
    contents = _pieces(body, start + sum(document["packs"]), document["sizes"])
    removed = {bytes_of(path): size for path, size in document["removed"]}
    return Snapshot(
        entries={
            path: Entry(path, Kind(kind), size, mode, target, digest)
            for path, kind, size, mode, target, digest in document["entries"]
        },
        contents={path: contents[index] for path, index in document["contents"].items()},
        whiteouts=frozenset(map(bytes_of, document["whiteouts"])),
        opaque=frozenset(map(bytes_of, document["opaque"])),
        listing=Listing.of_packs(packs, removed),
        only_in_toc=frozenset(document["only_in_toc"]),
        notes=tuple(Note(*note) for note in document["notes"]),
    )


def _texts(paths: Iterable[bytes]) -> list[str]:
    return sorted(map(text_of, paths))


def _pieces(data: bytes, start: int, sizes: Sequence[int]) -> list[bytes]:
    places = accumulate(sizes, initial=start)
    return [data[begin:end] for begin, end in pairwise(places)]
