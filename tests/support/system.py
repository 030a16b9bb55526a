"""Databases of package managers: those of real tools, and small ones written here."""

from __future__ import annotations

import lzma
import sqlite3
import struct
import tarfile
from pathlib import Path

KEPT = Path(__file__).parent.parent.parent / "testdata/system"
"""What ``testdata/system/build.py`` made."""


def kept(name: str) -> bytes:
    """Return a database that a real tool made."""
    return lzma.decompress((KEPT / f"{name}.xz").read_bytes())


def kept_files(name: str) -> dict[str, bytes]:
    """Return the files of one that is a directory."""
    with tarfile.open(KEPT / f"{name}.tar.xz") as archive:
        files = ((member.name, archive.extractfile(member)) for member in archive)
        return {path: file.read() for path, file in files if file}


def rpm_headers() -> list[bytes]:
    """Return the headers of rpm's own database, as SQLite reads it."""
    connection = sqlite3.connect(":memory:")
    # A database in WAL mode cannot be opened in memory.
    data = bytearray(kept("rpmdb.sqlite"))
    data[18:20] = b"\1\1"
    connection.deserialize(bytes(data))
    found = [header for (header,) in connection.execute("SELECT blob FROM Packages ORDER BY hnum")]
    connection.close()
    return found


def small_sqlite(*headers: bytes) -> bytes:
    """Return a database of rpm as SQLite writes it, with its one table and small pages."""
    connection = sqlite3.connect(":memory:")
    connection.execute("PRAGMA page_size=512")
    connection.execute("CREATE TABLE 'Packages' (hnum INTEGER PRIMARY KEY, blob BLOB NOT NULL)")
    connection.executemany("INSERT INTO Packages (blob) VALUES (?)", [(each,) for each in headers])
    connection.commit()
    data = connection.serialize()
    connection.close()
    return data


def ndb(*blobs: bytes) -> bytes:
    """Return a ``Packages.db`` (rpm, lib/backend/ndb/rpmpkg.c), which Debian's rpm cannot write."""
    slots, content, block = b"", b"", 4096 // 16
    for number, blob in enumerate(blobs, 1):
        size = 16 + len(blob) + 12
        blocks = -(-size // 16)
        slots += struct.pack("<4sIII", b"Slot", number, block, blocks)
        head = struct.pack("<4sIII", b"BlbS", number, 1, len(blob))
        content += head + blob + b"\0" * (blocks * 16 - size) + bytes(8) + b"BlbE"
        block += blocks
    header = struct.pack("<4sIIII12x", b"RpmP", 0, 1, 1, len(blobs) + 1)
    empty = struct.pack("<4sIII", b"Slot", 0, 0, 0)
    slots += empty * ((4096 - len(header) - len(slots)) // 16)
    return header + slots + content


def rpm_header(**changes: object) -> bytes:
    """Return a small header of rpm; the names are those of ``RPM_TAGS``."""
    values = {"name": ["foo"], "version": ["1.0"], "release": ["1"], **changes}
    index, data = b"", b""
    for name, value in values.items():
        assert isinstance(value, list)
        if isinstance(value[0], int):
            data += bytes(-len(data) % 4)
            kind, piece = 4, struct.pack(f">{len(value)}I", *value)
        else:
            kind = 6 if len(value) == 1 and name in SINGLE else 8
            piece = b"".join(text.encode() + b"\0" for text in value)
        index += struct.pack(">IIII", RPM_TAGS[name], kind, len(data), len(value))
        data += piece
    return struct.pack(">II", len(values), len(data)) + index + data


RPM_TAGS = {
    "name": 1000,
    "version": 1001,
    "release": 1002,
    "epoch": 1003,
    "architecture": 1022,
    "digests": 1035,
    "source": 1044,
    "indexes": 1116,
    "names": 1117,
    "directories": 1118,
    "algorithm": 5011,
}
SINGLE = frozenset(("name", "version", "release", "architecture", "source"))
