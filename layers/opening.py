"""Opening an archive that is a file of an image: by its bytes, never by its name."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from layers.compression import ARCHIVE_COMPRESSIONS, compression_of, decompressed
from layers.digest import Digest, HashedStream
from layers.errors import LayersError
from layers.frozen_reader import MODULES_MAGIC, FrozenReader, cookie_of
from layers.stream import CountedStream, PrefixedStream, read_exactly
from layers.tar import TarReader
from layers.tar_header import BLOCK, ZERO_BLOCK, is_header
from layers.window import window_of
from layers.zip_reader import ZipReader, zip_end

if TYPE_CHECKING:
    from collections.abc import Callable

    from layers.limits import Limits
    from layers.member_reader import MemberReader
    from layers.stream import Stream
    from layers.window import Window

HEAD_BYTES: Final = BLOCK
"""By what an archive can be known, if it is not by its end."""


class MediumFailed(Exception):
    """Bytes of an archive could not be had at all, whatever they are."""

    def __init__(self, error: LayersError) -> None:
        super().__init__(error)
        self.error = error


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An archive whose members can be read."""

    reader: MemberReader
    held: int
    """How much of it is in memory."""
    digest: Callable[[], str]
    """Returns that of its bytes, once its members were read; nothing if they were not all held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opener:
    """Opens archives, within bounds."""

    limits: Limits
    note: Callable[[str], None]
    """Takes what is odd about the archive."""
    count: Callable[[int], None]
    """Takes how many bytes came out of it."""
    may_hold: int
    """How much of it may be in memory."""

    def open(self, payload: Stream, size: int) -> Opened | None:
        """Open an archive of any kind; None if it is none that is known.

        Raises, as does what is opened:
            CorruptStream, LimitExceeded: if it cannot be read.
            MediumFailed: if that is because ``payload`` cannot.

        """
        stream = _Medium(payload)
        head = read_exactly(stream, HEAD_BYTES)
        if compression_of(head) or (is_header(head) and head != ZERO_BLOCK):
            return self._tar(HashedStream(PrefixedStream(head, stream)))
        window = window_of(PrefixedStream(head, stream), size, self.may_hold)
        reader: MemberReader
        if head.startswith(MODULES_MAGIC):
            reader = FrozenReader.of_modules(window, self.limits, self.count)
        elif zip_end(window) >= 0:
            reader = ZipReader(window, self.limits, self.note, self.count)
        elif cookie_of(window) >= 0:
            reader = FrozenReader.of_application(window, self.limits, self.count)
        else:
            return None
        return Opened(reader=reader, held=len(window.data), digest=partial(_digest, window))

    def _tar(self, stream: HashedStream) -> Opened:
        content, _ = decompressed(stream, self.limits, self.note, ARCHIVE_COMPRESSIONS)
        reader = TarReader(CountedStream(content, self.count), self.limits, self.note)
        return Opened(reader=reader, held=0, digest=lambda: str(stream.digest()))


class _Medium:
    """A stream whose failures are told apart from those of what is read from it."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    def read(self, size: int) -> bytes:
        try:
            return self._stream.read(size)
        except LayersError as error:
            raise MediumFailed(error) from error


def _digest(window: Window) -> str:
    if window.start:
        return ""
    return str(Digest("sha256", hashlib.sha256(window.data).hexdigest()))
