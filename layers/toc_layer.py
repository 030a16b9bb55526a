"""A layer by its table of contents: in place of its tar stream, or compared with it.

Engines that load files when they are needed go by the table, all others by the tar stream: what
either of them has may run.
"""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from layers import whiteout
from layers.errors import LayersError
from layers.note import Note, Notes
from layers.path import bytes_of, text_of
from layers.snapshot import unread_targets
from layers.snapshot_builder import SnapshotBuilder
from layers.tar_header import Kind
from layers.toc import STARGZ_NAME, toc_of
from layers.toc_payload import Payloads
from layers.toc_reader import TocReader

if TYPE_CHECKING:
    from layers.claim import Claims
    from layers.image import LayerInfo, ReadOptions
    from layers.snapshot import Entry, Snapshot
    from layers.toc import Fetch, TocMember

OWN_FILES: Final = frozenset((text_of(STARGZ_NAME), ".prefetch.landmark", ".no.prefetch.landmark"))
"""What eStargz itself adds to the tar stream, and some of it to the table."""
NOT_UTF_8: Final = re.compile("[\udc80-\udcff]")
REPLACEMENT: Final = "\ufffd"


def snapshot_by_toc(info: LayerInfo, fetch: Fetch, options: ReadOptions) -> Snapshot:
    """Return what the table of contents of a layer says that it holds.

    Raises:
        LayersError: if there is no table that can be trusted, or it does not fit the contents.

    """
    notes = Notes(options.limits.max_notes)
    members = toc_of(info, fetch, options.limits, notes.add)
    layer = TocLayer(info, members, fetch, options)
    snapshot = layer.snapshot(options.claims)
    if targets := unread_targets(snapshot):
        snapshot = layer.snapshot(options.claims.including(targets))
    both = (*notes.collected(), *snapshot.notes)
    return replace(snapshot, notes=tuple(sorted(both)), is_by_toc=True)


def compared_with_toc(
    snapshot: Snapshot, info: LayerInfo, fetch: Fetch, options: ReadOptions
) -> Snapshot:
    """Return a layer with files that only its table of contents has, and a note if that differs.

    What the tar stream has is never replaced: links and whiteouts of the table alone are not
    followed, for they could lead away from it.
    """
    try:
        other = snapshot_by_toc(info, fetch, options)
    except (LayersError, OSError) as error:
        note = Note("", f"a table of contents that cannot be used: {error}")
        return replace(snapshot, notes=(*snapshot.notes, note))
    in_tar, in_toc = (_told(each, options.claims) for each in (snapshot, other))
    only_tar, only_toc = in_tar.keys() - in_toc.keys(), in_toc.keys() - in_tar.keys()
    other_way = {path for path in in_tar.keys() & in_toc.keys() if in_tar[path] != in_toc[path]}
    differing = only_tar | only_toc | other_way
    if not differing:
        return snapshot
    added = {
        path: entry
        for path, entry in other.entries.items()
        if entry.kind is not Kind.SYMLINK and path not in snapshot.entries
    }
    reason = (
        f"toc-tar-mismatch: {len(only_toc):,} paths are only in the table of contents, "
        f"{len(only_tar):,} only in the tar stream, and {len(other_way):,} in both, but not equal"
    )
    contents = {path: other.contents[path] for path in added.keys() & other.contents.keys()}
    return replace(
        snapshot,
        entries={**added, **snapshot.entries},
        contents={**contents, **snapshot.contents},
        only_in_toc=frozenset(added),
        notes=(*snapshot.notes, Note(min(differing), reason)),
    )


@dataclass(frozen=True, slots=True)
class TocLayer:
    """A layer of which the table of contents was read."""

    info: LayerInfo
    members: tuple[TocMember, ...]
    fetch: Fetch
    options: ReadOptions

    def snapshot(self, claims: Claims) -> Snapshot:
        """Return its snapshot, with the contents of what is claimed."""
        limits = self.options.limits
        largest = limits.max_claimed_file_bytes
        wanted = (
            chunk
            for member in self.members
            if member.chunks and member.size <= largest and claims.wants(member.path)
            if not claims.archive_of(member.path)
            for chunk in member.chunks
        )
        builder = SnapshotBuilder(claims, limits, Notes(limits.max_notes), opens_archives=False)
        with closing(Payloads(wanted, self.info, self.fetch, limits)) as payloads:
            builder.add_members(TocReader(self.members, payloads))
        return builder.snapshot()


def _told(snapshot: Snapshot, claims: Claims) -> dict[str, object]:
    """Return what a snapshot tells of each path, as far as a table of contents can tell it.

    By a table nothing is looked into: of archives, the names alone are told.
    """
    told: dict[str, object] = dict.fromkeys(map(_in_json, map(text_of, snapshot.listing.files())))
    for path, entry in snapshot.entries.items():
        is_told = entry.kind not in {Kind.DIRECTORY, Kind.ARCHIVE}
        if is_told and not claims.archive_of(bytes_of(path)):
            told[_in_json(path)] = _facts(entry), snapshot.contents.get(path)
    hiding = (*map(whiteout.file_of, snapshot.whiteouts), *map(whiteout.marker_in, snapshot.opaque))
    told.update(dict.fromkeys(map(_in_json, map(text_of, hiding))))
    for path in OWN_FILES:
        told.pop(path, None)
    return told


def _facts(entry: Entry) -> tuple[object, ...]:
    return entry.kind, entry.size, _in_json(entry.target)


def _in_json(path: str) -> str:
    """Return a path as Go writes it to JSON, which has nothing but UTF-8."""
    return path if path.isascii() else NOT_UTF_8.sub(REPLACEMENT, path)
