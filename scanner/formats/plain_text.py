"""Text from images where people look at it, and where it must not act."""

from __future__ import annotations

import re
from typing import Final

_LINE_END: Final = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_KEPT: Final = frozenset("\n\t")


def printable(text: str) -> str:
    """Return ``text`` with every character that does something else than stand there escaped.

    Those are control characters, what hides or reorders text, and bytes that are not UTF-8.
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else escaped(char) for char in text)


def printable_lines(text: str) -> str:
    """Return the same of a text of several lines, whose ends become line feeds."""
    lines = _LINE_END.sub("\n", text.removeprefix("\ufeff"))
    if lines.translate(_WITHOUT_KEPT).isprintable():
        return lines
    return "".join(char if char.isprintable() or char in _KEPT else escaped(char) for char in lines)


_WITHOUT_KEPT: Final = dict.fromkeys(map(ord, _KEPT))


def escaped(char: str) -> str:
    """Return a character as Python writes it, and a byte that is not UTF-8 as that byte."""
    is_byte = "\udc80" <= char <= "\udcff"  # how PEP 383 hides bytes
    visible = chr(ord(char) - 0xDC00) if is_byte else char
    return visible.encode("unicode_escape").decode("ascii")
