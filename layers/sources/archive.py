"""A tar archive with an image in it: what ``docker save`` writes, or an OCI layout.

Newer versions of Docker write both at once; then the layout counts, for it has digests.
A compressed archive can't be read at random, so its layers are read as they come by.
"""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING

from layers.compression import ARCHIVE_COMPRESSIONS, compression_of, decompressed
from layers.docker_archive import MANIFEST, docker_image
from layers.errors import CorruptStream, UnreadableImage
from layers.files import ArchiveFiles
from layers.layout import INDEX, layout_image
from layers.stream import CountedStream, FileStream
from layers.streamed_archive import StreamedFiles
from layers.tar_header import BLOCK, is_header

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.files import Files
    from layers.image import Image, ReadOptions


@contextmanager
def open_archive(location: str, options: ReadOptions) -> Iterator[Image]:
    """Open an archive of either kind."""
    with _files(location, options) as files:
        if INDEX in files:
            yield layout_image(location, "oci-archive", files, options)
        elif MANIFEST in files:
            yield docker_image(location, "docker-archive", files, options)
        else:
            raise UnreadableImage(
                location, f"not an image: a tar archive with neither {INDEX} nor {MANIFEST}"
            )


@contextmanager
def open_oci_archive(location: str, options: ReadOptions) -> Iterator[Image]:
    """Open an archive as an OCI layout."""
    with _files(location, options) as files:
        if INDEX not in files:
            raise UnreadableImage(location, f"not an OCI archive: no {INDEX} in it")
        yield layout_image(location, "oci-archive", files, options)


@contextmanager
def open_docker_archive(location: str, options: ReadOptions) -> Iterator[Image]:
    """Open an archive as ``docker save`` writes it."""
    with _files(location, options) as files:
        if MANIFEST not in files:
            raise UnreadableImage(location, f"not a docker archive: no {MANIFEST} in it")
        yield docker_image(location, "docker-archive", files, options)


@contextmanager
def _files(location: str, options: ReadOptions) -> Iterator[Files]:
    try:
        descriptor = os.open(location, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise UnreadableImage(location, error.strerror or str(error)) from error
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableImage(location, "not a file")
        yield _indexed(location, descriptor, status.st_size, options)
    finally:
        os.close(descriptor)


def _indexed(location: str, descriptor: int, size: int, options: ReadOptions) -> Files:
    """Return the members of an archive."""
    head = os.pread(descriptor, BLOCK, 0)
    compression = compression_of(head)
    if not compression and not is_header(head):
        raise UnreadableImage(location, f"not an image: {described(head)}")
    try:
        if not compression:
            return ArchiveFiles(descriptor, size, options)
        options.progress.begin(1, size)
        counted = CountedStream(FileStream(descriptor, 0, size), options.progress.advance)
        stream, _ = decompressed(counted, options.limits, lambda _: None, ARCHIVE_COMPRESSIONS)
        return StreamedFiles(stream, options)
    except (CorruptStream, OSError) as error:
        raise UnreadableImage(location, str(error)) from error


def described(head: bytes) -> str:
    """Say what a file is that begins so, as far as users confuse it with an image."""
    if not head:
        return "an empty file"
    for magic, description in MAGICS.items():
        if head.startswith(magic):
            return description
    return "neither a tar archive, plain or compressed, nor a directory"


MAGICS = {
    b"PK\x03\x04": "a zip file",
    b"\x7fELF": "a program",
    b"QFI\xfb": "a virtual machine's disk; mount it read-only and scan the directory",
    b"KDMV": "a virtual machine's disk; mount it read-only and scan the directory",
    b"{": "a JSON document",
}
