"""What a distribution says which files it has, packed: ``RECORD``, or ``installed-files.txt``.

Of most distributions only a few lines matter: what they put right into the directory that they are
installed in, and a place or two where their code is. The rest is compressed, as it has 100,000s of
lines in an image of some size; digests are left out unless files are to be checked.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from layers.path import bytes_of, text_of
from scanner.metadata.record import CACHE, COLUMNS, Row, Rows

if TYPE_CHECKING:
    from collections.abc import Iterator

METADATA: Final = (".dist-info", ".egg-info")
MAX_SAMPLES: Final = 4
MAX_LINES: Final = 500_000
"""The longest of real ones have a tenth of that."""
FASTEST: Final = 0
_REST: Final = re.compile(rb",[^\n]*")
_TOP: Final = re.compile(rb"^([^/\n]+)([^\n]*)(?:\n\1/[^\n]*)*", re.MULTILINE)
"""Lines that follow one another and have the same first component: all are taken at once."""
_OUTSIDE: Final = re.compile(rb"^(?:\.\.?)?/[^\n]*", re.MULTILINE)
_ODD: Final = (b'"', b"\\", b"\0", b"\n,", b"\r")
"""Where one of these is, rows are read one by one."""


@dataclass(frozen=True, slots=True)
class FileList:
    """The files of a distribution; paths are relative to the directory that it is installed in."""

    tops: frozenset[str] = frozenset()
    """What it has right in there."""
    outside: tuple[str, ...] = ()
    """Files it has elsewhere, scripts for one."""
    samples: tuple[str, ...] = ()
    """Directories that its code is in, and modules that are in none."""
    unread: int = 0
    """Lines that cannot be read, or are too many."""
    compressed: bytes = b""
    has_digests: bool = False

    @classmethod
    def of_bytes(cls, data: bytes) -> FileList:
        """Return what was packed."""
        head, _, compressed = data.partition(b"\n")
        if not head:
            return cls()
        tops, outside, samples, unread, has_digests = json.loads(head)
        return cls(frozenset(tops), tuple(outside), tuple(samples), unread, compressed, has_digests)

    def rows(self) -> Iterator[Row]:
        """Yield every file, as often as it is recorded."""
        for line in map(text_of, filter(None, self._lines())):
            if self.has_digests:
                digest, size, path = line.split(",", COLUMNS - 1)
                yield Row(path, digest or None, int(size) if size else None)
            else:
                yield Row(line)

    def paths(self) -> set[str]:
        """Return every file once."""
        if self.has_digests:
            return {row.path for row in self.rows()}
        return set(text_of(b"\0".join(self._lines())).split("\0")) - {""}

    def _lines(self) -> list[bytes]:
        from isal import isal_zlib

        return isal_zlib.decompress(self.compressed).split(b"\n") if self.compressed else []


def pack_record(data: bytes, *, has_digests: bool = False) -> bytes:
    """Return what is to be kept of ``RECORD``."""
    if data.count(b"\n") > MAX_LINES:
        return _packed(b"", data.count(b"\n"))
    text = data.replace(b"\r\n", b"\n") if b"\r" in data else data
    lines = text.count(b"\n") + (not text.endswith(b"\n"))
    is_odd = text.count(b",") != lines * (COLUMNS - 1) or any(odd in text for odd in _ODD)
    if not (is_odd or text.startswith(b",") or has_digests):
        return _packed(_REST.sub(b"", text), 0)
    rows = Rows(data)
    table = [(row.digest or "", "" if row.size is None else row.size, row.path) for row in rows]
    paths = bytes_of("\n".join(path for _, _, path in table))
    if not has_digests:
        return _packed(paths, rows.unread)
    kept = "\n".join(f"{digest},{size},{path}" for digest, size, path in table)
    return _packed(paths, rows.unread, bytes_of(kept))


pack_record_with_digests = partial(pack_record, has_digests=True)


def pack_installed_files(data: bytes) -> bytes:
    """Return the same of ``installed-files.txt``, whose paths are relative to ``*.egg-info``.

    What is in there itself is left out.
    """
    if data.count(b"\n") > MAX_LINES:
        return _packed(b"", data.count(b"\n"))
    lines = (line.strip().replace(b"\\", b"/") for line in data.splitlines())
    paths = (line[3:] if line.startswith(b"../") else line for line in lines if b"/" in line)
    return _packed(b"\n".join(path for path in paths if path and b"\0" not in path), 0)


def _packed(paths: bytes, unread: int, kept: bytes | None = None) -> bytes:
    from isal import isal_zlib

    tops = {text_of(top): (top, rest) for top, rest in _TOP.findall(paths)}
    outside = []
    if not tops.keys().isdisjoint({".", ".."}) or paths.startswith(b"/") or b"\n/" in paths:
        outside = sorted(set(map(text_of, _OUTSIDE.findall(paths))))
    inside = {top: line for top, line in tops.items() if top not in {".", ".."}}
    samples = sorted(filter(None, (_place(top + rest) for top, rest in inside.values())))
    head = (sorted(inside), outside, samples[:MAX_SAMPLES], unread, kept is not None)
    body = isal_zlib.compress(paths if kept is None else kept, FASTEST)
    return json.dumps(head, separators=(",", ":")).encode() + b"\n" + body


def _place(path: bytes) -> str:
    """Return what tells that the code at a path is there: its directory, or the module itself."""
    directory, _, name = text_of(path).rpartition("/")
    directory = directory.partition(f"/{CACHE}")[0]
    place = directory or name
    return "" if place.split("/")[0].endswith(METADATA) or place.startswith(CACHE) else place
