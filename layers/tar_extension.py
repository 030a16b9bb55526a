"""What extended headers of a tar archive say of the member behind them: pax and GNU's."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from layers.errors import CorruptStream, LimitExceeded
from layers.tar_header import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from layers.limits import Limits
    from layers.tar_header import Member

PAX, PAX_GLOBAL, PAX_SOLARIS, GNU_NAME, GNU_TARGET, GNU_VOLUME = b"xgXLKV"
EXTENDED: Final = frozenset((PAX, PAX_GLOBAL, PAX_SOLARIS, GNU_NAME, GNU_TARGET, GNU_VOLUME))
"""Flags of headers that stand in front of another."""
PATHS: Final = (b"path", b"linkpath", b"GNU.sparse.name")
"""Pax records that are paths."""
MAX_SIZE_DIGITS: Final = 19


@dataclass(slots=True)
class Extension:
    """The extended headers in front of one member."""

    limits: Limits
    note: Callable[[str], None]
    pax: dict[bytes, bytes] = field(default_factory=dict)
    gnu: dict[bytes, bytes] = field(default_factory=dict)
    headers: int = 0

    def begin(self, size: int) -> None:
        """Take one more header into account, of so many bytes.

        Raises:
            LimitExceeded: for too many, or too large a one.

        """
        self.headers += 1
        if self.headers > self.limits.max_extended_headers:
            raise LimitExceeded("max_extended_headers", self.limits.max_extended_headers)
        if size > self.limits.max_extended_header_bytes:
            raise LimitExceeded("max_extended_header_bytes", self.limits.max_extended_header_bytes)

    def add(self, flag: int, payload: bytes) -> None:
        """Add what a header says.

        Raises:
            CorruptStream: for what is no pax header.
            LimitExceeded: for too long a path.

        """
        if flag == GNU_NAME:
            self.gnu[b"path"] = payload.partition(b"\0")[0]
        elif flag == GNU_TARGET:
            self.gnu[b"linkpath"] = payload.partition(b"\0")[0]
        elif flag == PAX_GLOBAL:
            self.pax, self.gnu = {}, {}
            if not pax_records(payload).keys().isdisjoint((*PATHS, b"size")):
                self.note("a global pax header with paths or sizes, which container engines ignore")
        elif flag != GNU_VOLUME:
            self.pax = pax_records(payload)
        self._check_paths()

    def applied(self, member: Member) -> Member:
        """Return a member as it is with what the headers say of it."""
        path, kind, size, target = member
        records = self._records
        path = records.get(b"path", path)
        if kind is Kind.FILE and any(key.startswith(b"GNU.sparse.") for key in records):
            kind = Kind.SPARSE
            path = records.get(b"GNU.sparse.name", path)
        digits = records.get(b"size")
        if digits and (kind is Kind.FILE or kind is Kind.SPARSE):
            if not digits.isdigit() or len(digits) > MAX_SIZE_DIGITS:
                raise CorruptStream("a pax header with an invalid size")
            size = int(digits)
        return path, kind, size, records.get(b"linkpath", target)

    @property
    def _records(self) -> dict[bytes, bytes]:
        """What is not empty, by its name in pax; GNU's win, as for the engines written in Go."""
        both = (*self.pax.items(), *self.gnu.items())
        return {key: value for key, value in both if value}

    def _check_paths(self) -> None:
        for path in filter(None, map(self._records.get, PATHS)):
            if len(path) > self.limits.max_path_bytes:
                raise LimitExceeded("max_path_bytes", self.limits.max_path_bytes)
            if 0 in path:
                raise CorruptStream("a pax header with a NUL in a path")


def pax_records(data: bytes) -> dict[bytes, bytes]:
    """Read the records ``<length> <key>=<value>``, a line each, of a pax extended header.

    Raises:
        CorruptStream: for a record that is not as long as it says, or has no key.

    """
    records: dict[bytes, bytes] = {}
    position = 0
    while position < len(data) and data[position]:
        space = data.find(b" ", position, position + 20)
        length = data[position:space] if space > position else b""
        if not length.isdigit():
            raise CorruptStream("a pax record without a length")
        stop = position + int(length)
        key, equals, value = data[space + 1 : stop - 1].partition(b"=")
        if stop > len(data) or data[stop - 1 : stop] != b"\n" or not equals or not key:
            raise CorruptStream("a pax record that is not as long as it says")
        records[key] = value
        position = stop
    return records
