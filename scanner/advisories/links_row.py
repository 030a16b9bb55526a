"""How the links of advisories are packed into a row of the index: each advisory's in a line."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, Final

from scanner.advisories.schema import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_BYTES: Final = 64 << 20
"""Of links, unpacked; of PyPA's none has 64 KiB, but a record may have 16 MiB."""
LINE_END: Final = "\n"
_ODD: Final = re.compile(f"[{SEPARATOR}{LINE_END}]")
"""What no link has to have as it is, and would make it two."""


def packed(links: Iterable[Iterable[str]]) -> bytes:
    """Pack the links of advisories that stand beside each other."""
    lines = (SEPARATOR.join(map(_quoted, each)) for each in links)
    return zlib.compress(LINE_END.join(lines).encode(), 9)


def unpacked(pack: bytes) -> list[str]:
    """Return for each advisory a line of links.

    Raises:
        ValueError, TypeError, zlib.error: if it is damaged.

    """
    stream = zlib.decompressobj()
    text = stream.decompress(pack, MAX_BYTES).decode()
    if not stream.eof:
        raise ValueError("links that are cut off, or too many")
    return text.split(LINE_END)


def _quoted(link: str) -> str:
    return _ODD.sub(lambda found: f"%{ord(found[0]):02X}", link)
