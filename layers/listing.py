"""Every path of a layer, packed: some twenty bytes each, where a set of paths takes two hundred.

An image has up to millions of files and a scan looks at few of them; but which they are decides
what a layer hides of those below it, and what a distribution's files are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from collections.abc import Set as AbstractSet


class Listing:
    """The names in each directory of a layer; directories end with a slash."""

    def __init__(self) -> None:
        self._names: dict[bytes, bytearray] = {}
        self._unpacked: dict[bytes, AbstractSet[bytes]] = {}

    def names(self, directory: bytes) -> bytearray:
        """Return the packed names in ``directory``, to add others: each ends with a NUL."""
        return self._names.setdefault(directory, bytearray())

    def __contains__(self, directory: bytes) -> bool:
        return directory in self._names

    def has(self, path: bytes) -> bool:
        """Tell whether the layer holds ``path`` as anything."""
        names, name = self._beside(path)
        return name in names or name + b"/" in names

    def has_other_than_directory(self, path: bytes) -> bool:
        """Tell whether the layer holds ``path`` as a file, a link or a device."""
        names, name = self._beside(path)
        return name in names

    def has_directory(self, path: bytes) -> bool:
        """Tell whether the layer has an entry of its own for the directory ``path``."""
        names, name = self._beside(path)
        return name + b"/" in names

    def directories(self) -> Iterator[bytes]:
        """Yield every directory that holds something, and every empty one that is listed."""
        return iter(self._names)

    def files_in(self, directory: bytes) -> Iterator[bytes]:
        """Yield the names in ``directory`` of all that is no directory, or became one later."""
        prefix = directory + b"/" if directory else b""
        for name in self._unpack(directory):
            if not name.endswith(b"/") and prefix + name not in self._names:
                yield name

    def moved(self, destination: Callable[[bytes], bytes]) -> Listing:
        """Return the same names in other directories."""
        listing = Listing()
        for directory, names in self._names.items():
            listing.names(destination(directory)).extend(names)
        return listing

    def remove_below(self, directory: bytes) -> None:
        """Forget a directory and all below it."""
        prefix = directory + b"/"
        for path in [path for path in self._names if path == directory or path.startswith(prefix)]:
            del self._names[path]
        self._unpacked.clear()

    def _beside(self, path: bytes) -> tuple[AbstractSet[bytes], bytes]:
        directory, _, name = path.rpartition(b"/")
        return self._unpack(directory), name

    def _unpack(self, directory: bytes) -> AbstractSet[bytes]:
        names = self._unpacked.get(directory)
        if names is None:
            packed = bytes(self._names.get(directory, b""))
            names = self._unpacked[directory] = frozenset(packed.split(b"\0")[:-1])
        return names
