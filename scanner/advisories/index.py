"""The local index of advisories: one SQLite file, small enough to ship with the package.

It holds facts only: identifiers, ranges, severities, dates and links, and no prose, which is in a
second file beside it, if anywhere. A look-up reads the rows of the packages that were found; what
the rows mean is in :mod:`scanner.model.advisory`.
"""

from __future__ import annotations

import hashlib
import json
import logging
import sqlite3
import zlib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from scanner.advisories.database import reading
from scanner.advisories.detail_file import DetailFile, detail_location, edition_in
from scanner.advisories.links_row import unpacked
from scanner.advisories.row import (
    COLUMNS,
    OPTIONAL,
    add_to,
    checked,
    exploitation_of,
    separated,
    status_of,
)
from scanner.advisories.schema import COVERED, FORMAT, PACK, SCHEMA
from scanner.errors import UnreadableAdvisories
from scanner.model.project_status import YankedRelease
from scanner.model.report import AdvisorySource
from scanner.model.threat import Probability

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from scanner.model.advisory import Advisory
    from scanner.model.detail import Detail
    from scanner.model.names import NormalizedName
    from scanner.model.project_status import ProjectStatus
    from scanner.model.threat import Exploitation

T = TypeVar("T")
logger = logging.getLogger(__name__)

BUNDLED: Final = Path(__file__).with_name("bundled.sqlite")
"""The snapshot that comes with the package."""
ORIGINS: Final = """
LEFT JOIN vector ON vector.number = advisory.vector
LEFT JOIN source ON source.number = advisory.source
"""
LOOK_UP: Final = f"""
SELECT {COLUMNS}
FROM affected JOIN advisory ON advisory.number = affected.advisory {ORIGINS}
WHERE package IN (SELECT value FROM json_each(?)) ORDER BY package, id, advisory.number, entry
"""  # noqa: S608 - of constants
EVERYTHING: Final = f"""
SELECT {COLUMNS}
FROM advisory LEFT JOIN affected ON affected.advisory = advisory.number {ORIGINS}
ORDER BY id, advisory.number, entry
"""  # noqa: S608 - of constants
NAMED: Final = f"""
SELECT {COLUMNS}
FROM advisory LEFT JOIN affected ON affected.advisory = advisory.number {ORIGINS}
WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id, advisory.number, entry
"""  # noqa: S608 - of constants
NAMES: Final = "SELECT id, aliases FROM advisory ORDER BY id, number"
SOURCES: Final = """
SELECT name, url, license, date, records, modified, unreadable FROM source ORDER BY name
"""
SOME: Final = 1000
"""How many rows are read at a time, where all are."""
DAMAGE: Final = (
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    RecursionError,
    zlib.error,
)
"""What is raised for a row that was changed."""
ASKED: Final = ("Ecosyste.ms", "OSV API", "PyPI")
"""Sources that tell of the releases that they were asked about, and of no other."""
ECOSYSTEMS: Final = f"""
SELECT 'conda' WHERE EXISTS (SELECT 1 FROM affected WHERE package BETWEEN 'conda:' AND 'conda;')
UNION SELECT 'pypi' WHERE EXISTS (
    SELECT 1 FROM affected JOIN advisory ON advisory.number = affected.advisory {ORIGINS}
    WHERE instr(package, ':') = 0 AND coalesce(source.name, '') NOT IN {ASKED}
)
"""  # noqa: S608 - of constants


