"""Putting layers on top of each other (OCI image specification, layer.md)."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Final

from layers.claim import Claims
from layers.errors import UnreadableLayer
from layers.fingerprint import Installed
from layers.inside import Expansion
from layers.link import resolved
from layers.note import Note
from layers.path import bytes_of, text_of
from layers.tar_header import Kind
from layers.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from layers.snapshot import Entry, Snapshot


UNCLAIMED: Final = Claims(())


def overlay(
    layers: Sequence[Snapshot | UnreadableLayer],
    claims: Claims = UNCLAIMED,
    *,
    has_layers: bool = True,
) -> Tree:
    """Merge the snapshots of an image, the lowest first, that were read with some claims.

    A layer that could not be read makes the tree incomplete, and hides nothing. What is not in
    layers at all, as a directory, has no layer to come from.
    """
    merge = _Merge(claims)
    for index, layer in enumerate(layers):
        if isinstance(layer, UnreadableLayer):
            merge.notes.append(Note("", str(layer), incomplete=True))
        else:
            merge.add(layer, index if has_layers else None)
    return merge.tree()


class Cover:
    """What a layer hides of those below it."""

    def __init__(self, snapshot: Snapshot, layer: int | None = None) -> None:
        self.layer = layer
        self.listing = snapshot.listing
        self._whiteouts = snapshot.whiteouts
        self._opaque = snapshot.opaque
        self._kept: set[bytes] = set()
        """Directories of lower layers that were asked for already, and that it does not replace."""

    def hidden(self, paths: AbstractSet[bytes]) -> set[bytes]:
        """Return those paths of lower layers that are gone, or replaced."""
        parents = {path.rpartition(b"/")[0] for path in paths}
        directories = _with_all_above(parents)
        changed = {path for path in paths if path.rpartition(b"/")[0] in self.listing.directories}
        asked = (directories - self._kept) | changed | {path + b"/" for path in changed}
        listed = self.listing.among(asked)
        self._kept |= directories - listed
        gone = self._gone(directories, listed)
        return {
            path
            for path in paths
            if path.rpartition(b"/")[0] in gone
            or path in self._whiteouts
            or path in listed
            or path + b"/" in listed
        }

    def _gone(self, directories: AbstractSet[bytes], listed: AbstractSet[bytes]) -> set[bytes]:
        """Return the directories of which lower layers' contents are hidden."""
        gone = {b""} & self._opaque
        for path in sorted(directories - {b""}):
            if (
                path.rpartition(b"/")[0] in gone
                or path in self._opaque
                or path in self._whiteouts
                or path in listed
            ):
                gone.add(path)
        return gone


def _with_all_above(directories: AbstractSet[bytes]) -> set[bytes]:
    """Return directories and those that they are in, up to the root."""
    found: set[bytes] = {b""}
    for directory in directories:
        path = directory
        while path not in found:
            found.add(path)
            path = path.rpartition(b"/")[0]
    return found


