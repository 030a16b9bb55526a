"""The merged file system of an image, as far as it was claimed, with every symbolic link.

Paths are real paths: what a layer puts below a symbolic link of a lower layer (``lib -> usr/lib``)
is at the link's target, so that no file is there twice.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, Final

from layers.errors import UnreadableFile
from layers.link import resolved
from layers.path import bytes_of, inside, text_of
from layers.pattern import matcher
from layers.tar_header import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from layers.claim import Claims
    from layers.fingerprint import Installed
    from layers.inside import Expansion
    from layers.note import Note
    from layers.overlay import Cover
    from layers.snapshot import Entry

UNREAD: Final = {
    Kind.ARCHIVE: "an archive, of which only what was claimed inside of it was read",
    Kind.DEVICE: "a device or fifo",
    Kind.DIRECTORY: "a directory",
    Kind.SPARSE: "a file with holes, which no installer writes",
}


class Tree:
    """All that catalogers see of an image. :func:`layers.overlay.overlay` makes it."""

    def __init__(
        self,
        expansion: Expansion,
        covers: Sequence[Cover],
        notes: tuple[Note, ...],
        *,
        is_by_toc: bool = False,
    ) -> None:
        self._entries = expansion.entries
        self._contents = expansion.contents
        self._archives = expansion.archives
        self._covers = covers
        self._links: dict[str, str] = {}
        self._real: set[str] = set()
        """Directories, with a slash, that are where they seem: what is in them mostly is, too."""
        self._named: defaultdict[str, list[str]] = defaultdict(list)
        for path, (entry, _) in sorted(expansion.entries.items()):
            self._named[path.rpartition("/")[2]].append(path)
            if entry.kind is Kind.SYMLINK:
                self._links[path] = entry.target
        self.notes = (*notes, *expansion.notes)
        self.is_by_toc = is_by_toc
        """Whether of some layer only its table of contents was read."""
        self.claims: Claims | None = None
        """By which its contents were read."""
        self.variables: Mapping[str, str] = {}
        """The environment of processes, by the image's config: whoever reads that sets them."""
        self.place = ""
        """Of a directory of this machine, its path from the root of that: what is in it says so."""
        self.chosen: frozenset[str] = frozenset()
        """Files that somebody chose, with what they take in, if not all of a directory was read."""
        self.installed: Mapping[str, Installed] = {}
        """Files that may have been installed, if their fingerprints were claimed."""

    def match(self, pattern: str) -> list[str]:
        """Return the paths, sorted, that match a claimed pattern (see :class:`layers.Claims`)."""
        begin, star, rest = pattern.rpartition("/")[2].partition("*")
        end = rest.rpartition("*")[2]
        expression = matcher(pattern)
        if star:
            candidates = sorted(
                path
                for name, paths in self._named.items()
                if name.startswith(begin) and name.endswith(end)
                for path in paths
            )
        else:
            candidates = self._named.get(begin, [])
        return [path for path in candidates if expression.fullmatch(path)]

    def entry(self, path: str) -> Entry | None:
        """Return what is at ``path``, if it was claimed or is a symbolic link."""
        found = self._entries.get(path)
        return found and found[0]

    @property
    def links(self) -> Mapping[str, str]:
        """Where each symbolic link leads, by its path, as it stands there."""
        return self._links

    def layer_of(self, path: str) -> int | None:
        """Return the index, from the lowest layer, of the layer that ``path`` comes from."""
        found = self._entries.get(path)
        return found and found[1]

    def read(self, path: str) -> bytes:
        """Return the content of a claimed file; links are followed.

        Raises:
            UnreadableFile: if there is none, with the reason.

        """
        real = self.resolve(path)
        if real is None:
            raise UnreadableFile(path, "a loop of symbolic links")
        content = self._contents.get(real)
        if content is None:
            raise UnreadableFile(path, self._why_unread(path, real))
        # Whoever asked for an excerpt is not made to read what somebody else asked for.
        if real != path and self.claims and not self.claims.keeps_same(path, real):
            raise UnreadableFile(path, f"a symbolic link to {real}, which was read for another use")
        return content

    def resolve(self, path: str) -> str | None:
        """Return the real path of ``path``, inside the root whatever links say; None for a loop."""
        start = path.rfind("/") + 1
        is_name = path[start:] not in {"", ".", ".."}
        if path[:start] in self._real and is_name and path not in self._links:
            return path
        real = resolved(path, self._links)
        if real == path:
            self._real.add(path[:start])
        return real

    def inside(self, path: str) -> str:
        """Return an absolute path as one from the root of what was read."""
        path = path.lstrip("/")
        if self.place and f"{path}/".startswith(f"{self.place}/"):
            return path[len(self.place) + 1 :]
        return path

    @property
    def archives(self) -> list[str]:
        """The paths of all archives that were looked into, sorted."""
        return sorted(self._archives)

    def archive_of(self, path: str) -> str | None:
        """Return the innermost archive that ``path`` is in; None if it is in none."""
        end = len(path)
        while (end := path.rfind("!/", 0, end)) >= 0:
            if path[:end] in self._archives:
                return path[:end]
        return None

    def walk(self, directory: str) -> Iterator[str]:
        """Yield every path below ``directory``, claimed or not, that is no directory.

        Archives are files, unless the walk begins inside of one.
        """
        if archive := self.archive_of(f"{directory}/"):
            files = {f"{archive}!/{text_of(file)}" for file in self._archives[archive].files()}
            yield from sorted(file for file in files if file.startswith(f"{directory}/"))
            return
        prefix = bytes_of(f"{directory}/" if directory else "")
        present: set[bytes] = set()
        for cover in self._covers:
            present -= cover.hidden(present)
            present |= {path for path in cover.listing.files() if path.startswith(prefix)}
        yield from map(text_of, sorted(present))

    def files_in(self, directories: Iterable[str]) -> list[str]:
        """Return the paths, sorted, of all that is right in one of ``directories``, claimed or not.

        To ask for many directories takes hardly longer than to ask for one.
        """
        wanted = {
            bytes_of(directory): self.archive_of(f"{directory}/") for directory in directories
        }
        outside = frozenset(path for path, archive in wanted.items() if archive is None)
        present: set[bytes] = set()
        for cover in self._covers if outside else ():
            present -= cover.hidden(present) if present else present
            present |= cover.listing.files_in(outside)
        for archive in filter(None, set(wanted.values())):
            start = inside(bytes_of(archive), b"")
            below = frozenset(p.removeprefix(start) for p in wanted if p.startswith(start))
            present |= {start + path for path in self._archives[archive].files_in(below)}
        return sorted(map(text_of, present))

    def among(self, paths: Iterable[str]) -> set[str]:
        """Return those of ``paths`` at which there is anything, claimed or not; links are followed.

        To ask for many paths takes hardly longer than to ask for one.
        """
        real = {path: self.resolve(path) for path in paths}
        wanted = {bytes_of(path) for path in real.values() if path is not None}
        present: set[bytes] = set()
        for cover in self._covers if wanted else ():
            present -= cover.hidden(present) if present else present
            present |= cover.listing.present(wanted)
        if self._archives:
            present.update(self._among_members(filter(None, real.values())))
        return {path for path, at in real.items() if at is not None and bytes_of(at) in present}

    def _among_members(self, paths: Iterable[str]) -> Iterator[bytes]:
        """Yield those of ``paths`` at which there is anything in an archive."""
        wanted: defaultdict[str, set[bytes]] = defaultdict(set)
        for path in paths:
            if archive := self.archive_of(path):
                wanted[archive].add(bytes_of(path.removeprefix(f"{archive}!/")))
        for archive, members in wanted.items():
            for member in self._archives[archive].present(members):
                yield inside(bytes_of(archive), member)

    def children(self, directories: Iterable[str]) -> dict[str, set[str]]:
        """Return the names of all that is right in each of some directories.

        Of files, only where such directories were claimed (see :class:`layers.claim.Claims`).
        """
        names: dict[bytes, set[str]] = {bytes_of(path): set() for path in directories}
        present: set[bytes] = set()
        for cover in self._covers if names else ():
            present -= cover.hidden(present) if present else present
            listing = cover.listing
            known = chain(listing.directories, listing.files_in_watched)
            present.update(path for path in known if path.rpartition(b"/")[0] in names)
        for path in present:
            directory, _, name = path.rpartition(b"/")
            names[directory].add(text_of(name))
        return {text_of(path): found for path, found in names.items()}

    def removed(self, paths: Iterable[str]) -> dict[str, int | None]:
        """Return, of paths that a layer has and a later one hides, the index of the later one."""
        wanted = {bytes_of(path) for path in paths}
        present: set[bytes] = set()
        removed: dict[bytes, int | None] = {}
        for cover in self._covers if wanted else ():
            gone = cover.hidden(present) if present else set()
            removed |= dict.fromkeys(gone, cover.layer)
            present = (present - gone) | cover.listing.present(wanted)
        return {text_of(path): index for path, index in removed.items() if path not in present}

    def _why_unread(self, path: str, real: str) -> str:
        entry = self.entry(real)
        if entry is None:
            return "not there" if real == path else f"a symbolic link to {real}, which was not read"
        if entry.kind is Kind.HARDLINK:
            return f"a hard link to {entry.target}, which was not read"
        return UNREAD.get(entry.kind, "not read")