class AdvisoryIndex:
    """An index that is open for reading."""

    def __init__(self, location: Path, connection: sqlite3.Connection) -> None:
        self.location = location
        self._connection = connection
        connection.row_factory = sqlite3.Row

    @classmethod
    @contextmanager
    def opened(cls, location: Path = BUNDLED) -> Iterator[AdvisoryIndex]:
        """Open an index.

        Raises:
            UnreadableAdvisories: if there is none, or it is damaged or of another format.

        """
        with reading(location, FORMAT, SCHEMA) as connection:
            yield cls(location, connection)

    @property
    def digest(self) -> str:
        """The SHA-256 of the file."""
        with self.location.open("rb") as file:
            return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"

    @property
    def edition(self) -> str | None:
        """Which detail file belongs to it, if any does."""
        return edition_in(self._connection)

    @property
    def sources(self) -> tuple[AdvisorySource, ...]:
        """Where the records come from."""
        with self._checked():
            rows = self._connection.execute(SOURCES).fetchall()
            return tuple(AdvisorySource(**dict(row)) for row in checked(rows, "modified"))

    @property
    def date(self) -> str:
        """The day of the newest source that has advisories in it, in ISO 8601."""
        query = """
            SELECT max(date) FROM source
            WHERE number IN (SELECT DISTINCT source FROM advisory)
        """
        return next((str(date) for (date,) in self._connection.execute(query) if date), "")

    @property
    def counts(self) -> dict[str, int]:
        """How much there is of each kind of fact."""
        tables = {
            "advisories": "advisory",
            "exploited": "exploited",
            "probabilities": "probability",
            "statuses": "status",
            "yanked": "yanked",
            "documents": "document",
        }
        counted = {
            name: self._connection.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
            for name, table in tables.items()
        }
        return {name: int(rows.fetchone()[0]) for name, rows in counted.items()}

    @property
    def ecosystems(self) -> frozenset[str]:
        """The ecosystems in which what it has no advisory of is not known to be affected."""
        query = "SELECT value FROM meta WHERE key = ?"
        for (covered,) in self._connection.execute(query, [COVERED]):
            return frozenset(separated(covered))
        return frozenset(ecosystem for (ecosystem,) in self._connection.execute(ECOSYSTEMS))

    def advisories_for(
        self, packages: Iterable[NormalizedName]
    ) -> dict[NormalizedName, list[Advisory]]:
        """Return the records, withdrawn ones too, that speak of each package.

        Raises:
            UnreadableAdvisories: if they are damaged.

        """
        found: dict[NormalizedName, dict[int, Advisory]] = {}
        with self._checked():
            rows, links = self._looked_up(LOOK_UP, packages)
            for row in rows:
                add_to(found.setdefault(row["package"], {}), row, links)
        return {package: list(records.values()) for package, records in found.items()}

    def named(self, ids: Iterable[str]) -> tuple[Advisory, ...]:
        """Return the records of these identifiers, whatever packages they speak of.

        Raises:
            UnreadableAdvisories: if they are damaged.

        """
        found: dict[int, Advisory] = {}
        with self._checked():
            rows, links = self._looked_up(NAMED, ids)
            for row in rows:
                add_to(found, row, links)
        return tuple(found.values())

    def names(self) -> list[tuple[str, tuple[str, ...]]]:
        """Return the identifier of every record, and its aliases.

        Raises:
            UnreadableAdvisories: if they are damaged.

        """
        with self._checked():
            rows = checked(self._connection.execute(NAMES).fetchall())
            return [(id_, separated(aliases)) for id_, aliases in rows]

    def all(self) -> Iterator[Advisory]:
        """Yield every record, by its identifier.

        Raises:
            UnreadableAdvisories: if they are damaged.

        """
        found: dict[int, Advisory] = {}
        with self._checked():
            links = self._links(None)
            cursor = self._connection.execute(EVERYTHING)
            while rows := cursor.fetchmany(SOME):
                for row in checked(rows, *OPTIONAL):
                    if row["number"] not in found:
                        yield from found.values()
                        found.clear()
                    add_to(found, row, links)
        yield from found.values()

    def exploited(self, cves: Iterable[str]) -> dict[str, Exploitation]:
        """Return the entries of the catalogue of exploited vulnerabilities, by CVE."""
        query = "SELECT * FROM exploited WHERE cve IN (SELECT value FROM json_each(?))"
        rows = self._rows(query, cves, exploitation_of, "due")
        return {entry.cve: entry for entry in rows}

    def probabilities(self, cves: Iterable[str]) -> dict[str, Probability]:
        """Return how likely each CVE is exploited, as far as that is known."""
        query = """
            SELECT cve, score, percentile, name AS model, date
            FROM probability JOIN model ON model.number = probability.model
            WHERE cve IN (SELECT value FROM json_each(?))
        """
        rows = self._rows(query, cves, lambda row: Probability(**dict(row)))
        return {each.cve: each for each in rows}

    def statuses(self, names: Iterable[NormalizedName]) -> tuple[ProjectStatus, ...]:
        """Return what a snapshot has of these projects; of others nothing is known."""
        query = """
            SELECT * FROM status WHERE project IN (SELECT value FROM json_each(?)) ORDER BY project
        """
        return self._rows(query, names, status_of, "reason", "date")

    def yanked(self, names: Iterable[NormalizedName]) -> tuple[YankedRelease, ...]:
        """Return the releases of these projects that were taken back, as far as that is known."""
        query = """
            SELECT * FROM yanked WHERE project IN (SELECT value FROM json_each(?))
            ORDER BY project, version
        """
        return self._rows(query, names, lambda row: YankedRelease(**dict(row)), "reason")

    def documents(self) -> dict[str, bytes]:
        """Return the VEX documents that were taken in, by the names of their sources."""
        rows = self._connection.execute("SELECT source, content FROM document ORDER BY source")
        return {source: bytes(content) for source, content in rows}

    def releases(
        self, known: Mapping[NormalizedName, Iterable[Advisory]]
    ) -> dict[NormalizedName, tuple[str, ...]]:
        """Return the versions of projects that any record lists or has as fixed.

        Without a detail file these are few: lists are left out that ranges hold. Then they are
        what is known of the projects.

        Raises:
            UnreadableAdvisories: if they are damaged.

        """
        with self._detail_file() as details:
            if details is not None:
                return details.releases(known)
        return {name: tuple(sorted(set(_versions(known[name])))) for name in sorted(known)}

    def details(self, ids: Iterable[str]) -> dict[str, Detail]:
        """Return what records say to people; nothing if there is no detail file.

        Raises:
            UnreadableAdvisories: if they are damaged.

        """
        with self._detail_file() as details:
            return {} if details is None else details.details(ids)

    def records(self, ids: Iterable[str]) -> dict[str, dict[str, object]]:
        """Return whole records as their sources have them; nothing without a detail file.

        Raises:
            UnreadableAdvisories: if they are damaged.

        """
        with self._detail_file() as details:
            if details is None:
                return {}
            return {record.id: record.unpacked() for record in details.records_of(ids)}

    @contextmanager
    def _detail_file(self) -> Iterator[DetailFile | None]:
        """Give the file beside this one; one that is of another edition is left alone."""
        location = detail_location(self.location)
        edition = self.edition
        if edition is None or not location.exists():
            yield None
            return
        with DetailFile.opened(location) as details:
            is_ours = details.edition == edition
            if not is_ours:
                logger.warning("%s is of another edition than the index; it is not used", location)
            yield details if is_ours else None

    @contextmanager
    def _checked(self) -> Iterator[None]:
        """Take a row that makes no sense for damage."""
        try:
            yield
        except DAMAGE as error:
            raise UnreadableAdvisories(str(self.location), f"damaged: {error}") from error

    def _rows(
        self,
        query: str,
        keys: Iterable[str],
        row_of: Callable[[sqlite3.Row], T],
        *missing: str,
    ) -> tuple[T, ...]:
        with self._checked():
            rows = self._connection.execute(query, [_listed(keys)]).fetchall()
            return tuple(map(row_of, checked(rows, *missing)))

    def _looked_up(
        self, query: str, keys: Iterable[str]
    ) -> tuple[Sequence[sqlite3.Row], dict[int, list[str]]]:
        """Return the rows of records, and the links that these have."""
        rows = checked(self._connection.execute(query, [_listed(keys)]).fetchall(), *OPTIONAL)
        return rows, self._links({row["number"] // PACK for row in rows})

    def _links(self, packs: Iterable[int] | None) -> dict[int, list[str]]:
        """Return the links in packs, or in all."""
        query = "SELECT pack, packed FROM links"
        values: list[str] = []
        if packs is not None:
            query += " WHERE pack IN (SELECT value FROM json_each(?))"
            values = [json.dumps(sorted(packs))]
        rows = self._connection.execute(query, values)
        return {pack: unpacked(packed) for pack, packed in rows}


def _listed(values: Iterable[str]) -> str:
    return json.dumps(sorted(set(values)))


def _versions(advisories: Iterable[Advisory]) -> Iterator[str]:
    for advisory in advisories:
        for affected in advisory.affected:
            yield from affected.versions
            items = (item for group in affected.ranges for item in group.ranges)
            yield from (str(item.fixed) for item in items if item.fixed is not None)
