"""``RECORD``: the files of a distribution (PyPA: recording installed projects).

A table of paths, digests and sizes as CSV, the paths relative to the directory that ``*.dist-info``
is in. Real ones have digests in hexadecimal (Debian), backslashes (wheels built on Windows), one
file in several rows, and files that are not there.
"""

from __future__ import annotations

import csv
import re
from base64 import urlsafe_b64decode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from layers.path import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

COLUMNS: Final = 3
BYTECODE: Final = (".pyc", ".pyo")
CACHE: Final = "__pycache__"
ALGORITHMS: Final = {"sha256": 32, "sha384": 48, "sha512": 64}
"""The sizes of digests. Weaker algorithms are not allowed."""
_HEXADECIMAL: Final = re.compile(r"[0-9a-fA-F]+")
_MAX_DIGITS: Final = 18


@dataclass(frozen=True, slots=True)
class Row:
    """One file, as it is recorded."""

    path: str
    """Relative to the directory that the distribution is installed in, with slashes."""
    digest: str | None = None
    """``algorithm:hex``"""
    size: int | None = None


class Rows:
    """The rows of a table, one after another, and how many lines are none."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.unread = 0
        """Lines passed so far that are no rows."""

    def __iter__(self) -> Iterator[Row]:
        self.unread = 0
        for line in self._data.splitlines():
            if row := _row(line):
                yield row
            elif line.strip():
                self.unread += 1


def is_bytecode(path: str) -> bool:
    """Tell whether this is what the interpreter makes of a module, or a directory of such."""
    return path.endswith(BYTECODE) or path.rpartition("/")[2] == CACHE


def placed(directory: str, path: str) -> str:
    """Return a path relative to a directory as one from the root, which nothing leads out of."""
    if "/../" not in f"/{path}/" and not path.startswith("/"):
        return f"{directory}/{path}" if directory else path
    parts = [] if path.startswith("/") else directory.split("/")
    for part in path.split("/"):
        if part == "..":
            del parts[-1:]
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)


def _row(line: bytes) -> Row | None:
    fields = _fields(text_of(line))
    if len(fields) != COLUMNS or not fields[0] or "\0" in fields[0]:
        return None
    path, digest, size = fields
    # A name with a backslash is odd; Windows writes one for a slash.
    path = path if "/" in path else path.replace("\\", "/")
    is_number = size.isascii() and size.isdigit() and len(size) <= _MAX_DIGITS
    return Row(path, _digest(digest), int(size) if is_number else None)


def _fields(line: str) -> list[str]:
    if '"' not in line:
        return line.split(",")
    try:
        return next(csv.reader([line]), [])
    except csv.Error:
        return []


def _digest(text: str) -> str | None:
    """Return ``algorithm:hex`` of what is base64 without padding, or hexadecimal already."""
    algorithm, _, value = text.partition("=")
    size = ALGORITHMS.get(algorithm)
    if size is None:
        return None
    if len(value) == 2 * size and _HEXADECIMAL.fullmatch(value):
        return f"{algorithm}:{value.lower()}"
    try:
        digest = urlsafe_b64decode(value.rstrip("=") + "=" * (-len(value.rstrip("=")) % 4))
    except ValueError:
        return None
    return f"{algorithm}:{digest.hex()}" if len(digest) == size else None
