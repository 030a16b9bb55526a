"""Where the blobs of an image are on a disk: documents to read whole, layers to stream."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Protocol

from layers.errors import InvalidManifest, LimitExceeded
from layers.image import Layer
from layers.layer import read_layer
from layers.link import MAX_HOPS
from layers.path import text_of
from layers.stream import FileStream, read_exactly
from layers.tar import TarReader
from layers.tar_header import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from layers.image import LayerInfo, ReadOptions


class Files(Protocol):
    """A directory or an archive with blobs by name."""

    def __contains__(self, name: str) -> bool: ...

    def read(self, name: str) -> bytes:
        """Return a document.

        Raises:
            InvalidManifest: if it is not there.
            LimitExceeded: if it is too large for one.

        """
        ...

    def layer(self, name: str, info: LayerInfo) -> Layer:
        """Return the layer in a blob; whether it can be read is known when it is read."""
        ...


class DirectoryFiles:
    """Blobs that are files below a directory."""

    def __init__(self, root: Path, options: ReadOptions) -> None:
        self._root = root
        self._options = options
        self._descriptors: list[int] = []

    @classmethod
    @contextmanager
    def opened(cls, root: Path, options: ReadOptions) -> Iterator[DirectoryFiles]:
        """Give the files; what was opened of them is closed at the end."""
        files = cls(root, options)
        try:
            yield files
        finally:
            for descriptor in files._descriptors:
                os.close(descriptor)

    def __contains__(self, name: str) -> bool:
        return os.path.isfile(self._root / name)  # noqa: PTH113 - this one never raises

    def read(self, name: str) -> bytes:
        try:
            stream = self._stream(name)
        except OSError as error:
            raise InvalidManifest(name, error.strerror or str(error)) from error
        return _document(stream, self._options)

    def layer(self, name: str, info: LayerInfo) -> Layer:
        return Layer(info, partial(read_layer, partial(self._stream, name), info, self._options))

    def _stream(self, name: str) -> FileStream:
        # A pipe in the place of a blob must not block.
        descriptor = os.open(self._root / name, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        self._descriptors.append(descriptor)
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(f"{name} is not a file")
        return FileStream(descriptor, 0, status.st_size)


@dataclass(frozen=True, slots=True)
class Window:
    """Where in an archive the content of a member is."""

    start: int
    size: int


class ArchiveFiles:
    """Blobs that are members of an uncompressed tar file; links among them are followed."""

    def __init__(self, descriptor: int, size: int, options: ReadOptions) -> None:
        self._descriptor = descriptor
        self._options = options
        self._windows: dict[str, Window] = {}
        self._links: dict[str, str] = {}
        limits = replace(options.limits, max_entries=options.limits.max_archive_members)
        reader = TarReader(FileStream(descriptor, 0, size), limits, _unheard)
        for path, kind, length, target in reader:
            name = text_of(path)
            if kind is Kind.FILE:
                self._windows[name] = Window(reader.offset, length)
                self._links.pop(name, None)
            elif kind is Kind.SYMLINK or kind is Kind.HARDLINK:
                self._links[name] = link_target(name, kind, text_of(target))

    def __contains__(self, name: str) -> bool:
        return followed(name, self._links) in self._windows

    def read(self, name: str) -> bytes:
        window = self._windows.get(followed(name, self._links))
        if window is None:
            raise InvalidManifest(name, "not in the archive")
        stream = FileStream(self._descriptor, window.start, window.size)
        return _document(stream, self._options)

    def layer(self, name: str, info: LayerInfo) -> Layer:
        window = self._windows.get(followed(name, self._links))
        size = window.size if window else 0
        info = info if info.digest else replace(info, size=size)
        return Layer(info, partial(read_layer, partial(self._stream, name), info, self._options))

    def _stream(self, name: str) -> FileStream:
        window = self._windows.get(followed(name, self._links))
        if window is None:
            raise OSError(f"{name} is not in the archive")
        return FileStream(self._descriptor, window.start, window.size)


def link_target(name: str, kind: Kind, target: str) -> str:
    """Return the member that a link of an archive stands for, which it never leads out of."""
    is_from_top = kind is Kind.HARDLINK or target.startswith("/")
    beside = "" if is_from_top else name.rpartition("/")[0]
    return os.path.normpath(f"/{beside}/{target}").lstrip("/")


def followed(name: str, links: dict[str, str]) -> str:
    """Return the member at the end of a chain of links."""
    for _ in range(MAX_HOPS):
        if name not in links:
            break
        name = links[name]
    return name


def _document(stream: FileStream, options: ReadOptions) -> bytes:
    limit = options.limits.max_document_bytes
    data = read_exactly(stream, limit + 1)
    if len(data) > limit:
        raise LimitExceeded("max_document_bytes", limit)
    return data


def _unheard(reason: str) -> None:
    """Take no note of how an archive around an image is put together."""
