"""What stands in rows of the index, told from what somebody may have put there.

SQLite holds a value of any type in any column, and an index may be somebody's file.
"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from scanner.advisories.affected_row import decoded_ranges
from scanner.advisories.schema import PACK, SEPARATOR
from scanner.model.advisory import Advisory, Affected, Level, Severity
from scanner.model.project_status import Maintenance, ProjectStatus
from scanner.model.threat import Exploitation

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from scanner.model.names import NormalizedName

COLUMNS: Final = """
advisory.number AS number, package, entry, ranges, versions, id, source.name AS source, aliases,
related, level, score, vector.text AS vector, published, advisory.modified AS modified, withdrawn,
is_malware
"""
"""What is read of a record, and what it says of one package."""
NUMBERS: Final = (
    "number",
    "level",
    "score",
    "is_malware",
    "entry",
    "records",
    "unreadable",
    "by_ransomware",
    "percentile",
)
"""The columns that are no texts."""
OPTIONAL: Final = (
    "source",
    "score",
    "vector",
    "published",
    "modified",
    "withdrawn",
    "package",
    "entry",
    "ranges",
    "versions",
)
"""Those that a record, or one that speaks of nothing, may lack."""
NOTHING: Final = "[]"
"""What nearly all rows have for versions, and what need not be parsed."""


def add_to(
    found: dict[int, Advisory], row: Iterable[Any], links: Mapping[int, Sequence[str]]
) -> None:
    """Add what a row says of a package to what is known of its record.

    The row is as :data:`COLUMNS` has it, and :func:`checked`.
    """
    number, package, entry, ranges, versions, *of_record = row
    affected = () if package is None else (_affected(package, entry, ranges, versions),)
    earlier = found.get(number)
    if earlier is not None:
        found[number] = replace(earlier, affected=(*earlier.affected, *affected))
        return
    id_, source, aliases, related, level, score, vector, *dates, is_malware = of_record
    published, modified, withdrawn = dates
    found[number] = Advisory(
        id=id_,
        aliases=separated(aliases),
        related=separated(related),
        severity=_severity(level, score, vector),
        affected=affected,
        published=published,
        modified=modified,
        withdrawn=withdrawn,
        links=separated(links[number // PACK][number % PACK]),
        is_malware=bool(is_malware),
        source=source,
    )


def _affected(package: NormalizedName, entry: int, ranges: str, versions: str) -> Affected:
    return Affected(
        package=package,
        entry=entry,
        ranges=decoded_ranges(ranges),
        versions=() if versions == NOTHING else _texts(json.loads(versions)),
    )


@lru_cache(maxsize=1 << 10)
def _severity(level: int, score: float | None, vector: str | None) -> Severity:
    """Return one of the few hundred severities that there are, made once."""
    return Severity(Level(level), score, vector)


def exploitation_of(row: sqlite3.Row) -> Exploitation:
    """Read an entry of the catalogue of exploited vulnerabilities."""
    return Exploitation(**dict(row) | {"by_ransomware": bool(row["by_ransomware"])})


def status_of(row: sqlite3.Row) -> ProjectStatus:
    """Read the status of a project."""
    return ProjectStatus(**dict(row) | {"maintenance": Maintenance(row["maintenance"])})


def checked(rows: Sequence[sqlite3.Row], *missing: str) -> Sequence[sqlite3.Row]:
    """Return rows whose values have the types of their columns; some may be missing.

    Raises:
        TypeError: if one is of another type than it has to be.

    """
    names = rows[0].keys() if rows else ()
    for name, column in zip(names, zip(*rows, strict=True), strict=True):
        expected = {int, float} if name in NUMBERS else {str}
        odd = {*map(type, column)} - expected
        if odd and not (odd == {type(None)} and name in missing):
            raise TypeError(f"{name} is of the type {min(kind.__name__ for kind in odd)}")
    return rows


def separated(text: str) -> tuple[str, ...]:
    """Return the items of a list in one column."""
    return tuple(text.split(SEPARATOR)) if text else ()


def _texts(values: object) -> tuple[str, ...]:
    if not isinstance(values, list) or not {str}.issuperset(map(type, values)):
        raise TypeError(f"no list of texts: {values!r:.80}")
    return tuple(values)
