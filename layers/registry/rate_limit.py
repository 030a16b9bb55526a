"""How many requests a registry still answers: ``RateLimit-Limit`` and ``RateLimit-Remaining``.

Docker Hub writes ``100;w=21600``: a hundred within six hours. It counts requests for manifests, of
all that come from one user or one address; so the last of them may be somebody else's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from layers.registry.connection import Response

SCARCE: Final = 0.1
"""Which part of the limit is so little that we slow down."""
_COUNT: Final = re.compile(r"\s*(\d{1,9})(?:\s*[;,].*)?", re.ASCII)
_WINDOW: Final = re.compile(r";\s*w=(\d{1,9})", re.ASCII)


@dataclass(frozen=True, slots=True)
class RateLimit:
    """What is left of what a registry allows."""

    limit: int
    remaining: int
    window_seconds: int | None = None
    """In which time; not every registry says it."""

    @property
    def is_scarce(self) -> bool:
        """Whether little is left."""
        return self.remaining < SCARCE * self.limit

    def __str__(self) -> str:
        window = f" within {self.window_seconds:,} s" if self.window_seconds else ""
        return f"{self.remaining:,} of {self.limit:,} requests{window} are left"


def rate_limit_of(response: Response) -> RateLimit | None:
    """Return what an answer says of the limit, or None if that is nothing we understand."""
    allowed = response.header("RateLimit-Limit")
    limit = _COUNT.fullmatch(allowed)
    remaining = _COUNT.fullmatch(response.header("RateLimit-Remaining"))
    if not limit or not remaining:
        return None
    window = _WINDOW.search(allowed)
    return RateLimit(int(limit[1]), int(remaining[1]), int(window[1]) if window else None)
