"""Parts of a blob, fetched a few at a time: what is wanted, with small gaps in between.

A table of contents can lie about every place in it. It may not make us fetch more than the layer
has: reading the layer as a whole would take no more.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

from layers.errors import CorruptStream
from layers.limits import KIB, MIB

if TYPE_CHECKING:
    from collections.abc import Iterable
    from concurrent.futures import Future
    from typing import TypeAlias

    from layers.toc import Fetch

    Place: TypeAlias = tuple[int, int]
    """Where bytes begin and end."""

GAP_BYTES: Final = 64 * KIB
"""What is rather fetched for nothing than left out at the price of another request."""
RANGE_BYTES: Final = 2 * MIB
"""How much is fetched at a time, if no single place is larger."""
AHEAD: Final = 4
"""How many ranges are fetched, or kept, at a time."""


class Ranges:
    """Gives the bytes at places; those that come next are fetched meanwhile."""

    def __init__(self, places: Iterable[Place], fetch: Fetch, max_bytes: int) -> None:
        self._ranges, self._range_of = merged(places)
        self._fetch = fetch
        self._may_fetch = max_bytes
        self._fetching: dict[int, Future[bytes]] = {}
        """What was begun, by the number of the range."""
        self._pool = ThreadPoolExecutor(AHEAD)

    def close(self) -> None:
        """Wait for what was begun already, and begin nothing else."""
        self._pool.shutdown(cancel_futures=True)

    def at(self, place: Place) -> bytes:
        """Return the bytes at one of the places; that is fastest in their order.

        Raises:
            CorruptStream: if more would be fetched than there is.
            LayersError: whatever fetching raises.

        """
        number = self._range_of[place]
        near = range(number, min(number + AHEAD, len(self._ranges)))
        # What is begun and given up costs nothing more: few go back to what is behind them.
        self._fetching = {key: value for key, value in self._fetching.items() if key in near}
        for each in near:
            if each not in self._fetching:
                self._fetching[each] = self._begun(*self._ranges[each])
        data = self._fetching[number].result()
        first, _ = self._ranges[number]
        start, end = place
        return data[start - first : end - first]

    def _begun(self, start: int, end: int) -> Future[bytes]:
        self._may_fetch -= end - start
        if self._may_fetch < 0:
            raise CorruptStream("a table of contents by which more is fetched than there is")
        return self._pool.submit(self._fetch, start, end - start)


def merged(places: Iterable[Place]) -> tuple[list[Place], dict[Place, int]]:
    """Return ranges that hold all places, and for each place the number of its range."""
    ranges: list[Place] = []
    range_of: dict[Place, int] = {}
    for start, end in sorted(places):
        first, last = ranges[-1] if ranges else (start, start)
        is_near = start <= last + GAP_BYTES and max(last, end) - first <= RANGE_BYTES
        if ranges and is_near:
            ranges[-1] = first, max(last, end)
        else:
            ranges.append((start, end))
        range_of[start, end] = len(ranges) - 1
    return ranges, range_of
