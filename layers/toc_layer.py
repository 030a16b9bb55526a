"""A layer by its table of contents: in place of its tar stream, or compared with it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from layers.errors import LayersError
from layers.note import Note, Notes
from layers.path import text_of
from layers.snapshot import SnapshotBuilder
from layers.toc import STARGZ_NAME, toc_of
from layers.toc_reader import TocReader

if TYPE_CHECKING:
    from layers.image import LayerInfo, ReadOptions
    from layers.snapshot import Snapshot
    from layers.toc import Fetch

OWN_FILES: Final = frozenset((STARGZ_NAME, b".prefetch.landmark", b".no.prefetch.landmark"))
"""What eStargz itself adds to the tar stream."""


def snapshot_by_toc(info: LayerInfo, fetch: Fetch, options: ReadOptions) -> Snapshot:
    """Return what the table of contents of a layer says that it holds.

    Raises:
        LayersError: if there is no table that can be trusted, or it does not fit the contents.

    """
    notes = Notes(options.limits.max_notes)
    builder = SnapshotBuilder(options.claims, options.limits, notes)
    members = toc_of(info, fetch, options.limits)
    builder.add_members(TocReader(members, fetch, options.limits))
    return replace(builder.snapshot(), is_by_toc=True)


def compared_with_toc(
    snapshot: Snapshot, info: LayerInfo, fetch: Fetch, options: ReadOptions
) -> Snapshot:
    """Return a layer with what only its table of contents has, and a note if that differs.

    Engines that load files when they are needed go by the table, all others by the tar stream: what
    either of them has may run.
    """
    try:
        other = snapshot_by_toc(info, fetch, options)
    except LayersError as error:
        note = Note("", f"a table of contents that cannot be used: {error}")
        return replace(snapshot, notes=(*snapshot.notes, note))
    in_tar, in_toc = set(snapshot.listing.files()) - OWN_FILES, set(other.listing.files())
    both = snapshot.contents.keys() & other.contents.keys()
    differing = {path for path in both if snapshot.contents[path] != other.contents[path]}
    if in_tar == in_toc and not differing:
        return snapshot
    differing.update(map(text_of, in_tar ^ in_toc))
    reason = (
        f"toc-tar-mismatch: {len(in_toc - in_tar):,} files are only in the table of contents, "
        f"{len(in_tar - in_toc):,} only in the tar stream"
    )
    return replace(
        snapshot,
        entries={**other.entries, **snapshot.entries},
        contents={**other.contents, **snapshot.contents},
        notes=(*snapshot.notes, Note(min(differing), reason)),
    )
