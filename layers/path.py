"""Paths of an image: bytes in its layers, and texts wherever they are looked at.

Bytes that are not UTF-8 become surrogates (PEP 383), as :mod:`os` does it; but not even the locale
of the machine that reads an image may change what is found in it.
"""

from __future__ import annotations


def text_of(path: bytes) -> str:
    """Return a path as a text."""
    return path.decode("utf-8", "surrogateescape")


def bytes_of(path: str) -> bytes:
    """Return a path as it stands in an archive."""
    return path.encode("utf-8", "surrogateescape")
