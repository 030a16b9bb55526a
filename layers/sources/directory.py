"""A directory of this machine, read as an image of one layer.

It is walked without following a link, and nothing outside is ever opened: its links are resolved
later as if it were the root. File systems of the kernel that are mounted below it are left out.
"""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from layers.chosen_files import chosen_in, read_chosen
from layers.errors import LayersError, LimitExceeded, UnreadableImage, UnreadableLayer
from layers.image import Image, Layer, LayerInfo
from layers.note import Notes
from layers.overlayfs import is_whiteout
from layers.path import text_of
from layers.program import EXECUTABLE, is_program
from layers.snapshot import Entry
from layers.snapshot_builder import SnapshotBuilder
from layers.stream import FileStream
from layers.tar_header import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from layers.image import ReadOptions
    from layers.overlayfs import Marks
    from layers.snapshot import Snapshot

KERNEL_DIRECTORIES: Final = frozenset((b"proc", b"sys", b"dev"))
"""Left out directly below the root, if something is mounted there."""
PATHS_AT_A_TIME: Final = 1000


@contextmanager
def open_directory(location: str, options: ReadOptions) -> Iterator[Image]:
    """Open a root file system, a virtual environment, a project or any other directory."""
    _check(location)
    if options.only:
        yield _image_of_files(Image(location=location, source="dir", layers=()), location, options)
        return
    options = replace(options, claims=options.directory_claims or options.claims)
    root = os.path.realpath(location)
    outside = (path for path in _beside(options) if os.path.commonpath((root, path)) != root)
    reads = [partial(_read_beside, each, options) for each in outside]
    reads.insert(0, partial(read_directory, location, options))
    yield Image(
        location=location, source="dir", directory=location, layers=tuple(map(_layer, reads))
    )


@contextmanager
def open_file(location: str, options: ReadOptions) -> Iterator[Image]:
    """Open a single file: a directory in which there is only that, and what it takes in."""
    options = replace(options, only=(location, *options.only))
    image = Image(location=location, source="file", layers=())
    yield _image_of_files(image, os.path.dirname(location), options)  # noqa: PTH120


def _image_of_files(image: Image, directory: str, options: ReadOptions) -> Image:
    """Return an image with the chosen files of a directory, and with the directories beside it."""
    options = replace(options, claims=options.directory_claims or options.claims)
    chosen = chosen_in(directory, options.only)
    snapshot, read = read_chosen(directory, chosen, options)
    reads: list[Callable[[], Snapshot]] = [
        partial(_read_below, os.path.realpath(directory), each, options)
        for each in _beside(options)
    ]
    reads.insert(0, lambda: snapshot)
    return replace(
        image, layers=tuple(map(_layer, reads)), chosen=chosen, files=read, directory=directory
    )


def _beside(options: ReadOptions) -> list[str]:
    """Return the real paths of the other directories that are wanted."""
    for each in options.beside:
        _check(each)
    return list(dict.fromkeys(map(os.path.realpath, options.beside)))


def _layer(read: Callable[[], Snapshot]) -> Layer:
    return Layer(LayerInfo(diff_id=None), read)


def read_directory(
    location: str, options: ReadOptions, marks_of: Callable[[bytes], Marks] | None = None
) -> Snapshot:
    """Read a directory to its end; in a layer of overlayfs someone has to tell its marks.

    Raises:
        UnreadableLayer: for an exceeded limit, or if the directory is not there.

    """
    root = os.fsencode(os.path.realpath(location))
    marks = marks_of(root) if marks_of else None
    snapshot = _walked(_Walk(root, options, marks), location)
    return marks.applied(snapshot) if marks else snapshot


def _check(location: str) -> None:
    """Raise UnreadableImage if there is nothing in a directory, or no directory."""
    try:
        with os.scandir(location) as entries:
            empty = next(entries, None) is None
    except OSError as error:
        raise UnreadableImage(location, error.strerror or str(error)) from error
    if empty:
        raise UnreadableImage(location, "an empty directory")


