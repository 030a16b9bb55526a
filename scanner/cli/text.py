"""Text from images on a terminal, where it must not act."""

from __future__ import annotations


def printable(text: str) -> str:
    """Return ``text`` with every character that does something else than stand there escaped.

    Those are control characters, what hides or reorders text, and bytes that are not UTF-8.
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _escaped(char) for char in text)


def _escaped(char: str) -> str:
    is_byte = "\udc80" <= char <= "\udcff"  # how PEP 383 hides bytes
    visible = chr(ord(char) - 0xDC00) if is_byte else char
    return visible.encode("unicode_escape").decode("ascii")
