"""How time passes, as a value, so that waiting can be tested without waiting."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Clock:
    """The clock of this machine, unless its parts are replaced."""

    monotonic: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time
    """Seconds since 1970, which dates in answers are compared with."""
    sleep: Callable[[float], None] = time.sleep
    jitter: Callable[[], float] = random.random
    """Between 0 and 1; keeps a fleet from coming back all at once."""
