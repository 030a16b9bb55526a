"""What remains of a text when licences are taken out: prose, in which notices and pointers are."""

from __future__ import annotations

import re
from bisect import bisect
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

MAX_CHARACTERS: Final = 300_000
"""Far more than stands around the licences of the largest aggregates."""
_FRAME: Final = " \t#*/;|%!'\"`=~-<>"
_SPACE: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Prose:
    """Lines put together, without marks of comments; with line breaks where some were left out."""

    text: str
    starts: Sequence[int]
    """Where each line begins."""
    lines: Sequence[int]
    """Which lines these are; the first of a text is 1."""
    is_complete: bool

    def line_at(self, place: int) -> int:
        """Return the line of a place in the text."""
        return self.lines[max(0, bisect(self.starts, place) - 1)] if self.lines else 1

    def line_end(self, place: int) -> int:
        """Return where the line of a place ends in the text."""
        index = bisect(self.starts, place)
        return self.starts[index] if index < len(self.starts) else len(self.text)


def prose_of(lines: Sequence[str], taken: Collection[int]) -> Prose:
    """Put together all lines that are not taken."""
    parts: list[str] = []
    starts: list[int] = []
    numbers: list[int] = []
    length = 0
    for number, line in enumerate(lines, 1):
        if number in taken:
            continue
        clean = _SPACE.sub(" ", line.strip(_FRAME))
        if not clean:
            continue
        if length > MAX_CHARACTERS:
            return Prose("".join(parts), starts, numbers, is_complete=False)
        if parts:
            parts.append("\n" if any(n in taken for n in range(numbers[-1] + 1, number)) else " ")
            length += 1
        starts.append(length)
        numbers.append(number)
        parts.append(clean)
        length += len(clean)
    return Prose("".join(parts), starts, numbers, is_complete=True)
