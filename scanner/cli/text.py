"""Text from images on a terminal, where it must not act."""

from __future__ import annotations

import re
from typing import Final

_ACTIVE: Final = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
"""Control characters, those that hide or reorder text, and bytes that are not UTF-8."""


def printable(text: str) -> str:
    """Return ``text`` with every character that does something else than stand there escaped."""
    return _ACTIVE.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    if 0xDC80 <= code <= 0xDCFF:  # noqa: PLR2004 - how PEP 383 hides bytes
        code -= 0xDC00
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}"  # noqa: PLR2004