def _read_beside(location: str, options: ReadOptions) -> Snapshot:
    """Read a directory at the path that it has on this machine."""
    start = os.fsencode(location).lstrip(b"/")
    return _walked(_Walk(b"", options, None, start), location)


def _read_below(root: str, location: str, options: ReadOptions) -> Snapshot:
    """Read a directory at the path that it has below another, if it is there."""
    if os.path.commonpath((root, location)) != root:
        return _read_beside(location, options)
    start = b"" if location == root else os.fsencode(os.path.relpath(location, root))
    return _walked(_Walk(os.fsencode(root), options, None, start), location)


def _walked(walk: _Walk, location: str) -> Snapshot:
    try:
        walk.run()
    except (LayersError, OSError) as error:
        raise UnreadableLayer(location, str(error)) from error
    return walk.builder.snapshot()


class _Walk:
    """Gathers a directory into a snapshot."""

    def __init__(
        self, root: bytes, options: ReadOptions, marks: Marks | None, start: bytes = b""
    ) -> None:
        self._root = root
        self._start = start
        self._marks = marks
        self._options = options
        self._notes = Notes(options.limits.max_notes)
        self._entries = 0
        self._directories: list[bytes] = []
        """Those that were found, and those that paths are right in."""
        self._paths: list[bytes] = []
        """Those of directories end with a slash."""
        self._names: list[bytes] = []
        """The last components of paths; empty for directories."""
        self.builder = SnapshotBuilder(options.claims, options.limits, self._notes)

    def run(self) -> None:
        device = os.lstat(self._root + b"/" + self._start).st_dev
        pending = [self._start]
        while pending:
            directory = pending.pop()
            below = self._visit(directory)
            pending += (
                below if directory else [path for path in below if self._is_walked(device, path)]
            )
        self._add_names()

    def _is_walked(self, device: int, path: bytes) -> bool:
        """Tell whether a directory directly below the root is no file system of the kernel."""
        if path not in KERNEL_DIRECTORIES:
            return True
        try:
            if os.lstat(self._root + b"/" + path).st_dev == device:
                return True
        except OSError as error:
            self._notes.add(f"not read: {error.strerror}", path, incomplete=True)
        else:
            self._notes.add("another file system, left out", path)
        return False

    def _visit(self, directory: bytes) -> list[bytes]:
        """Take note of what is in a directory, and return the directories there."""
        names, links, directories = self._names_in(directory)
        self._entries += len(names) + len(directories)
        if self._entries > self._options.limits.max_entries:
            raise LimitExceeded("max_entries", self._options.limits.max_entries)
        prefix = directory + b"/" if directory else b""
        for name in links:
            self._add_link(prefix + name)
        below = [prefix + name for name in directories]
        self._directories += (directory, *below)
        self._paths += [prefix + name for name in names]
        self._paths += [path + b"/" for path in below]
        self._names += names
        self._names += [b""] * len(below)
        if len(self._paths) > PATHS_AT_A_TIME:
            self._add_names()
        return below

    def _add_names(self) -> None:
        """Add what was noted of several directories: each by itself would take twice as long."""
        for index in self.builder.add_names(self._paths, self._names, self._directories):
            if self._options.claims.wants(self._paths[index]):
                self._add_claimed(self._paths[index])
        if self._options.claims.archives:
            for path, name in zip(self._paths, self._names, strict=True):
                if is_program(name) and not self._options.claims.wants(path):
                    self._add_program(path)
        if self._options.claims.fingerprints:
            for index in self.builder.fingerprints.wanted(self._paths):
                if self._names[index] and not self._options.claims.wants(self._paths[index]):
                    self._add_fingerprint(self._paths[index])
        self._paths, self._names, self._directories = [], [], []

    def _names_in(self, directory: bytes) -> tuple[list[bytes], list[bytes], list[bytes]]:
        """Return the names of all that is no directory, of the links among that, and the others."""
        names, links, directories = [], [], []
        marks = self._marks
        if marks:
            marks.enter(directory)
        try:
            with os.scandir(self._root + b"/" + directory) as entries:
                for entry in entries:
                    # Nearly all are files: what they are is asked first, and only once.
                    if not marks and entry.is_file(follow_symlinks=False):
                        names.append(entry.name)
                    elif entry.is_dir(follow_symlinks=False):
                        directories.append(entry.name)
                    elif not (marks and marks.takes(directory, entry)):
                        names.append(entry.name)
                        if entry.is_symlink():
                            links.append(entry.name)
        except OSError as error:
            self._notes.add(f"not read: {error.strerror}", directory, incomplete=True)
        return names, links, directories

    def _add_link(self, path: bytes) -> None:
        try:
            target = os.readlink(self._root + b"/" + path)  # noqa: PTH115 - bytes
        except OSError as error:
            self._notes.add(f"a link that was not read: {error.strerror}", path, incomplete=True)
            return
        self.builder.add(Entry(text_of(path), Kind.SYMLINK, target=text_of(target)))

    def _add_claimed(self, path: bytes) -> None:
        """Add a claimed file with its content, if it still is one when it is opened."""
        name = text_of(path)
        try:
            status = os.lstat(self._root + b"/" + path)
            if not stat.S_ISREG(status.st_mode):
                self._add_device(path, status)
                return
            descriptor = self._opened(path)
        except OSError as error:
            self._notes.add(f"not read: {error.strerror}", path, incomplete=True)
            self.builder.add(Entry(name, Kind.FILE))
            return
        with os.fdopen(descriptor, "rb", buffering=0):
            status = os.fstat(descriptor)
            size, mode = status.st_size, stat.S_IMODE(status.st_mode)
            if not stat.S_ISREG(status.st_mode):
                self.builder.add(Entry(name, Kind.DEVICE, mode=mode))
                return
            stream = FileStream(descriptor, 0, size)
            self.builder.add_file(Entry(name, Kind.FILE, size, mode), lambda: stream)
            if self._marks:
                self._marks.check_content(path)

    def _add_program(self, path: bytes) -> None:
        """Add a file that was not claimed, if it is executable and an archive."""
        try:
            status = os.lstat(self._root + b"/" + path)
            if not (stat.S_ISREG(status.st_mode) and status.st_mode & EXECUTABLE):
                return
            descriptor = self._opened(path)
        except OSError as error:
            self._notes.add(f"not looked into: {error.strerror}", path)
            return
        with os.fdopen(descriptor, "rb", buffering=0):
            status = os.fstat(descriptor)
            if stat.S_ISREG(status.st_mode):
                size, mode = status.st_size, stat.S_IMODE(status.st_mode)
                stream = FileStream(descriptor, 0, size)
                self.builder.add_program(Entry(text_of(path), Kind.FILE, size, mode), stream)

    def _add_fingerprint(self, path: bytes) -> None:
        """Add the fingerprint of a file that was not claimed."""
        try:
            if not stat.S_ISREG(os.lstat(self._root + b"/" + path).st_mode):
                return
            descriptor = self._opened(path)
        except OSError as error:
            self._notes.add(f"not read: {error.strerror}", path, incomplete=True)
            return
        with os.fdopen(descriptor, "rb", buffering=0):
            status = os.fstat(descriptor)
            if stat.S_ISREG(status.st_mode):
                stream = FileStream(descriptor, 0, status.st_size)
                self.builder.fingerprints.take(path, lambda: stream)

    def _opened(self, path: bytes) -> int:
        flags = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
        return os.open(self._root + b"/" + path, flags)

    def _add_device(self, path: bytes, status: os.stat_result) -> None:
        if is_whiteout(status):
            self._notes.add("a whiteout of overlayfs, which stands for no file", path)
        elif not stat.S_ISLNK(status.st_mode):
            mode = stat.S_IMODE(status.st_mode)
            self.builder.add(Entry(text_of(path), Kind.DEVICE, mode=mode))
