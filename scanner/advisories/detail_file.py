"""The file beside an index: the records as their sources have them, for people and for updates.

A scan does not need it. An update makes the index anew from it and from what is new, and so does
not fetch again what it has.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING

from scanner.advisories.content import Kept
from scanner.advisories.database import reading, writing
from scanner.advisories.osv import releases_in
from scanner.advisories.schema import DETAIL_SCHEMA, EDITION, FORMAT, SCHEMA
from scanner.advisories.source_record import SourceRecord
from scanner.errors import UnreadableAdvisories
from scanner.model.names import NormalizedName

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from scanner.model.detail import Detail


def detail_location(index: Path) -> Path:
    """Return where the file for an index is."""
    return index.with_name(f"{index.stem}.detail.sqlite")


def check_edition(index: Path) -> None:
    """Return if the detail file is the one that the index names, unchanged, or there is none.

    Raises:
        UnreadableAdvisories: if it is another one, or damaged.

    """
    location = detail_location(index)
    with reading(index, FORMAT, SCHEMA) as connection:
        edition = edition_in(connection)
    if edition is None or not location.exists():
        return
    with DetailFile.opened(location) as details:
        if details.edition != edition or not details.is_whole():
            raise UnreadableAdvisories(str(location), "not what belongs to the index")


class DetailFile:
    """A detail file that is open for reading."""

    def __init__(self, location: Path, connection: sqlite3.Connection) -> None:
        self._location = location
        self._connection = connection

    @classmethod
    @contextmanager
    def opened(cls, location: Path) -> Iterator[DetailFile]:
        """Open a detail file.

        Raises:
            UnreadableAdvisories: if there is none, or it is damaged or of another format.

        """
        with reading(location, FORMAT, DETAIL_SCHEMA) as connection:
            yield cls(location, connection)

    @property
    def edition(self) -> str | None:
        """What is said to be the digest of its content."""
        return edition_in(self._connection)

    def is_whole(self) -> bool:
        """Tell whether the content is what the edition is the digest of; all of it is read."""
        return _edition_of(self._connection) == self.edition

    def records(self) -> Iterator[SourceRecord]:
        """Yield all records, by identifier and source."""
        rows = self._connection.execute("SELECT source, id, packed FROM record ORDER BY id, source")
        return (SourceRecord(*row) for row in rows)

    def kept(self) -> tuple[Kept, ...]:
        """Return what is kept of sources beside records."""
        rows = self._connection.execute(
            "SELECT source, feed, fingerprint, document, unreadable FROM kept ORDER BY source"
        )
        return tuple(
            Kept(
                source=source,
                feed=feed,
                fingerprint=fingerprint,
                document=document,
                unreadable=tuple((name, reason) for name, reason in json.loads(unreadable)),
            )
            for source, feed, fingerprint, document, unreadable in rows
        )

    def records_of(self, ids: Iterable[str]) -> Iterator[SourceRecord]:
        """Yield the records of these identifiers."""
        query = """
            SELECT source, id, packed FROM record
            WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id, source
        """
        rows = self._connection.execute(query, [json.dumps(sorted(set(ids)))])
        return (SourceRecord(*row) for row in rows)

    def details(self, ids: Iterable[str]) -> dict[str, Detail]:
        """Return what these records say to people.

        Raises:
            UnreadableAdvisories: if they are damaged.

        """
        try:
            return {record.id: record.detail() for record in self.records_of(ids)}
        except (ValueError, KeyError, TypeError, AttributeError, zlib.error) as error:
            raise UnreadableAdvisories(str(self._location), f"damaged: {error}") from error

    def releases(self, names: Iterable[NormalizedName]) -> dict[NormalizedName, tuple[str, ...]]:
        """Return all versions of these projects that any record names.

        Raises:
            UnreadableAdvisories: if they are damaged.

        """
        query = """
            SELECT package, versions FROM release
            WHERE package IN (SELECT value FROM json_each(?)) ORDER BY package
        """
        rows = self._connection.execute(query, [json.dumps(sorted(set(names)))])
        try:
            return {NormalizedName(name): tuple(json.loads(versions)) for name, versions in rows}
        except (ValueError, TypeError) as error:
            raise UnreadableAdvisories(str(self._location), f"damaged: {error}") from error


def write_details(draft: Path, records: Iterable[SourceRecord], kept: Iterable[Kept]) -> str:
    """Write a detail file, and return its edition.

    Raises:
        OSError, sqlite3.Error: if it cannot be written.

    """
    releases: defaultdict[str, set[str]] = defaultdict(set)
    with writing(draft, FORMAT, DETAIL_SCHEMA) as connection:
        for record in sorted(records, key=lambda record: (record.id, record.source)):
            row = (record.id, record.source, record.packed)
            connection.execute("INSERT OR REPLACE INTO record VALUES (?, ?, ?)", row)
            for name, version in releases_in(record.unpacked()):
                releases[name].add(version)
        connection.executemany(
            "INSERT INTO release VALUES (?, ?)",
            [(name, json.dumps(sorted(releases[name]))) for name in sorted(releases)],
        )
        for each in sorted(kept, key=lambda each: each.source):
            unreadable = json.dumps(each.unreadable)
            kept_row = (each.source, each.feed, each.fingerprint, each.document, unreadable)
            connection.execute("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?, ?)", kept_row)
        edition = _edition_of(connection)
        connection.execute("INSERT INTO meta VALUES (?, ?)", [EDITION, edition])
    return edition


def edition_in(connection: sqlite3.Connection) -> str | None:
    """Return the edition that an index or a detail file has."""
    query = "SELECT value FROM meta WHERE key = ?"
    return next((value for (value,) in connection.execute(query, [EDITION])), None)


def _edition_of(connection: sqlite3.Connection) -> str:
    content = hashlib.sha256()
    for query in (
        "SELECT id, source, packed FROM record ORDER BY id, source",
        "SELECT package, versions FROM release ORDER BY package",
        "SELECT source, feed, fingerprint, document, unreadable FROM kept ORDER BY source",
    ):
        for row in connection.execute(query):
            content.update(repr(row).encode())
    return content.hexdigest()
