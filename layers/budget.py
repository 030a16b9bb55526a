"""What all layers of one image may cost together."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from layers.errors import LimitExceeded

if TYPE_CHECKING:
    from collections.abc import Callable

    from layers.limits import Limits


class Budget:
    """Adds up what is spent, from several threads; one is for one scan of one image.

    A sum that misses an addition now and then is good enough for a limit of this size.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._begin: float | None = None
        self._bytes = 0

    def spend(self, limits: Limits, size: int) -> None:
        """Take bytes that came out of a layer into account, and the time that has passed.

        Raises:
            LimitExceeded: if either is more than ``limits`` allows.

        """
        now = self._clock()
        self._begin = now if self._begin is None else self._begin
        self._bytes += size
        if self._bytes > limits.max_image_bytes:
            raise LimitExceeded("max_image_bytes", limits.max_image_bytes)
        if now - self._begin > limits.max_seconds:
            raise LimitExceeded("max_seconds", limits.max_seconds)
