"""A Singularity or Apptainer image (SIF): a table of descriptors, and a squashfs in a partition.

The squashfs is read by ``sqfs2tar``, which makes a tar stream of it. That wants a file of its own,
so the partition is copied to one without a name, which is gone with this process.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from struct import Struct
from typing import IO, TYPE_CHECKING, Final

from layers.errors import CorruptStream, LimitExceeded, UnreadableImage
from layers.note import Note
from layers.root_archive import read_root, root_image
from layers.stream import CHUNK_BYTES, FileStream, read_exactly

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.image import Image, ReadOptions
    from layers.stream import Stream

TOOL: Final = "sqfs2tar"
MAGIC_OFFSET: Final = 32
MAGIC: Final = b"SIF_MAGIC\0"
HEADER: Final = Struct("<32s10s3s3s16s8q")
DESCRIPTOR: Final = Struct("<iB3I7q128s384s")
EXTRA: Final = Struct("<2i")
PARTITION: Final = 0x4004
SQUASHFS: Final = 1
FILE_SYSTEMS: Final = {1: "squashfs", 2: "ext3", 3: "an archive", 4: "raw", 5: "encrypted squashfs"}
SYSTEM, PRIMARY, DATA, OVERLAY = range(1, 5)


@dataclass(frozen=True, slots=True)
class _Partition:
    """Where a file system is, and what it is for."""

    offset: int
    size: int
    file_system: int
    use: int


@contextmanager
def open_sif(location: str, options: ReadOptions) -> Iterator[Image]:
    """Open the file system that a container of the image starts with."""
    with ExitStack() as stack:
        try:
            descriptor = os.open(location, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
            stack.callback(os.close, descriptor)
            partitions = _partitions(location, descriptor, options)
        except OSError as error:
            raise UnreadableImage(location, error.strerror or str(error)) from error
        system = _system(location, partitions)
        if shutil.which(TOOL) is None:
            advice = f"install {TOOL} to have it read; in Debian it is in squashfs-tools-ng"
            raise UnreadableImage(location, f"an image of Singularity or Apptainer; {advice}")
        squashfs = stack.enter_context(tempfile.TemporaryFile())
        _copy(location, descriptor, system, squashfs)
        read = partial(read_root, location, partial(_tar_of, squashfs, stack), options)
        yield root_image(location, "sif", read, notes=_notes(partitions))


def _partitions(location: str, descriptor: int, options: ReadOptions) -> list[_Partition]:
    """Return the partitions that the table lists."""
    size = os.fstat(descriptor).st_size
    header = os.pread(descriptor, HEADER.size, 0)
    if len(header) < HEADER.size or not header.startswith(MAGIC, MAGIC_OFFSET):
        raise UnreadableImage(location, "not an image of Singularity or Apptainer")
    start, length = HEADER.unpack(header)[9:11]
    limit = options.limits.max_document_bytes
    if length > limit:
        raise LimitExceeded("max_document_bytes", limit)
    if start < 0 or length < 0 or start + length > size:
        raise UnreadableImage(location, "a table of descriptors that is not in the file")
    table = os.pread(descriptor, length - length % DESCRIPTOR.size, start)
    found = []
    for kind, used, _, _, _, offset, extent, *_, extra in DESCRIPTOR.iter_unpack(table):
        if used and kind == PARTITION:
            if offset < 0 or extent < 0 or offset + extent > size:
                raise UnreadableImage(location, "a partition that is not in the file")
            found.append(_Partition(offset, extent, *EXTRA.unpack_from(extra)))
    return found


def _system(location: str, partitions: list[_Partition]) -> _Partition:
    for use in (PRIMARY, SYSTEM):
        for partition in partitions:
            if partition.use != use:
                continue
            if partition.file_system != SQUASHFS:
                kind = FILE_SYSTEMS.get(partition.file_system, "unknown")
                raise UnreadableImage(location, f"its file system is {kind}; squashfs is read")
            return partition
    raise UnreadableImage(location, "an image of Singularity or Apptainer without a file system")


def _notes(partitions: list[_Partition]) -> tuple[Note, ...]:
    """Note what a container may see as well."""
    if any(partition.use == OVERLAY for partition in partitions):
        return (Note("", "an overlay partition of the image is not read", incomplete=True),)
    return ()


def _copy(location: str, descriptor: int, partition: _Partition, file: IO[bytes]) -> None:
    try:
        stream = FileStream(descriptor, partition.offset, partition.size)
        while data := read_exactly(stream, 8 * CHUNK_BYTES):
            file.write(data)
        file.flush()
    except OSError as error:
        raise UnreadableImage(location, error.strerror or str(error)) from error


def _tar_of(squashfs: IO[bytes], stack: ExitStack) -> Stream:
    """Return the tar stream that the tool makes; the tool is gone when the stack is left."""
    number = squashfs.fileno()
    process = subprocess.Popen(  # noqa: S603 - no part of it comes from the image
        [TOOL, "--no-skip", f"/dev/fd/{number}"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        pass_fds=[number],
    )
    stack.callback(_end, process)
    return _Output(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    if process.stdout:
        process.stdout.close()
    process.wait()


class _Output:
    """What a program writes; that it failed is an error at the end."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout
        self._process = process
        self._descriptor = process.stdout.fileno()

    def read(self, size: int) -> bytes:
        data = os.read(self._descriptor, size)
        if not data and (code := self._process.wait()):
            raise CorruptStream(f"{TOOL} cannot read the squashfs: it ended with {code}")
        return data
