"""Paths of an image: bytes in its layers, and texts wherever they are looked at.

Bytes that are not UTF-8 become surrogates (PEP 383), as :mod:`os` does it; but not even the locale
of the machine that reads an image may change what is found in it.
"""

from __future__ import annotations

from typing import Final

INSIDE: Final = b"!"
"""What is put behind the name of an archive to have that of the directory that it is."""


def text_of(path: bytes) -> str:
    """Return a path as a text."""
    return path.decode("utf-8", "surrogateescape")


def bytes_of(path: str) -> bytes:
    """Return a path as it stands in an archive."""
    return path.encode("utf-8", "surrogateescape")


def inside(archive: bytes, path: bytes) -> bytes:
    """Return the path in a tree of what is at ``path`` in an archive."""
    return archive + INSIDE + b"/" + path


def name_of(path: bytes) -> bytes:
    """Return the last component of a path."""
    return path[path.rfind(b"/") + 1 :]


def joined(directory: bytes, name: bytes) -> bytes:
    """Return the path of what is in a directory; that of the root is empty."""
    return directory + b"/" + name if directory else name


def normalized(path: bytes) -> bytes | None:
    """Return a path relative to the root, in one spelling; None if it leads out, or has a NUL."""
    if not (b"//" in path or b"/." in path or path.startswith((b"/", b".")) or path.endswith(b"/")):
        return None if 0 in path else path
    parts = [part for part in path.split(b"/") if part not in {b"", b"."}]
    return None if b".." in parts or 0 in path else b"/".join(parts)
