"""Putting layers on top of each other (OCI image specification, layer.md)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from layers.errors import UnreadableLayer
from layers.link import resolved
from layers.note import Note
from layers.path import bytes_of, text_of
from layers.tar import Kind
from layers.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from layers.snapshot import Entry, Snapshot


def overlay(layers: Sequence[Snapshot | UnreadableLayer]) -> Tree:
    """Merge the snapshots of an image, the lowest first.

    A layer that could not be read makes the tree incomplete, and hides nothing.
    """
    merge = _Merge()
    for index, layer in enumerate(layers):
        if isinstance(layer, UnreadableLayer):
            merge.notes.append(Note("", str(layer), incomplete=True))
        else:
            merge.add(layer, index)
    return merge.tree()


class Cover:
    """What a layer hides of those below it."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.listing = snapshot.listing
        self._whiteouts = snapshot.whiteouts
        self._opaque = snapshot.opaque
        self._parents = frozenset(path.rpartition(b"/")[0] for path in snapshot.whiteouts)
        self._hidden: dict[bytes, bool] = {b"": b"" in snapshot.opaque}

    def hides(self, path: bytes) -> bool:
        """Tell whether a path of a lower layer is gone, or replaced."""
        return (
            self.hides_contents_of(path.rpartition(b"/")[0])
            or path in self._whiteouts
            or self.listing.has(path)
        )

    def hides_contents_of(self, directory: bytes) -> bool:
        """Tell whether everything that lower layers have in a directory is gone."""
        unknown = []
        while directory not in self._hidden:
            unknown.append(directory)
            directory = directory.rpartition(b"/")[0]
        hidden = self._hidden[directory]
        for path in reversed(unknown):
            hidden = self._hidden[path] = (
                hidden
                or path in self._opaque
                or path in self._whiteouts
                or self.listing.has_other_than_directory(path)
            )
        return hidden

    def may_hide_in(self, directory: bytes) -> bool:
        """Tell whether single entries of a directory may be gone, at the cost of a look."""
        return directory in self.listing or directory in self._parents


class _Merge:
    """The layers added so far."""

    def __init__(self) -> None:
        self._directories: defaultdict[str, dict[str, tuple[Entry, int]]] = defaultdict(dict)
        self._contents: dict[str, bytes] = {}
        self._distinct: dict[bytes, bytes] = {}
        self._links: dict[str, str] = {}
        self._covers: list[Cover] = []
        self.notes: list[Note] = []

    def add(self, snapshot: Snapshot, index: int) -> None:
        snapshot = _below_links(snapshot, self._links)
        cover = Cover(snapshot)
        self._hide(cover)
        self._covers.append(cover)
        self.notes.extend(snapshot.notes)
        for path, content in snapshot.contents.items():
            self._contents[path] = self._distinct.setdefault(content, content)
        # What a hard link leads to may be in its own layer, below a symbolic link.
        for entry in sorted(snapshot.entries.values(), key=_is_hard_link):
            if entry.kind is Kind.HARDLINK:
                entry = self._across_layers(entry)  # noqa: PLW2901
            if entry.kind is Kind.SYMLINK:
                self._links[entry.path] = entry.target
            directory, _, name = entry.path.rpartition("/")
            self._directories[directory][name] = entry, index

    def tree(self) -> Tree:
        entries = {
            _joined(directory, name): found
            for directory, names in self._directories.items()
            for name, found in names.items()
        }
        return Tree(entries, self._contents, self._covers, tuple(self.notes))

    def _hide(self, cover: Cover) -> None:
        """Remove what a layer hides."""
        for directory, names in self._directories.items():
            raw = bytes_of(directory)
            if cover.hides_contents_of(raw):
                gone = list(names)
            elif cover.may_hide_in(raw):
                prefix = raw + b"/" if raw else b""
                gone = [name for name in names if cover.hides(prefix + bytes_of(name))]
            else:
                continue
            for name in gone:
                path = _joined(directory, name)
                del names[name]
                self._contents.pop(path, None)
                self._links.pop(path, None)

    def _across_layers(self, entry: Entry) -> Entry:
        """Return what a hard link to a file of another layer stands for, if that was claimed."""
        directory, _, name = entry.target.rpartition("/")
        parent = resolved(directory, self._links) or ""
        found = self._directories[parent].get(name)
        if found is None or found[0].kind in {Kind.DIRECTORY, Kind.HARDLINK}:
            self.notes.append(Note(entry.path, f"a dangling hard link to {entry.target}"))
            return entry
        target = _joined(parent, name)
        if target in self._contents:
            self._contents[entry.path] = self._contents[target]
        return replace(found[0], path=entry.path)


def _below_links(snapshot: Snapshot, lower: Mapping[str, str]) -> Snapshot:
    """Move what a layer puts below a symbolic link to where the link leads.

    A layer may name files below a directory that is a link in a lower layer, or in itself. Unless
    it says that there is a directory now, it means the link's target.
    """
    own = {path: entry.target for path, entry in snapshot.entries.items() if _is_link(entry)}
    if not any(bytes_of(path) in snapshot.listing for path in chain(own, lower)):
        return snapshot
    cover = Cover(snapshot)
    links = own | {
        path: target for path, target in lower.items() if not cover.hides(bytes_of(path))
    }

    @cache
    def real(directory: str) -> str:
        found = resolved(directory, links)
        return directory if found is None else found

    def moved(path: str) -> str:
        directory, _, name = path.rpartition("/")
        return _joined(real(directory), name)

    def placed(entry: Entry) -> Entry:
        is_directory = entry.kind is Kind.DIRECTORY
        return replace(entry, path=real(entry.path) if is_directory else moved(entry.path))

    return replace(
        snapshot,
        entries={entry.path: entry for entry in map(placed, snapshot.entries.values())},
        contents={moved(path): content for path, content in snapshot.contents.items()},
        whiteouts=frozenset(map(_raw(moved), snapshot.whiteouts)),
        opaque=frozenset(map(_raw(real), snapshot.opaque)),
        listing=snapshot.listing.moved(_raw(real)),
    )


def _is_hard_link(entry: Entry) -> bool:
    return entry.kind is Kind.HARDLINK


def _is_link(entry: Entry) -> bool:
    return entry.kind is Kind.SYMLINK


def _joined(directory: str, name: str) -> str:
    return f"{directory}/{name}" if directory else name


def _raw(move: Callable[[str], str]) -> Callable[[bytes], bytes]:
    return lambda path: bytes_of(move(text_of(path)))
