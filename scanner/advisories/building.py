"""Writing an index."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from scanner.advisories.affected_row import encoded_ranges
from scanner.advisories.database import replacing, writing
from scanner.advisories.detail_file import detail_location, write_details
from scanner.advisories.links_row import packed
from scanner.advisories.schema import COVERED, EDITION, FORMAT, PACK, SCHEMA, SEPARATOR

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from scanner.advisories.content import IndexContent
    from scanner.model.advisory import Advisory
    from scanner.model.report import AdvisorySource
    from scanner.model.threat import Probability


def build_index(destination: Path, content: IndexContent) -> None:
    """Write an index; one that is there is replaced only when the new one is whole.

    Whole records make a detail file beside it, which is in its place first: an index knows which
    detail file is its own.

    Raises:
        UnreadableAdvisories: if it cannot be written.

    """
    records, kept = list(content.records), list(content.kept)
    with (
        replacing(detail_location(destination), destination) as (details, index),
        writing(index, FORMAT, SCHEMA) as connection,
    ):
        sources = sorted(content.sources, key=lambda source: source.name)
        _write_sources(connection, sources)
        _write_advisories(connection, content.advisories, [source.name for source in sources])
        _write_threats(connection, content)
        _write_projects(connection, content)
        if content.ecosystems is not None:
            covered = SEPARATOR.join(sorted(content.ecosystems))
            connection.execute("INSERT INTO meta VALUES (?, ?)", [COVERED, covered])
        if records or kept:
            edition = write_details(details, records, kept)
            connection.execute("INSERT INTO meta VALUES (?, ?)", [EDITION, edition])


def _write_sources(connection: sqlite3.Connection, sources: Sequence[AdvisorySource]) -> None:
    connection.executemany(
        "INSERT INTO source (number, name, url, license, date, records, modified, unreadable)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                number,
                source.name,
                source.url,
                source.license,
                source.date,
                source.records,
                source.modified,
                source.unreadable,
            )
            for number, source in enumerate(sources)
        ],
    )


def _write_advisories(
    connection: sqlite3.Connection, advisories: Iterable[Advisory], sources: Sequence[str]
) -> None:
    in_order = sorted(advisories, key=_place)
    given = (advisory.severity.vector for advisory in in_order)
    texts = sorted({vector for vector in given if vector is not None})
    vectors = {text: number for number, text in enumerate(texts)}
    connection.executemany(
        "INSERT INTO vector VALUES (?, ?)", [(number, text) for text, number in vectors.items()]
    )
    numbers = {name: number for number, name in enumerate(sources)}
    for number, advisory in enumerate(in_order):
        source = numbers.get(advisory.source or "")
        _write_advisory(connection, (number, source), advisory, vectors)
    for pack, first in enumerate(range(0, len(in_order), PACK)):
        links = packed(each.links for each in in_order[first : first + PACK])
        connection.execute("INSERT INTO links VALUES (?, ?)", (pack, links))


def _write_advisory(
    connection: sqlite3.Connection,
    keys: tuple[int, int | None],
    advisory: Advisory,
    vectors: Mapping[str, int],
) -> None:
    """Write the rows of one; its keys are its number, and that of its source."""
    number, source = keys
    connection.execute(
        "INSERT INTO advisory VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            number,
            advisory.id,
            source,
            SEPARATOR.join(advisory.aliases),
            SEPARATOR.join(advisory.related),
            int(advisory.severity.level),
            advisory.severity.score,
            None if advisory.severity.vector is None else vectors[advisory.severity.vector],
            advisory.published,
            advisory.modified,
            advisory.withdrawn,
            int(advisory.is_malware),
        ),
    )
    connection.executemany(
        "INSERT INTO affected VALUES (?, ?, ?, ?, ?)",
        [
            (
                affected.package,
                number,
                affected.entry,
                encoded_ranges(affected.ranges),
                json.dumps(affected.versions),
            )
            for affected in advisory.affected
        ],
    )


def _write_threats(connection: sqlite3.Connection, content: IndexContent) -> None:
    connection.executemany(
        "INSERT OR REPLACE INTO exploited VALUES (?, ?, ?, ?)",
        [
            (entry.cve, entry.added, entry.due, entry.by_ransomware)
            for entry in sorted(content.exploited, key=lambda entry: entry.cve)
        ],
    )
    probabilities = sorted(content.probabilities, key=lambda each: each.cve)
    models = {key: number for number, key in enumerate(sorted(set(map(_model, probabilities))))}
    connection.executemany(
        "INSERT INTO model VALUES (?, ?, ?)",
        [(number, name, date) for (name, date), number in models.items()],
    )
    connection.executemany(
        "INSERT OR REPLACE INTO probability VALUES (?, ?, ?, ?)",
        [(each.cve, each.score, each.percentile, models[_model(each)]) for each in probabilities],
    )


def _write_projects(connection: sqlite3.Connection, content: IndexContent) -> None:
    connection.executemany(
        "INSERT OR REPLACE INTO status VALUES (?, ?, ?, ?)",
        [
            (each.project, each.maintenance.value, each.reason, each.date)
            for each in sorted(content.statuses, key=lambda each: each.project)
        ],
    )
    connection.executemany(
        "INSERT OR REPLACE INTO yanked VALUES (?, ?, ?)",
        [
            (each.project, each.version, each.reason)
            for each in sorted(content.yanked, key=lambda each: (each.project, each.version))
        ],
    )


def _place(advisory: Advisory) -> tuple[str, str, str, str]:
    """Return where an advisory stands: beside others of its package, whose links are alike."""
    package = advisory.affected[0].package if advisory.affected else ""
    return package, advisory.id, advisory.source or "", advisory.modified or ""


def _model(probability: Probability) -> tuple[str, str]:
    return probability.model, probability.date
