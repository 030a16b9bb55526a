"""A blob that is read while it arrives, and goes on where it broke off.

A broken body is asked for again from where it ended (``Range``). Whether the parts belong together
is not asked: whoever reads them checks the digest of the whole.
"""

from __future__ import annotations

import logging
import re
from contextlib import ExitStack
from typing import TYPE_CHECKING, Final

from layers.errors import SizeMismatch
from layers.limits import MIB
from layers.registry.errors import InvalidResponse, RequestFailed, TooSlow, Unreachable
from layers.registry.retry import FIRST_PAUSE
from layers.stream import CHUNK_BYTES

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from layers.digest import Digest
    from layers.registry.clock import Clock
    from layers.registry.connection import Response
    from layers.registry.repository import Repository

logger = logging.getLogger(__name__)

PARTIAL: Final = 206
UNSATISFIABLE: Final = 416
MAX_BREAKS: Final = 5
"""How often in a row a body may break that has made no progress worth the name."""
PROGRESS_BYTES: Final = MIB
SLOWEST_BYTES_PER_SECOND: Final = 50_000
GRACE_SECONDS: Final = 60.0
_CONTENT_RANGE: Final = re.compile(r"bytes (\d{1,18})-\d{1,18}/(?:\d{1,18}|\*)", re.ASCII)


class BlobStream:
    """The bytes of a blob; it is asked for when the first is read."""

    def __init__(self, repository: Repository, digest: Digest, size: int, clock: Clock) -> None:
        self._repository = repository
        self._digest = digest
        self._size = size
        self._clock = clock
        self._seconds = GRACE_SECONDS + size / SLOWEST_BYTES_PER_SECOND
        self._deadline: float | None = None
        self._response: Response | None = None
        self._position = 0
        self._breaks = 0
        self._last_break = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._close()

    def read(self, size: int) -> bytes:
        """Return the next bytes.

        Raises:
            RegistryError: if they can't be had.
            SizeMismatch: if there are more than the descriptor says.

        """
        while True:
            try:
                data = self._next(size)
            except Unreachable as error:
                self._close()
                self._recover(error)
                continue
            self._position += len(data)
            if self._position > self._size:
                raise SizeMismatch(self._size, self._position)
            return data

    def _next(self, size: int) -> bytes:
        if self._response is None:
            self._response = self._opened()
        data = self._response.read(size)
        self._check_time(self._response.host)
        if not data and self._position < self._size:
            raise Unreachable(self._response.host, "the answer ends too early")
        return data

    def _opened(self) -> Response:
        """Return an answer whose next byte is the one that is missing."""
        if self._deadline is None:
            self._deadline = self._clock.monotonic() + self._seconds
        start = self._position
        try:
            response = self._repository.blob(self._digest, start)
        except RequestFailed as error:
            if not start or error.status != UNSATISFIABLE:
                raise
            response = self._repository.blob(self._digest, 0)
        with ExitStack() as failing:
            failing.callback(response.close)
            self._skip(response, start - _start_of(response))
            failing.pop_all()
        return response

    def _skip(self, response: Response, size: int) -> None:
        """Leave out what was read before, of an answer that begins from the beginning."""
        if size < 0:
            raise InvalidResponse(response.host, "another part of the blob than was asked for")
        while size:
            data = response.read(min(size, CHUNK_BYTES))
            self._check_time(response.host)
            if not data:
                raise Unreachable(response.host, "the answer ends too early")
            size -= len(data)

    def _check_time(self, host: str) -> None:
        if self._deadline is not None and self._clock.monotonic() > self._deadline:
            raise TooSlow(host, self._seconds)

    def _recover(self, error: Unreachable) -> None:
        """Make ready for another attempt, or raise if there were enough."""
        if self._position - self._last_break >= PROGRESS_BYTES:
            self._breaks = 0
        self._breaks += 1
        self._last_break = self._position
        if not error.passing or self._breaks > MAX_BREAKS:
            raise error
        if self._breaks > 1 and not self._repository.pause(FIRST_PAUSE * 2 ** (self._breaks - 2)):
            raise error
        logger.debug("%s; going on at byte %d of %s", error, self._position, self._digest)

    def _close(self) -> None:
        if self._response is not None:
            self._response.close()
            self._response = None


def _start_of(response: Response) -> int:
    """Return which byte of the blob an answer begins with."""
    if response.status != PARTIAL:
        return 0
    match = _CONTENT_RANGE.fullmatch(response.header("Content-Range"))
    if not match:
        raise InvalidResponse(response.host, "a part of the blob without saying which")
    return int(match[1])
