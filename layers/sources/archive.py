"""A tar archive with an image in it, or with the files of a root file system.

A compressed archive can't be read at random, so its layers are read as they come by.
"""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from layers.archive import NEITHER, archived_image, holds_image
from layers.compression import ARCHIVE_COMPRESSIONS, compression_of, decompressed
from layers.docker_archive import MANIFEST, docker_image
from layers.errors import CorruptStream, UnreadableImage, UnreadableLayer
from layers.file_type import HEAD_BYTES, described
from layers.files import ArchiveFiles
from layers.layout import INDEX, layout_image
from layers.root_archive import (
    FIRST_BYTES,
    begins_as_image,
    begins_as_root,
    first_names,
    is_image,
    is_root,
    read_root,
    root_image,
)
from layers.stream import CountedStream, FileStream, read_exactly
from layers.streamed_archive import StreamedFiles
from layers.tar_header import BLOCK, is_header

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.files import Files
    from layers.image import Image, ReadOptions
    from layers.snapshot import Snapshot


@contextmanager
def open_archive(location: str, options: ReadOptions) -> Iterator[Image]:
    """Open an archive of any kind."""
    with _opened(location) as file:
        yield _detected(file, options)


@contextmanager
def open_oci_archive(location: str, options: ReadOptions) -> Iterator[Image]:
    """Open an archive as an OCI layout."""
    with _opened(location) as file:
        _beginning(file, options)
        files = _files(file, options)
        if INDEX not in files:
            raise UnreadableImage(location, f"not an OCI archive: no {INDEX} in it")
        yield layout_image(location, "oci-archive", files, options)


@contextmanager
def open_docker_archive(location: str, options: ReadOptions) -> Iterator[Image]:
    """Open an archive as ``docker save`` writes it."""
    with _opened(location) as file:
        _beginning(file, options)
        files = _files(file, options)
        if MANIFEST not in files:
            raise UnreadableImage(location, f"not a docker archive: no {MANIFEST} in it")
        yield docker_image(location, "docker-archive", files, options)


@contextmanager
def open_root_archive(location: str, options: ReadOptions) -> Iterator[Image]:
    """Open an archive as a root file system, whatever is in it."""
    with _opened(location) as file:
        _beginning(file, options)
        yield root_image(
            location, "rootfs", partial(read_root, location, file.stream, options), file.size
        )


@dataclass(frozen=True, slots=True)
class _File:
    """An open file."""

    location: str
    descriptor: int
    size: int

    def stream(self) -> FileStream:
        return FileStream(self.descriptor, 0, self.size)


@contextmanager
def _opened(location: str) -> Iterator[_File]:
    try:
        descriptor = os.open(location, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise UnreadableImage(location, error.strerror or str(error)) from error
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableImage(location, "not a file")
        yield _File(location, descriptor, status.st_size)
    finally:
        os.close(descriptor)


def _detected(file: _File, options: ReadOptions) -> Image:
    """Return what is in an archive, by its content."""
    names = first_names(_beginning(file, options))
    if begins_as_image(names):
        files = _files(file, options)
        if holds_image(files):
            return archived_image(file.location, files, options)
        return _root_image(file, _root(file, names, options))
    found = _root(file, names, options)
    if not isinstance(found, UnreadableLayer) and is_image(found):
        return archived_image(file.location, _files(file, options), options)
    return _root_image(file, found)


def _root(file: _File, names: list[bytes], options: ReadOptions) -> Snapshot | UnreadableLayer:
    """Read an archive as a root file system; one that begins as such may be damaged."""
    options.progress.begin(1, file.size)
    try:
        snapshot = read_root(file.location, file.stream, options)
    except UnreadableLayer as error:
        if begins_as_root(names):
            return error
        raise UnreadableImage(file.location, error.reason) from error
    if not is_root(snapshot) and not is_image(snapshot):
        raise UnreadableImage(file.location, NEITHER)
    return snapshot


def _root_image(file: _File, found: Snapshot | UnreadableLayer) -> Image:
    """Return a root file system that was read already."""

    def read() -> Snapshot:
        if isinstance(found, UnreadableLayer):
            raise found
        return found

    return root_image(file.location, "rootfs", read)


def _beginning(file: _File, options: ReadOptions) -> bytes:
    """Return the first bytes of a tar archive, decompressed.

    Raises:
        UnreadableImage: for a file that is none.

    """
    raw = os.pread(file.descriptor, HEAD_BYTES, 0)
    compression = compression_of(raw)
    try:
        stream, _ = decompressed(file.stream(), options.limits, _unheard, ARCHIVE_COMPRESSIONS)
        head = read_exactly(stream, FIRST_BYTES)
    except (CorruptStream, OSError) as error:
        raise UnreadableImage(file.location, str(error)) from error
    if is_header(head[:BLOCK]):
        return head
    if not compression:
        raise UnreadableImage(file.location, f"not an image: {described(raw)}")
    article = "an" if compression == "xz" else "a"
    content = "something that is no tar archive" if head else "nothing"
    raise UnreadableImage(
        file.location, f"not an image: {article} {compression} stream of {content}"
    )


def _files(file: _File, options: ReadOptions) -> Files:
    """Return the members of an archive that holds blobs."""
    try:
        if not compression_of(os.pread(file.descriptor, BLOCK, 0)):
            return ArchiveFiles(file.descriptor, file.size, options)
        options.progress.begin(1, file.size)
        counted = CountedStream(file.stream(), options.progress.advance)
        stream, _ = decompressed(counted, options.limits, _unheard, ARCHIVE_COMPRESSIONS)
        return StreamedFiles(stream, options)
    except (CorruptStream, OSError) as error:
        raise UnreadableImage(file.location, str(error)) from error


def _unheard(reason: str) -> None:
    """Take no note of how a file is compressed that an image is in."""