class _Merge:
    """The layers added so far."""

    def __init__(self, claims: Claims) -> None:
        self._claims = claims
        self._entries: dict[bytes, tuple[Entry, int | None]] = {}
        self._contents: dict[str, bytes] = {}
        self._distinct: dict[bytes, bytes] = {}
        self._links: dict[str, str] = {}
        self._covers: list[Cover] = []
        self.notes: list[Note] = []
        self._is_by_toc = False
        self._installed: dict[bytes, Installed] = {}

    def add(self, snapshot: Snapshot, index: int | None) -> None:
        self._is_by_toc = self._is_by_toc or snapshot.is_by_toc
        snapshot = _below_links(snapshot, self._links, self._claims)
        cover = Cover(snapshot, index)
        for path in cover.hidden(self._entries.keys()):
            entry, _ = self._entries.pop(path)
            self._contents.pop(entry.path, None)
            self._links.pop(entry.path, None)
        self._add_fingerprints(snapshot, cover, index)
        self._covers.append(cover)
        self.notes.extend(snapshot.notes)
        left = {path for path in snapshot.only_in_toc if bytes_of(path) in self._entries}
        for name, content in snapshot.contents.items():
            if name not in left:
                self._contents[name] = self._distinct.setdefault(content, content)
        # What a hard link leads to may be in its own layer, below a symbolic link.
        for entry in sorted(snapshot.entries.values(), key=_is_hard_link):
            if entry.path in left:
                continue
            if entry.kind is Kind.HARDLINK:
                entry = self._across_layers(entry)  # noqa: PLW2901
            if entry.kind is Kind.SYMLINK:
                self._links[entry.path] = entry.target
            path = bytes_of(entry.path)
            # A directory comes from the layer that made it, whatever others put into it.
            known = self._entries.get(path)
            if entry.kind is not Kind.DIRECTORY or not known or known[0].kind is not entry.kind:
                self._entries[path] = entry, index

    def _add_fingerprints(self, snapshot: Snapshot, cover: Cover, index: int | None) -> None:
        hidden = cover.hidden(self._installed.keys()) if self._installed else ()
        former = {path: self._installed.pop(path).fingerprint for path in hidden}
        for path, fingerprint in snapshot.fingerprints.items():
            self._installed[path] = Installed(fingerprint, index, former.get(path))

    def tree(self) -> Tree:
        entries = {found[0].path: found for found in self._entries.values()}
        expansion = Expansion(entries, self._contents)
        expansion.expand([cover.listing for cover in self._covers])
        tree = Tree(expansion, self._covers, tuple(self.notes), is_by_toc=self._is_by_toc)
        tree.claims = self._claims
        tree.installed = {text_of(path): each for path, each in self._installed.items()}
        return tree

    def _across_layers(self, entry: Entry) -> Entry:
        """Return what a hard link to a file of another layer stands for, if that was claimed."""
        directory, _, name = entry.target.rpartition("/")
        target = _joined(resolved(directory, self._links) or "", name)
        found = self._entries.get(bytes_of(target))
        if found is None or found[0].kind in {Kind.DIRECTORY, Kind.HARDLINK}:
            self.notes.append(
                Note(entry.path, f"a hard link to {entry.target}, which was not read")
            )
            return entry
        if target in self._contents and self._claims.keeps_same(target, entry.path):
            self._contents[entry.path] = self._contents[target]
        return replace(found[0], path=entry.path)


def _below_links(snapshot: Snapshot, lower: Mapping[str, str], claims: Claims) -> Snapshot:
    """Move what a layer puts below a symbolic link to where the link leads.

    A layer may name files below a directory that is a link in a lower layer, or in itself. Unless
    it says that there is a directory now, it means the link's target.
    """
    own = {path: entry.target for path, entry in snapshot.entries.items() if _is_link(entry)}
    if not any(bytes_of(path) in snapshot.listing.directories for path in chain(own, lower)):
        return snapshot
    hidden = set(map(text_of, Cover(snapshot).hidden(set(map(bytes_of, lower)))))
    links = own | {path: target for path, target in lower.items() if path not in hidden}

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

    in_tar = {
        placed(entry).path
        for path, entry in snapshot.entries.items()
        if path not in snapshot.only_in_toc
    }
    return replace(
        snapshot,
        only_in_toc=frozenset(map(moved, snapshot.only_in_toc)) - in_tar,
        entries={entry.path: entry for entry in map(placed, snapshot.entries.values())},
        contents={
            place: content
            for path, content in snapshot.contents.items()
            if (place := moved(path)) == path or claims.keeps_same(path, place)
        },
        whiteouts=frozenset(map(_raw(moved), snapshot.whiteouts)),
        opaque=frozenset(map(_raw(real), snapshot.opaque)),
        listing=snapshot.listing.moved(_raw(real)),
        fingerprints={
            bytes_of(moved(text_of(path))): value for path, value in snapshot.fingerprints.items()
        },
    )


def _is_hard_link(entry: Entry) -> bool:
    return entry.kind is Kind.HARDLINK


def _is_link(entry: Entry) -> bool:
    return entry.kind is Kind.SYMLINK


def _joined(directory: str, name: str) -> str:
    return f"{directory}/{name}" if directory else name


def _raw(move: Callable[[str], str]) -> Callable[[bytes], bytes]:
    return lambda path: bytes_of(move(text_of(path)))
