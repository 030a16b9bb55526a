"""How much of one document is read, whatever its format.

Two bytes may be a value, and what follows from an entry takes up to 16 kB: so the size of a file
does not bound what it costs. A document over a limit is not read at all, for half a lockfile says
what is not so.
"""

from __future__ import annotations

from collections.abc import Sized
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_VALUES: Final = 600_000
"""A lockfile of ten thousand distributions with eight archives each has 530,000."""
MAX_ENTRIES: Final = 15_000
"""Distributions in one file; the largest known have some 5,000, for all platforms."""

MAX_DEPENDENCIES: Final = 100_000
"""Of those between the entries of one file; what is beyond is left out."""
MAX_ODDITIES: Final = 101
"""Of one kind in a file: one more than are told of it, so that it is told that there are others."""
CUT: Final = f"only {MAX_DEPENDENCIES:,} of its dependencies are told"
_LINE_SIGNS: Final = ",\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
"""A comma, and what :meth:`str.splitlines` goes by."""


class OverLimit(ValueError):
    """A document with more in it than is read."""

    def __init__(self, limit: int, what: str) -> None:
        super().__init__(limit, what)
        self.limit = limit
        self.what = what

    def __str__(self) -> str:
        return f"more than {self.limit:,} {self.what}; not read"


def check_values(text: str, signs: Iterable[str], what: str = "values") -> None:
    """Count the signs that values have around them.

    Raises:
        OverLimit: if there are too many.

    """
    if sum(map(text.count, signs)) > MAX_VALUES:
        raise OverLimit(MAX_VALUES, what)


def check_lines(text: str) -> None:
    """Count lines, by all that ends one, and what stands in one between commas.

    Raises:
        OverLimit: if there are too many.

    """
    check_values(text, _LINE_SIGNS, "lines")


def check_entries(collections: Iterable[object]) -> None:
    """Count what is in the collections that a document has: in a lockfile, distributions.

    Raises:
        OverLimit: if there are too many.

    """
    sizes = (len(each) for each in collections if isinstance(each, Sized))
    if sum(sizes) > MAX_ENTRIES:
        raise OverLimit(MAX_ENTRIES, "entries")
