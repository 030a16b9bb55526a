"""``*.pth``: directories that the interpreter adds to its path (the module ``site``).

Lines that begin with ``import`` are no directories: they are executed, whatever stands behind it.
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_CODE: Final = ("import ", "import\t")


def parse_pth(data: bytes) -> tuple[tuple[int, str], ...]:
    """Return each directory as it stands there, with the number of its line."""
    return tuple(
        (number, line)
        for number, line in _lines(data)
        if not line.startswith(_CODE) and "\0" not in line
    )


def code_of(data: bytes) -> tuple[str, ...]:
    """Return the lines that are executed whenever an interpreter starts."""
    return tuple(line for _, line in _lines(data) if line.startswith(_CODE))


def _lines(data: bytes) -> Iterator[tuple[int, str]]:
    """Yield the lines that say something, with their numbers."""
    text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8", "surrogateescape")
    for number, line in enumerate(text.splitlines(), 1):
        if (stripped := line.strip()) and not stripped.startswith("#"):
            yield number, stripped
