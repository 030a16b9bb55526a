"""The header of bytecode (PEP 552), and of which source it claims to be made.

An interpreter runs bytecode that is marked as unchecked without a look at its source: whoever wants
to hide what a module does marks it so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from scanner.metadata.record import BYTECODE, CACHE

HEADER_BYTES: Final = 16
FIRST_MAGIC: Final = 3390
"""Of Python 3.7, the first with this header."""
LAST_MAGIC: Final = 10_000
MAGIC_END: Final = b"\r\n"
LOADED: Final = re.compile(r"[^.]+\.(?:cpython|pypy|graalpy)-?\d+(?:\.opt-\w+)?\.pyc")
"""What an interpreter looks for; tools that change what they import keep that under other names."""
HASHED: Final = 0b1
CHECKED: Final = 0b10


@dataclass(frozen=True, slots=True)
class BytecodeHeader:
    """What bytecode says of its source."""

    is_unchecked: bool = False
    size: int | None = None
    """Of the source, modulo 2³²; None if it is known by its hash, or by nothing."""


def parse_bytecode_header(data: bytes) -> BytecodeHeader | None:
    """Read a header; None if it is not one that this is true of."""
    magic = int.from_bytes(data[:2], "little")
    if len(data) < HEADER_BYTES or data[2:4] != MAGIC_END:
        return None
    if not FIRST_MAGIC <= magic < LAST_MAGIC:
        return None
    flags = int.from_bytes(data[4:8], "little")
    if flags & HASHED:
        return BytecodeHeader(is_unchecked=not flags & CHECKED)
    return BytecodeHeader(size=int.from_bytes(data[12:16], "little"))


def source_of(path: str) -> str | None:
    """Return the path of the source that bytecode was made of; None if that is in its place."""
    directory, _, name = path.rpartition("/")
    above, _, last = directory.rpartition("/")
    if last != CACHE or not name.endswith(BYTECODE):
        return None
    return f"{above}/{name.partition('.')[0]}.py" if above else f"{name.partition('.')[0]}.py"


def is_loaded(path: str) -> bool:
    """Tell whether interpreters run this in the place of its source."""
    return LOADED.fullmatch(path.rpartition("/")[2]) is not None
