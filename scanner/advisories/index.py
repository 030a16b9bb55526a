"""The local index of advisories: one SQLite file, small enough to ship with the package.

It holds facts only: identifiers, ranges, severities, dates and links, and no prose. A look-up reads
the rows of the packages that were found; what the rows mean is in :mod:`scanner.model.advisory`.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scanner.advisories.affected_row import decoded_ranges, encoded_ranges
from scanner.errors import UnreadableAdvisories
from scanner.model.advisory import Advisory, Affected, Level, Severity
from scanner.model.names import NormalizedName
from scanner.model.report import AdvisorySource

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BUNDLED: Final = Path(__file__).with_name("bundled.sqlite")
"""The snapshot that comes with the package."""
FORMAT: Final = "1"
SCHEMA: Final = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE source (name TEXT, url TEXT, license TEXT, date TEXT, records INTEGER);
CREATE TABLE advisory (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    aliases TEXT NOT NULL,
    related TEXT NOT NULL,
    level INTEGER NOT NULL,
    score REAL,
    vector TEXT,
    published TEXT,
    modified TEXT,
    withdrawn TEXT,
    links TEXT NOT NULL
);
CREATE TABLE affected (
    package TEXT NOT NULL,
    advisory INTEGER NOT NULL REFERENCES advisory,
    entry INTEGER NOT NULL,
    ranges TEXT NOT NULL,
    versions TEXT NOT NULL,
    PRIMARY KEY (package, advisory, entry)
) WITHOUT ROWID;
"""
SEPARATOR: Final = " "
"""Between the items of a list in one column; no identifier and no URL has one inside."""
LOOK_UP: Final = """
SELECT package, ranges, versions, number, id, aliases, related, level, score, vector,
       published, modified, withdrawn, links
FROM affected JOIN advisory ON advisory.number = affected.advisory
WHERE package IN (SELECT value FROM json_each(?))
ORDER BY package, number, entry
"""


class AdvisoryIndex:
    """An index that is open for reading."""

    def __init__(self, location: Path, connection: sqlite3.Connection) -> None:
        self._location = location
        self._connection = connection

    @classmethod
    @contextmanager
    def opened(cls, location: Path = BUNDLED) -> Iterator[AdvisoryIndex]:
        """Open an index.

        Raises:
            UnreadableAdvisories: if there is none, or it is damaged or of another format.

        """
        uri = f"{location.absolute().as_uri()}?mode=ro&immutable=1"
        try:
            with closing(sqlite3.connect(uri, uri=True)) as connection:
                rows = connection.execute("SELECT value FROM meta WHERE key = 'format'").fetchall()
                if rows != [(FORMAT,)]:
                    raise UnreadableAdvisories(str(location), "made by another version of Lading")
                if location.stat().st_size != _size_of(connection):
                    raise UnreadableAdvisories(str(location), "cut off")
                yield cls(location, connection)
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise UnreadableAdvisories(str(location), str(error)) from error

    @property
    def digest(self) -> str:
        """The SHA-256 of the file."""
        with self._location.open("rb") as file:
            return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"

    @property
    def sources(self) -> tuple[AdvisorySource, ...]:
        """Where the records come from."""
        rows = self._connection.execute("SELECT * FROM source ORDER BY name")
        return tuple(
            AdvisorySource(name=name, url=url, license=license_, date=date, records=records)
            for name, url, license_, date, records in rows
        )

    def advisories_for(
        self, packages: Iterable[NormalizedName]
    ) -> dict[NormalizedName, list[Advisory]]:
        """Return the records, withdrawn ones too, that speak of each package.

        Raises:
            UnreadableAdvisories: if they are damaged.

        """
        found: dict[NormalizedName, dict[int, Advisory]] = {}
        cursor = self._connection.cursor()
        cursor.row_factory = sqlite3.Row
        for row in cursor.execute(LOOK_UP, [json.dumps(sorted(set(packages)))]):
            try:
                package, affected = NormalizedName(row["package"]), _affected_of(row)
                records = found.setdefault(package, {})
                earlier = records.get(row["number"])
                records[row["number"]] = (
                    replace(earlier, affected=(*earlier.affected, affected))
                    if earlier
                    else _advisory_of(row, affected)
                )
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise UnreadableAdvisories(str(self._location), f"damaged: {error}") from error
        return {package: list(records.values()) for package, records in found.items()}


def build_index(
    destination: Path, advisories: Iterable[Advisory], sources: Iterable[AdvisorySource]
) -> None:
    """Write an index; one that is there is replaced only when the new one is whole.

    Raises:
        UnreadableAdvisories: if it cannot be written.

    """
    draft = destination.with_name(f".{destination.name}.{os.getpid()}")
    try:
        with closing(sqlite3.connect(draft)) as connection:
            connection.executescript(f"PRAGMA journal_mode = OFF; {SCHEMA}")
            _fill(connection, advisories, sources)
            connection.commit()
            connection.execute("VACUUM")
        draft.replace(destination)
    except (sqlite3.Error, OSError, UnicodeError) as error:
        raise UnreadableAdvisories(str(destination), str(error)) from error
    finally:
        with suppress(OSError):
            draft.unlink()


def _fill(
    connection: sqlite3.Connection,
    advisories: Iterable[Advisory],
    sources: Iterable[AdvisorySource],
) -> None:
    connection.execute("INSERT INTO meta VALUES ('format', ?)", [FORMAT])
    for source in sources:
        row = (source.name, source.url, source.license, source.date, source.records)
        connection.execute("INSERT INTO source VALUES (?, ?, ?, ?, ?)", row)
    for number, advisory in enumerate(sorted(advisories, key=lambda advisory: advisory.id)):
        connection.execute(
            "INSERT INTO advisory VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                number,
                advisory.id,
                SEPARATOR.join(advisory.aliases),
                SEPARATOR.join(advisory.related),
                int(advisory.severity.level),
                advisory.severity.score,
                advisory.severity.vector,
                advisory.published,
                advisory.modified,
                advisory.withdrawn,
                SEPARATOR.join(link.replace(" ", "%20") for link in advisory.links),
            ),
        )
        connection.executemany(
            "INSERT INTO affected VALUES (?, ?, ?, ?, ?)",
            [
                (
                    affected.package,
                    number,
                    entry,
                    encoded_ranges(affected.ranges),
                    json.dumps(affected.versions),
                )
                for entry, affected in enumerate(advisory.affected)
            ],
        )


def _advisory_of(row: sqlite3.Row, affected: Affected) -> Advisory:
    return Advisory(
        id=row["id"],
        aliases=_separated(row["aliases"]),
        related=_separated(row["related"]),
        severity=Severity(Level(row["level"]), row["score"], row["vector"]),
        affected=(affected,),
        published=row["published"],
        modified=row["modified"],
        withdrawn=row["withdrawn"],
        links=_separated(row["links"]),
    )


def _affected_of(row: sqlite3.Row) -> Affected:
    return Affected(
        package=NormalizedName(row["package"]),
        ranges=decoded_ranges(row["ranges"]),
        versions=tuple(json.loads(row["versions"])),
    )


def _separated(text: str) -> tuple[str, ...]:
    return tuple(text.split(SEPARATOR)) if text else ()


def _size_of(connection: sqlite3.Connection) -> int:
    """Return the size that the file had when it was written.

    SQLite itself reads what a cut has taken from the last page as rows that are not there.
    """
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    (bytes_per_page,) = connection.execute("PRAGMA page_size").fetchone()
    return int(pages * bytes_per_page)
