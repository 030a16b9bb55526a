"""Where snapshots are kept between scans, so that a layer that many images share is read once.

What is kept is addressed by a key that only its reader can make; see :mod:`layers.layer`.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import tempfile
import time
from itertools import chain
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

logger = logging.getLogger(__name__)

DIGEST_BYTES: Final = 32
SUFFIX: Final = ".snapshot"
PARTIAL: Final = ".partial"
"""How the name of a file ends that is being written."""
LEASE_SECONDS: Final = 3600
"""For how long; an older one was left by a process that was killed."""
SPARE: Final = 0.9
"""What eviction leaves, of what is allowed, so that not every new file causes one."""


class Store(Protocol):
    """Bytes by key. Both operations may fail silently: a store only saves time."""

    @property
    def keeps(self) -> bool:
        """Whether what is put there may be got again; if not, it need not be made."""
        ...

    def get(self, key: str) -> bytes | None:
        """Return what was put there, unchanged, or None."""
        ...

    def put(self, key: str, data: bytes) -> None:
        """Keep bytes, for as long as there is room."""
        ...


class NoStore:
    """Keeps nothing."""

    keeps = False

    def get(self, key: str) -> bytes | None:  # noqa: ARG002
        return None

    def put(self, key: str, data: bytes) -> None: ...


class DirectoryStore:
    """Files of a directory, which any number of processes may share.

    A file appears whole or not at all, and its digest is in it: one that was damaged is not used.
    When the files are more than ``max_bytes`` together, those that were not used for the longest
    time go.
    """

    keeps = True

    def __init__(self, directory: Path, max_bytes: int) -> None:
        self.directory = directory
        self.max_bytes = max_bytes
        self._bytes: int | None = None
        """How much there was when it was last looked at, and what we added."""

    def get(self, key: str) -> bytes | None:
        path = self._path(key)
        try:
            stored = path.read_bytes()
            data = stored[DIGEST_BYTES:]
            if hashlib.sha256(data).digest() != stored[:DIGEST_BYTES]:
                logger.warning("%s is damaged, and not used", path)
                path.unlink()
                return None
            os.utime(path)
        except OSError as error:
            logger.debug("not in the cache: %s", error)
            return None
        return data

    def put(self, key: str, data: bytes) -> None:
        path = self._path(key)
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor, temporary = tempfile.mkstemp(PARTIAL, dir=path.parent)
            try:
                with open(descriptor, "wb") as file:  # noqa: PTH123 - a descriptor
                    file.write(hashlib.sha256(data).digest())
                    file.write(data)
                os.replace(temporary, path)  # noqa: PTH105 - a text
            except OSError:
                os.unlink(temporary)  # noqa: PTH108 - a text
                raise
        except OSError as error:
            logger.debug("not kept in the cache: %s", error)
        else:
            self._make_room(DIGEST_BYTES + len(data))

    def size(self) -> tuple[int, int]:
        """Return the number of files and of bytes."""
        sizes = [status.st_size for _, status in self._files()]
        return len(sizes), sum(sizes)

    def clear(self) -> None:
        """Remove everything."""
        for path, _ in chain(self._files(), self._files(PARTIAL)):
            path.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self.directory / key[:2] / f"{key[2:]}{SUFFIX}"

    def _files(self, suffix: str = SUFFIX) -> Iterator[tuple[Path, os.stat_result]]:
        for path in self.directory.glob(f"*/*{suffix}"):
            with contextlib.suppress(FileNotFoundError):
                yield path, path.stat()

    def _make_room(self, added: int) -> None:
        """Remove what was not used for the longest time, if there is too much."""
        if self._bytes is None:
            self._remove_abandoned()
            self._bytes = self.size()[1]
        else:
            self._bytes += added
        if self._bytes <= self.max_bytes:
            return
        files = sorted(self._files(), key=lambda file: -file[1].st_mtime_ns)
        kept = 0
        for path, status in files:
            if kept + status.st_size > self.max_bytes * SPARE:
                path.unlink(missing_ok=True)
            else:
                kept += status.st_size
        self._bytes = kept

    def _remove_abandoned(self) -> None:
        """Remove what nobody goes on writing."""
        for path, status in self._files(PARTIAL):
            if status.st_mtime < time.time() - LEASE_SECONDS:
                path.unlink(missing_ok=True)
