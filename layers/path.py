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


def normalized(path: bytes) -> bytes | None:
    """Return a path relative to the root, in one spelling; None if it leads out, or has a NUL."""
    if not (b"//" in path or b"/." in path or path.startswith((b"/", b".")) or path.endswith(b"/")):
        return None if 0 in path else path
    parts = [part for part in path.split(b"/") if part not in {b"", b"."}]
    return None if b".." in parts or 0 in path else b"/".join(parts)
