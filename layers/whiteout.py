"""Markers by which a layer removes what lower layers hold (OCI image specification, layer.md).

``.wh.NAME`` hides ``NAME`` beside it, ``.wh..wh..opq`` everything in its directory. They hide lower
layers only, wherever they stand among the entries of their own.
"""

from __future__ import annotations

from typing import Final

PREFIX: Final = b".wh."
OPAQUE: Final = b".wh..wh..opq"
RESERVED: Final = b".wh..wh."
"""Names that AUFS used for its own bookkeeping; they hide nothing."""


def is_opaque_marker(name: bytes) -> bool:
    """Tell whether a file of this name hides all that lower layers have in its directory."""
    return name == OPAQUE


def hidden_name(name: bytes) -> bytes:
    """Return the name that a whiteout file hides; nothing if it hides nothing."""
    if name.startswith(RESERVED):
        return b""
    hidden = name[len(PREFIX) :]
    return b"" if hidden in (b".", b"..") else hidden


def file_of(path: bytes) -> bytes:
    """Return the path of the whiteout file that hides a path."""
    directory, slash, name = path.rpartition(b"/")
    return directory + slash + PREFIX + name


def marker_in(directory: bytes) -> bytes:
    """Return the path of a directory's opaque marker."""
    return directory + b"/" + OPAQUE if directory else OPAQUE
