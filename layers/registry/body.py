"""Bodies that are read whole, and so are bounded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from layers.registry.errors import InvalidResponse, TooSlow
from layers.stream import CHUNK_BYTES

if TYPE_CHECKING:
    from layers.registry.clock import Clock
    from layers.registry.connection import Response

MAX_SECONDS: Final = 60.0


def body_of(response: Response, max_bytes: int, clock: Clock) -> bytes:
    """Return the body of an answer.

    Raises:
        InvalidResponse: for a longer one.
        TooSlow: if it does not come to its end in time.
        Unreachable: if the connection breaks.

    """
    data = bytearray()
    deadline = clock.monotonic() + MAX_SECONDS
    while piece := response.read(min(CHUNK_BYTES, max_bytes + 1 - len(data))):
        data += piece
        if len(data) > max_bytes:
            raise InvalidResponse(response.host, f"an answer of more than {max_bytes:,} bytes")
        if clock.monotonic() > deadline:
            raise TooSlow(response.host, MAX_SECONDS)
    return bytes(data)
