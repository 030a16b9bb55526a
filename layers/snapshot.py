"""What one layer adds and removes, and the contents of it that were claimed.

Any other payload is passed over while the stream goes by. Of all else only the names are kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from layers import whiteout
from layers.errors import LimitExceeded
from layers.link import MAX_HOPS
from layers.listing import Listing
from layers.path import bytes_of, normalized, text_of
from layers.tar_header import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from layers.claim import Claims
    from layers.limits import Limits
    from layers.note import Note, Notes
    from layers.tar_header import Member
    from layers.tar_run import Run


@dataclass(frozen=True, slots=True)
class Entry:
    """One path of a file system that was claimed, or is a symbolic link."""

    path: str
    """Relative to the root; bytes that are not UTF-8 are kept as surrogates (PEP 383)."""
    kind: Kind
    size: int = 0
    mode: int = 0
    target: str = ""
    """Of a symbolic link: as it stands there. Of a hard link: a path from the root."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A layer, read."""

    entries: dict[str, Entry]
    contents: dict[str, bytes]
    whiteouts: frozenset[bytes]
    """Paths that are hidden, with all below them, in lower layers."""
    opaque: frozenset[bytes]
    """Directories of which lower layers' contents are hidden."""
    listing: Listing
    notes: tuple[Note, ...] = ()
    is_by_toc: bool = False
    """Whether it is only what the layer's table of contents says."""
    only_in_toc: frozenset[str] = frozenset()
    """Entries that the tar stream does not have: they replace nothing of lower layers."""


class MemberReader(Protocol):
    """What gives the members of a layer: :class:`layers.tar.TarReader`, for one."""

    def chosen(self, choose: Callable[[Run], Iterable[int]], /) -> Iterator[Member]:
        """Iterate over the members, but of each run only over those that are chosen."""
        ...

    def read(self) -> bytes:
        """Return the payload of the current member."""
        ...

    @property
    def mode(self) -> int: ...
    @property
    def is_overlay_whiteout(self) -> bool: ...


