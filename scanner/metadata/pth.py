"""``*.pth``: directories that the interpreter adds to its path (the module ``site``)."""

from __future__ import annotations

import codecs
from typing import Final

_CODE: Final = ("import ", "import\t")
"""Begins of lines that are executed, and so name no directory."""


def parse_pth(data: bytes) -> tuple[tuple[int, str], ...]:
    """Return each directory as it stands there, with the number of its line."""
    text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8", "surrogateescape")
    lines = ((number, line.strip()) for number, line in enumerate(text.splitlines(), 1))
    return tuple(
        (number, line)
        for number, line in lines
        if line and not line.startswith(("#", *_CODE)) and "\0" not in line
    )
