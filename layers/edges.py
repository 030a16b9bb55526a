"""Beginnings, or ends, that a few of very many names have."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from collections.abc import Set as AbstractSet


class Edges:
    """How a name may begin, or end."""

    def __init__(self, edges: Iterable[bytes], *, at_end: bool = False) -> None:
        self._edges = tuple(edges)
        self._has_one = bytes.endswith if at_end else bytes.startswith
        width = min(map(len, self._edges), default=0)
        self._shortest = slice(-width, None) if at_end else slice(width)
        self._short = frozenset(edge[self._shortest] for edge in self._edges)
        """As much of each as the shortest one has."""

    def of(self, names: Collection[bytes]) -> AbstractSet[bytes]:
        """Return those names that have one."""
        shortest = self._shortest
        # Hardly ever is there one; so a look-up comes first, which takes a tenth.
        if self._short.isdisjoint([name[shortest] for name in names]):
            return frozenset()
        return {name for name in names if self._has_one(name, self._edges)}
