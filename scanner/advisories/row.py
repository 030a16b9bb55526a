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
from scanner.model.names import NormalizedName
from scanner.model.project_status import Maintenance, ProjectStatus
from scanner.model.threat import Exploitation

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

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
    found: dict[int, Advisory], row: sqlite3.Row, links: Mapping[int, list[list[str]]]
) -> None:
    """Add what a row says of a package to what is known of its record."""
    fields = fields_of(row, *OPTIONAL)
    number = fields["number"]
    affected = () if fields["package"] is None else (_affected_of(fields),)
    earlier = found.get(number)
    if earlier is not None:
        found[number] = replace(earlier, affected=(*earlier.affected, *affected))
        return
    found[number] = Advisory(
        id=fields["id"],
        aliases=separated(fields["aliases"]),
        related=separated(fields["related"]),
        severity=Severity(Level(fields["level"]), fields["score"], fields["vector"]),
        affected=affected,
        published=fields["published"],
        modified=fields["modified"],
        withdrawn=fields["withdrawn"],
        links=_texts(links[number // PACK][number % PACK]),
        is_malware=bool(fields["is_malware"]),
        source=fields["source"],
    )


def _affected_of(fields: Mapping[str, Any]) -> Affected:
    versions = fields["versions"]
    return Affected(
        package=NormalizedName(fields["package"]),
        entry=fields["entry"],
        ranges=decoded_ranges(fields["ranges"]),
        versions=() if versions == NOTHING else _texts(json.loads(versions)),
    )


def exploitation_of(row: sqlite3.Row) -> Exploitation:
    """Read an entry of the catalogue of exploited vulnerabilities."""
    fields = fields_of(row, "due")
    return Exploitation(**fields | {"by_ransomware": bool(row["by_ransomware"])})


def status_of(row: sqlite3.Row) -> ProjectStatus:
    """Read the status of a project."""
    fields = fields_of(row, "reason", "date")
    return ProjectStatus(**fields | {"maintenance": Maintenance(row["maintenance"])})


def fields_of(row: sqlite3.Row, *missing: str) -> dict[str, Any]:
    """Return the values of a row, of which some may be missing.

    Raises:
        TypeError: if one is of another type than it has to be.

    """
    fields = dict(row)
    _check(tuple(fields), tuple(map(type, fields.values())), missing)
    return fields


@lru_cache(maxsize=64)
def _check(names: tuple[str, ...], types: tuple[type, ...], missing: tuple[str, ...]) -> None:
    """Check the types of a row, which are the same for nearly all."""
    for name, kind in zip(names, types, strict=True):
        expected = {int, float} if name in NUMBERS else {str}
        if kind not in expected and not (kind is type(None) and name in missing):
            raise TypeError(f"{name} is of the type {kind.__name__}")


def separated(text: str) -> tuple[str, ...]:
    """Return the items of a list in one column."""
    return tuple(text.split(SEPARATOR)) if text else ()


def _texts(values: object) -> tuple[str, ...]:
    if not isinstance(values, list) or not {str}.issuperset(map(type, values)):
        raise TypeError(f"no list of texts: {values!r:.80}")
    return tuple(values)
