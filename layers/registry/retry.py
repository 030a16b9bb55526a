"""Trying again, when a registry is busy or a connection breaks, but not for ever."""

from __future__ import annotations

import logging
from email.utils import parsedate_to_datetime
from threading import Lock
from typing import TYPE_CHECKING, Final

from layers.registry.errors import PASSING, RequestFailed, Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable

    from layers.registry.connection import Response
    from layers.registry.settings import RegistrySettings

logger = logging.getLogger(__name__)

FIRST_PAUSE: Final = 2.0
LONGEST_PAUSE: Final = 60.0


class Patience:
    """How long we still wait; what one host asks for holds for all requests to it."""

    def __init__(self, settings: RegistrySettings) -> None:
        self._clock = settings.clock
        self._tries = settings.tries
        self._left = settings.patience_seconds
        self._not_before: dict[str, float] = {}
        self._lock = Lock()

    def attempt(
        self, host: str, send: Callable[[], Response], tries: int | None = None
    ) -> Response:
        """Return the first answer that is not a passing failure.

        There are as many ``tries`` as the settings say, unless it is said here.

        Raises:
            RequestFailed, Unreachable: the last failure, if there is no other.

        """
        tries = tries or self._tries
        for number in range(tries):
            self._wait(host)
            is_last = number + 1 == tries
            pause = min(FIRST_PAUSE * 2**number, LONGEST_PAUSE)
            try:
                response = send()
            except Unreachable as error:
                if not error.passing or is_last or not self.pause(host, pause):
                    raise
                logger.debug("%s; trying again", error)
                continue
            if response.status not in PASSING:
                return response
            asked = retry_after(response.header("Retry-After"), self._clock.wall())
            response.close()
            failure = RequestFailed(response.host, response.address.path, response.status)
            if is_last or not self.pause(host, pause if asked is None else asked):
                raise failure
            logger.debug("%s; trying again", failure)
        raise AssertionError("an attempt returns or raises")

    def pause(self, host: str, seconds: float) -> bool:
        """Keep all requests from a host for a while; tell whether that is short enough for us."""
        if seconds > LONGEST_PAUSE:
            return False
        seconds *= 1 + self._clock.jitter() / 4
        with self._lock:
            now = self._clock.monotonic()
            until = max(now + seconds, self._not_before.get(host, now))
            longer = until - max(now, self._not_before.get(host, now))
            if longer > self._left:
                return False
            self._left -= longer
            self._not_before[host] = until
        return True

    def _wait(self, host: str) -> None:
        left = self._not_before.get(host, 0.0) - self._clock.monotonic()
        if left > 0:
            self._clock.sleep(left)


def retry_after(value: str, now: float) -> float | None:
    """Return for how many seconds a host wants to be left alone (RFC 9110, 10.2.3)."""
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now)
    except (ValueError, OverflowError):
        return None