class SnapshotBuilder:
    """Gathers the members of a layer, in any order, into its snapshot.

    A later member of the same path replaces an earlier one, as it does when a layer is unpacked.
    """

    def __init__(self, claims: Claims, limits: Limits, notes: Notes) -> None:
        self._claims = claims
        self._limits = limits
        self._notes = notes
        self._entries: dict[bytes, Entry] = {}
        self._contents: dict[bytes, bytes] = {}
        self._distinct: dict[bytes, bytes] = {}
        """Equal contents are kept once: environments are copied a lot."""
        self._whiteouts: set[bytes] = set()
        self._opaque: set[bytes] = set()
        self._listing = Listing()
        self._contested: set[bytes] = set()
        """Entries, and the same with a slash behind them: any other member replaces none."""
        self._taken: set[bytes] = set()
        """The last components of entries and directories: what has another replaces none."""
        self._heads = (whiteout.PREFIX, *claims.prefixes)
        self._edges = (
            *(b"\0" + head for head in self._heads),
            *(tail + b"\0" for tail in claims.suffixes),
        )
        """How a text begins or ends, between NULs, that may be claimed for its head or tail."""
        self._symlinks = 0
        self._files = 0
        self._steps = 0
        self._bytes = 0

    def add_members(self, reader: MemberReader) -> None:
        """Add every member of a layer.

        Raises:
            CorruptStream, LimitExceeded: as the reader does, and for too much that is claimed.

        """
        for member in reader.chosen(self._add_run):
            self._add_member(reader, member)

    def _add_run(self, run: Run) -> Sequence[int]:
        """Add a run of a tar stream, and return which of it are to be added one by one."""
        chosen = self._claimed(run.names)
        for index in chosen:
            self._contest(run.paths[index])
        new = self._new_directories(run.parents)
        if self._has_consequences(run, chosen, new):
            self._listing.directories.difference_update(new)
            return range(len(run.paths))
        self._claim_directories(new)
        paths = run.paths
        if any(run.names[index].startswith(whiteout.PREFIX) for index in chosen):
            pairs = zip(paths, run.names, strict=True)
            paths = [path for path, name in pairs if not name.startswith(whiteout.PREFIX)]
        self._listing.add(paths, run.parents)
        return chosen

    def _has_consequences(self, run: Run, chosen: list[int], new: Sequence[bytes]) -> bool:
        """Tell whether a run takes the place of something, or has directories that are markers."""
        if any(_name_of(path).startswith(whiteout.PREFIX) for path in new):
            return True
        # Names are a tenth as long as paths, and hashed already.
        if self._taken.isdisjoint(run.names) and self._contested.isdisjoint(run.parents):
            return False
        if not self._listing.directories.isdisjoint(run.paths):
            return True
        contested = [i for i, path in enumerate(run.paths) if path in self._contested]
        return contested != chosen

    def add_names(
        self, paths: Sequence[bytes], names: Sequence[bytes], parents: Iterable[bytes]
    ) -> list[int]:
        """Add what is in a directory, or several, and return what of it may be claimed.

        The paths of directories end with a slash, and their names are empty.
        """
        parents = frozenset(parents)
        self._add_directories(parents)
        self._listing.add(paths, parents)
        return self._claimed(names)

    def _claimed(self, names: Sequence[bytes]) -> list[int]:
        """Return the indices of names that a claim may be about, or a whiteout."""
        heads, tails = self._heads, self._claims.suffixes
        found = self._claims.names.intersection(names)
        # Hardly ever is there one, and to look for it in all of them at once takes a tenth.
        text = b"\0%b\0" % b"\0".join(names)
        if any(edge in text for edge in self._edges):
            found |= {name for name in names if name.endswith(tails) or name.startswith(heads)}
        return [index for index, name in enumerate(names) if name in found] if found else []

    def _add_member(self, reader: MemberReader, member: Member) -> None:
        """Add a member that may be more than a name."""
        path, kind, size, target = member
        directory, _, name = path.rpartition(b"/")
        self._add_directories((directory,))
        if name.startswith(whiteout.PREFIX):
            self._add_whiteout(directory, name)
            return
        if kind is Kind.DIRECTORY:
            self._add_directory(path)
            return
        self._listing.add((path,), {directory})
        if path in self._listing.directories:
            self._replace_directory(path)
        if kind is Kind.SYMLINK or self._claims.wants(path):
            if kind is Kind.HARDLINK:
                self._add_hard_link(path, normalized(target) or target)
                return
            content = reader.read() if kind is Kind.FILE and self.keeps(path, size) else None
            entry = Entry(text_of(path), kind, size, reader.mode, text_of(target))
            self.add(entry, content)
            return
        self._entries.pop(path, None)
        if kind is Kind.DEVICE and reader.is_overlay_whiteout:
            self._notes.add("a whiteout of overlayfs, which hides nothing in a tar", path)

    def keeps(self, path: bytes, size: int) -> bool:
        """Tell whether the content of a claimed file is to be read; note it if it is too large.

        Raises:
            LimitExceeded: if too much was kept already.

        """
        if size > self._limits.max_claimed_file_bytes:
            self._notes.add(
                f"limit max_claimed_file_bytes exceeded: {size:,} bytes", path, incomplete=True
            )
            return False
        if self._claims.excerpt_of(path) is None:
            self._reserve(size)
        return True

    def add(self, entry: Entry, content: bytes | None) -> None:
        """Add a claimed file, or any symbolic link; of some files, only an excerpt is kept."""
        excerpt = self._claims.excerpt_of(bytes_of(entry.path))
        if excerpt and content is not None:
            content = excerpt.take(content)
            self._reserve(len(content))
        self._add(entry, content)

    def _add(self, entry: Entry, content: bytes | None) -> None:
        path = bytes_of(entry.path)
        if entry.kind is Kind.SYMLINK:
            self._symlinks += 1
            if self._symlinks > self._limits.max_symlinks:
                raise LimitExceeded("max_symlinks", self._limits.max_symlinks)
        elif path not in self._entries:
            self._files += 1
            if self._files > self._limits.max_claimed_files:
                raise LimitExceeded("max_claimed_files", self._limits.max_claimed_files)
        self._reserve(len(entry.target))
        if path in self._contents:
            self._notes.add("there twice in one layer; the later one counts", path)
            del self._contents[path]
        self._entries[path] = entry
        self._contest(path)
        if content is not None:
            self._contents[path] = self._distinct.setdefault(content, content)

    def _add_hard_link(self, path: bytes, target: bytes) -> None:
        """Add another name of what has been at ``target`` so far."""
        known = self._entries.get(target)
        if known is None or known.kind in {Kind.DIRECTORY, Kind.HARDLINK}:
            self._add(Entry(text_of(path), Kind.HARDLINK, target=text_of(target)), None)
        else:
            self._add(replace(known, path=text_of(path)), self._kept_at(path, target))

    def _kept_at(self, path: bytes, target: bytes) -> bytes | None:
        """Return the content of a file for another name of it, by which it may be an excerpt."""
        content = self._contents.get(target)
        excerpt, taken = self._claims.excerpt_of(path), self._claims.excerpt_of(target)
        if content is None or excerpt is taken:
            return content
        return excerpt.take(content) if excerpt and not taken else None

    def _reserve(self, size: int) -> None:
        self._bytes += size
        if self._bytes > self._limits.max_claimed_bytes:
            raise LimitExceeded("max_claimed_bytes", self._limits.max_claimed_bytes)

    def _add_directories(self, directories: Iterable[bytes]) -> None:
        self._claim_directories(self._new_directories(directories))

    def _new_directories(self, directories: Iterable[bytes]) -> list[bytes]:
        new = self._listing.add_directories(directories)
        self._taken.update(filter(None, map(_name_of, new)))
        return new

    def _claim_directories(self, paths: Sequence[bytes]) -> None:
        """Take new directories into account, and keep those that are claimed."""
        if not paths:
            return
        self._reserve(sum(map(len, paths)))
        for index in self._claimed(list(map(_name_of, paths))):
            path = paths[index]
            if _name_of(path).startswith(whiteout.PREFIX):
                self._contest(path)
            if _name_of(path) in self._claims.listed:
                self._listing.watched.add(path)
            if self._claims.wants(path) and path not in self._entries:
                self._entries[path] = Entry(text_of(path), Kind.DIRECTORY)

    def _add_directory(self, path: bytes) -> None:
        self._listing.add((path + b"/",))
        self._add_directories((path,))
        replaced = self._entries.get(path)
        if replaced and replaced.kind is not Kind.DIRECTORY:
            del self._entries[path]
            self._contents.pop(path, None)
            if self._claims.wants(path):
                self._entries[path] = Entry(text_of(path), Kind.DIRECTORY)

    def _contest(self, path: bytes) -> None:
        self._taken.add(_name_of(path))
        self._contested.update((path, path + b"/"))

    def _replace_directory(self, path: bytes) -> None:
        """Have a file take the place of a directory of the same layer."""
        self._steps += len(self._listing.directories) + len(self._entries)
        if self._steps > self._limits.max_replacing_steps:
            raise LimitExceeded("max_replacing_steps", self._limits.max_replacing_steps)
        self._notes.add("both a directory and a file in one layer; the file counts", path)
        self._listing.remove_directory(path)
        prefix = path + b"/"
        for below in [other for other in self._entries if other.startswith(prefix)]:
            del self._entries[below]
            self._contents.pop(below, None)

    def _add_whiteout(self, directory: bytes, name: bytes) -> None:
        if whiteout.is_opaque_marker(name):
            self._opaque.add(directory)
        elif hidden := whiteout.hidden_name(name):
            self._whiteouts.add(_joined(directory, hidden))
        else:
            self._notes.add("a whiteout that hides nothing", _joined(directory, name))

    def snapshot(self) -> Snapshot:
        """Return what was gathered."""
        snapshot = Snapshot(
            entries={entry.path: entry for entry in self._entries.values()},
            contents={text_of(path): content for path, content in self._contents.items()},
            whiteouts=frozenset(self._whiteouts),
            opaque=frozenset(self._opaque),
            listing=self._listing,
            notes=self._notes.collected(),
        )
        for path, entry in snapshot.entries.items():
            target = _followed(entry, snapshot.entries)
            if entry.kind is not Kind.HARDLINK or target not in snapshot.contents:
                continue
            content = self._kept_at(bytes_of(path), bytes_of(target))
            if content is not None:
                snapshot.contents[path] = content
                snapshot.entries[path] = replace(snapshot.entries[target], path=path)
        return snapshot


def unread_targets(snapshot: Snapshot) -> frozenset[str]:
    """Return the files of the layer that claimed hard links lead to, and that were not read.

    Only a file's first name comes with its payload, and that name may not be the claimed one:
    ostree keeps every file under its checksum first.
    """
    targets = {
        _followed(entry, snapshot.entries)
        for entry in snapshot.entries.values()
        if entry.kind is Kind.HARDLINK
    }
    unread = {bytes_of(target) for target in targets - snapshot.entries.keys()}
    return frozenset(map(text_of, snapshot.listing.among(unread)))


def _name_of(path: bytes) -> bytes:
    return path[path.rfind(b"/") + 1 :]


def _joined(directory: bytes, name: bytes) -> bytes:
    return directory + b"/" + name if directory else name


def _followed(entry: Entry, entries: Mapping[str, Entry]) -> str:
    """Return the path at the end of a chain of hard links, as far as it is known."""
    for _ in range(MAX_HOPS):
        if entry.kind is not Kind.HARDLINK:
            return entry.path
        if entry.target not in entries:
            break
        entry = entries[entry.target]
    return entry.target
