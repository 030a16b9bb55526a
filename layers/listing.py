"""Every path of a layer, packed: some ten bytes each, where a set of paths takes two hundred.

An image has up to millions of files and a scan looks at few of them; but which they are decides
what a layer hides of those below it, and what a distribution's files are.
"""

from __future__ import annotations

from itertools import chain
from os.path import commonprefix
from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

PACK_BYTES: Final = 1 << 20
FASTEST: Final = 0
KNOWN: Final = 3
"""How many of the packed pieces are not paths of members."""


class Listing:
    """The paths of a layer; those of its directories end with a slash."""

    def __init__(self) -> None:
        self.directories: set[bytes] = set()
        """All that hold something, and all empty ones, without the slash."""
        self.watched: set[bytes] = set()
        """Directories of which it is known, without unpacking, what files are right in there."""
        self.files_in_watched: set[bytes] = set()
        self._size = 0
        self._removed: dict[bytes, int] = {}
        """Directories that a file took the place of, and how many paths there were before."""
        self._packs: list[bytes] = []
        self._open = bytearray()

    def add(self, paths: Sequence[bytes], parents: AbstractSet[bytes] = frozenset()) -> None:
        """Add paths; ``parents``, which are known already, are what files among them are in."""
        if not self.watched.isdisjoint(parents):
            files = (path for path in paths if not path.endswith(b"/"))
            self.files_in_watched.update(path for path in files if _parent(path) in self.watched)
        self._size += len(paths)
        self._open += b"\0".join((*paths, b""))
        if len(self._open) > PACK_BYTES:
            self._packs.append(_packed(self._open))
            self._open = bytearray()

    def add_directories(self, directories: Iterable[bytes]) -> list[bytes]:
        """Add directories and all above them, and return those that are new."""
        new = []
        for directory in directories:
            path = directory
            while path not in self.directories:
                self.directories.add(path)
                new.append(path)
                path = _parent(path)
        return new

    def remove_directory(self, directory: bytes) -> None:
        """Forget a directory and all below it."""
        prefix = directory + b"/"
        below = {path for path in self.directories if path.startswith(prefix)}
        self.directories -= below | {directory}
        below = {path for path in self.files_in_watched if path.startswith(prefix)}
        self.files_in_watched -= below
        self._removed[directory] = self._size

    def among(self, paths: AbstractSet[bytes]) -> set[bytes]:
        """Return those of ``paths`` that the layer has an entry of its own for.

        Those of directories end with a slash.
        """
        found = self.files_in_watched.intersection(paths)
        wanted = {path for path in paths - found if self._may_have(path)}
        for pack in self._unpacked() if wanted else ():
            found.update(filter(wanted.__contains__, pack))
        return found

    def present(self, paths: AbstractSet[bytes]) -> set[bytes]:
        """Return those of ``paths`` at which the layer has a file or a directory."""
        directories = self.directories.intersection(paths)
        if self._removed:
            return directories.union(filter(paths.__contains__, self._left()))
        return directories | self.among(paths - directories)

    def files_in(self, directories: AbstractSet[bytes]) -> set[bytes]:
        """Return the paths of all that is no directory and right in one of ``directories``."""
        wanted = self.directories.intersection(directories)
        if not wanted:
            return set()
        # What they all end with is looked for in the names of thousands of files at a time.
        backwards = [path[::-1] for path in wanted]
        end = cast("bytes", commonprefix(backwards))[::-1]  # noqa: RUF071 - of characters
        is_simple = not self._removed and b"" not in wanted
        paths = self._having(end + b"/") if is_simple else self._left()
        return {
            path
            for path in paths
            if path.rpartition(b"/")[0] in wanted and path not in self.directories
        }

    def _may_have(self, path: bytes) -> bool:
        """Tell whether only the names themselves can tell whether there is such an entry."""
        if path.endswith(b"/"):
            return path[:-1] in self.directories
        parent = _parent(path)
        return parent in self.directories and parent not in self.watched and path != b""

    def files(self) -> Iterator[bytes]:
        """Yield the paths of all that is no directory."""
        for path in self._left():
            if not path.endswith(b"/") and path not in self.directories:
                yield path

    def moved(self, destination: Callable[[bytes], bytes]) -> Listing:
        """Return the same paths with other directories."""
        listing = Listing()
        listing.add_directories(map(destination, self.directories))
        listing.watched = set(map(destination, self.watched))
        paths = [_moved(path, destination) for path in self._left()]
        listing.add(paths, listing.watched)
        return listing

    def packed(self) -> tuple[list[bytes], dict[bytes, int]]:
        """Return all that is known, the names in a few compressed pieces."""
        known = (self.directories, self.watched, self.files_in_watched)
        first = [_packed(b"\0".join((*sorted(paths), b""))) for paths in known]
        last = [_packed(self._open)] if self._open else []
        return [*first, *self._packs, *last], self._removed

    @classmethod
    def of_packs(cls, packs: Sequence[bytes], removed: dict[bytes, int]) -> Listing:
        """Return what was packed."""
        listing = cls()
        first, listing._packs = packs[:KNOWN], list(packs[KNOWN:])
        known = (set(_decompressed(pack).split(b"\0")[:-1]) for pack in first)
        listing.directories, listing.watched, listing.files_in_watched = known
        listing._removed = removed
        return listing

    def _left(self) -> Iterator[bytes]:
        """Yield all paths but those whose directory was removed after them."""
        for number, path in enumerate(chain.from_iterable(self._unpacked()), 1):
            if not self._removed or self._is_left(path, number):
                yield path

    def _having(self, part: bytes) -> Iterator[bytes]:
        """Yield all paths with ``part`` in them."""
        for text in self._texts():
            at = text.find(part)
            while at >= 0:
                end = text.index(b"\0", at)
                yield text[text.rfind(b"\0", 0, at) + 1 : end]
                at = text.find(part, end)

    def _is_left(self, path: bytes, number: int) -> bool:
        directory = path.rpartition(b"/")[0]
        while directory:
            if number <= self._removed.get(directory, 0):
                return False
            directory = directory.rpartition(b"/")[0]
        return True

    def _unpacked(self) -> Iterator[list[bytes]]:
        for text in self._texts():
            yield text.split(b"\0")[:-1]

    def _texts(self) -> Iterator[bytes]:
        yield from map(_decompressed, self._packs)
        yield bytes(self._open)


def _parent(path: bytes) -> bytes:
    return path.rpartition(b"/")[0]


def _packed(names: bytes | bytearray) -> bytes:
    from isal import isal_zlib

    return isal_zlib.compress(names, FASTEST)


def _decompressed(pack: bytes) -> bytes:
    from isal import isal_zlib

    return isal_zlib.decompress(pack)


def _moved(path: bytes, destination: Callable[[bytes], bytes]) -> bytes:
    if path.endswith(b"/"):
        return destination(path[:-1]) + b"/"
    directory, _, name = path.rpartition(b"/")
    directory = destination(directory)
    return directory + b"/" + name if directory else name
