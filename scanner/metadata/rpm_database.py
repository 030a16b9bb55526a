"""rpm's database of installed packages, in each of its three forms.

They are told apart by what they begin with: SQLite since 4.16, before it a Berkeley DB hash, and
rpm's own format at SUSE. Each holds one header per package.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from scanner.metadata import berkeley_hash, ndb_blobs, sqlite_rows
from scanner.metadata.package_record import PackageRecord, PackageRecords
from scanner.metadata.python_file import PythonFiles
from scanner.metadata.rpm_header import parse_rpm_header

if TYPE_CHECKING:
    from collections.abc import Iterator


_NUMBER_BYTES: Final = 4


def parse_rpm_database(data: bytes) -> PackageRecords:
    """Read the packages that have Python files, up to where the database is damaged."""
    python_files = PythonFiles()
    records: list[PackageRecord] = []
    oddities = []
    unread = 0
    try:
        for header in _headers(data):
            record = parse_rpm_header(header, python_files)
            unread += record is None
            if record and record.files:
                records.append(record)
    except (ValueError, IndexError, struct.error) as error:
        oddities.append(f"damaged: {error}")
    if unread:
        oddities.append(f"{unread} headers cannot be read")
    if python_files.are_too_many:
        oddities.append("more paths than are read")
    return PackageRecords(records=tuple(records), oddities=tuple(oddities))


def _headers(data: bytes) -> Iterator[bytes]:
    if data.startswith(sqlite_rows.MAGIC):
        for row in sqlite_rows.rows(data, "Packages"):
            yield next((value for value in row if isinstance(value, bytes)), b"")
    elif data.startswith(ndb_blobs.MAGIC):
        yield from ndb_blobs.blobs(data)
    elif berkeley_hash.is_hash(data):
        # A record of its own holds the number to give to the next package.
        yield from (each for each in berkeley_hash.values(data) if len(each) != _NUMBER_BYTES)
    elif data:
        raise ValueError("not a database of rpm")


def rpm_excerpt(data: bytes) -> bytes:
    """Return what is kept of a database, to be read by :meth:`PackageRecords.of_bytes`."""
    return parse_rpm_database(data).to_bytes()
