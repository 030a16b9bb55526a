"""Single files of a directory of this machine, and those that they take in.

A file that somebody chose is opened wherever a link leads. What it takes in is read inside of the
directory only, whatever its links say.
"""

from __future__ import annotations

import os
import stat
from collections import deque
from typing import TYPE_CHECKING, Final

from layers.errors import LayersError, UnreadableImage
from layers.note import Notes
from layers.path import bytes_of
from layers.snapshot import Entry
from layers.snapshot_builder import SnapshotBuilder
from layers.stream import FileStream, MemoryStream, read_all
from layers.tar_header import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from layers.image import ReadOptions
    from layers.snapshot import Snapshot

MAX_FILES: Final = 1000
"""How many are read; each may take in others."""


def chosen_in(directory: str, locations: Sequence[str]) -> tuple[str, ...]:
    """Return the paths that files have in a directory, whichever links lead to that.

    Raises:
        UnreadableImage: for one that is elsewhere.

    """
    root = os.path.realpath(directory)
    paths = []
    for location in dict.fromkeys(locations):
        above, name = os.path.split(location)
        path = os.path.join(os.path.realpath(above), name)  # noqa: PTH118 - text, as given
        if os.path.commonpath((root, path)) != root or path == root:
            raise UnreadableImage(location, f"not a file in {directory}")
        paths.append(os.path.relpath(path, root))
    return tuple(paths)


def read_chosen(
    directory: str, chosen: Sequence[str], options: ReadOptions
) -> tuple[Snapshot, tuple[str, ...]]:
    """Read files by their paths in a directory; return, too, the paths of all that was read.

    Raises:
        UnreadableImage: if one that was chosen cannot be read.

    """
    reading = _Reading(os.path.realpath(directory), options)
    for path in chosen:
        try:
            reading.read(path, f"{reading.root}/{path}")
        except (LayersError, OSError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise UnreadableImage(os.path.join(directory, path), reason) from error  # noqa: PTH118
    reading.follow()
    return reading.builder.snapshot(), tuple(reading.taken_in)


class _Reading:
    """Gathers files into a snapshot."""

    def __init__(self, root: str, options: ReadOptions) -> None:
        self.root = root
        self._options = options
        self._notes = Notes(options.limits.max_notes)
        claims = options.directory_claims or options.claims
        self.builder = SnapshotBuilder(claims, options.limits, self._notes)
        self.taken_in: dict[str, tuple[str, ...]] = {}
        """The paths that each file takes in, by its own."""

    def follow(self) -> None:
        """Read what the files take in that were read, and what these do."""
        pending = deque(other for others in self.taken_in.values() for other in others)
        tried = set(self.taken_in)
        while pending:
            path = pending.popleft()
            if path in tried:
                continue
            tried.add(path)
            if len(self.taken_in) == MAX_FILES:
                self._notes.add(f"more than {MAX_FILES:,} files", bytes_of(path), incomplete=True)
                return
            pending += self._follow(path)

    def _follow(self, path: str) -> tuple[str, ...]:
        """Read one that is taken in, and return what it takes in itself."""
        try:
            real = os.path.realpath(f"{self.root}/{path}")
            if os.path.commonpath((self.root, real)) == self.root:
                self.read(path, real)
        except (FileNotFoundError, NotADirectoryError, ValueError):
            pass  # Whoever knows what it is for tells that it is not there; no file is called so.
        except (LayersError, OSError) as error:
            self._notes.add(f"not read: {error}", bytes_of(path), incomplete=True)
        return self.taken_in.get(path, ())

    def read(self, path: str, location: str) -> None:
        """Add a file, and remember what it takes in.

        Raises:
            OSError, LayersError: if it cannot be read.

        """
        descriptor = os.open(location, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb", buffering=0):
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise UnreadableImage(location, "not a file")
            size = min(status.st_size, self._options.limits.max_claimed_file_bytes + 1)
            data = read_all(FileStream(descriptor, 0, size))
        name = bytes_of(path)
        self.builder.add_names((name,), (name.rpartition(b"/")[2],), (name.rpartition(b"/")[0],))
        entry = Entry(path, Kind.FILE, size, stat.S_IMODE(status.st_mode))
        self.builder.add_file(entry, lambda: MemoryStream(data))
        takes_in = self._options.takes_in
        self.taken_in[path] = tuple(takes_in(path, data)) if takes_in else ()
