"""The index that ships with the package."""

from __future__ import annotations

import json
import re
import sqlite3
import sys
from contextlib import closing
from datetime import date

import pytest

from scanner.advisories import __main__ as script
from scanner.advisories.affected_row import BOUNDS, EVENTS
from scanner.advisories.index import BUNDLED, AdvisoryIndex
from scanner.model.report import AdvisorySource
from tests.support.advisories import kev_archive, pypa_archive, pypa_records

MEBIBYTE = 1 << 20


def rows(statement: str) -> list[tuple[object, ...]]:
    """Return what a statement finds in the bundled index."""
    with closing(sqlite3.connect(f"{BUNDLED.as_uri()}?mode=ro", uri=True)) as connection:
        return connection.execute(statement).fetchall()


def column(name: str) -> set[str]:
    """Return the values of a column."""
    column_, table = name.split(" of ")
    return {str(value) for (value,) in rows(f"SELECT {column_} FROM {table}") if value is not None}


def test_it_opens_and_says_what_it_is_made_of():
    with AdvisoryIndex.opened() as index:
        kev, pypa = index.sources
        records = list(index.all())

    ((count,),) = rows("SELECT count(*) FROM advisory")
    ((modified,),) = rows("SELECT max(modified) FROM advisory")
    expected = AdvisorySource(
        name="PyPA advisory database",
        url="https://github.com/pypa/advisory-database",
        license="CC-BY-4.0",
        date=date.fromisoformat(pypa.date).isoformat(),
        records=int(str(count)),
        modified=str(modified),
    )
    assert expected == pypa
    assert {pypa.name} == {advisory.source for advisory in records}
    ((count,),) = rows("SELECT count(*) FROM exploited")
    assert ("CISA KEV", count) == (kev.name, kev.records)


def test_it_is_small():
    assert BUNDLED.stat().st_size <= 2 * MEBIBYTE


def test_every_record_of_the_archive_is_in_it():
    identifiers = [record["id"] for record in pypa_records()]

    assert len(identifiers) == len(set(identifiers))
    assert set(identifiers) == column("id of advisory")


def test_it_is_what_the_archive_makes_today(tmp_path, monkeypatch, capsys):
    """
    A change of what is read, or of how it is written, needs ``make advisories``.
    """
    rebuilt = tmp_path / "index.sqlite"
    arguments = map(str, (pypa_archive(), rebuilt, "--kev", kev_archive()))
    monkeypatch.setattr(sys, "argv", ["script", *arguments])

    assert 0 == script.main()

    dumps = []
    for location in (BUNDLED, rebuilt):
        with closing(sqlite3.connect(f"{location.as_uri()}?mode=ro", uri=True)) as connection:
            dumps.append(list(connection.iterdump()))
    assert dumps[0] == dumps[1]
    faults = [line for line in capsys.readouterr().err.splitlines() if "names neither" in line]
    without_data = {
        record["id"]
        for record in pypa_records()
        if not any(
            entry.get("versions")
            or any(found["type"] != "GIT" for found in entry.get("ranges") or ())
            for entry in record["affected"]
        )
    }
    assert without_data == {line.partition(".yaml")[0].rpartition("/")[2] for line in faults}


IDENTIFIERS = r"(?:[A-Z][\w.-]*-[\w.:-]+(?: (?!$)|$))*"
DATE = r"\d{4}-\d\d-\d\d[T ][\d:.]+(?:Z|\+00:00)?"

# For each column that holds text a grammar that leaves no room for a sentence.
GRAMMARS = {
    "id of advisory": r"PYSEC-\d{4}-\d+",
    "aliases of advisory": IDENTIFIERS,
    "related of advisory": IDENTIFIERS,
    "level of advisory": r"[0-5]",
    "score of advisory": r"\d\d?\.\d",
    "text of vector": r"(?:CVSS:(?:3\.[01]|4\.0)/)?[A-Z]+:[A-Z]+(?:/[A-Z]+:[A-Z][a-z]*)*",
    "published of advisory": DATE,
    "modified of advisory": DATE,
    "withdrawn of advisory": DATE,
    "cve of exploited": r"CVE-\d{4}-\d{4,}",
    "added of exploited": r"\d{4}-\d\d-\d\d",
    "due of exploited": r"\d{4}-\d\d-\d\d",
    "package of affected": r"[a-z0-9]+(?:-[a-z0-9]+)*",
}
TABLES = {
    "meta": {"key", "value"},
    "source": {"number", "name", "url", "license", "date", "records", "modified", "unreadable"},
    "advisory": {
        *("number", "id", "source", "aliases", "related", "level", "score", "vector"),
        *("published", "modified", "withdrawn", "is_malware"),
    },
    "vector": {"number", "text"},
    "links": {"pack", "packed"},
    "affected": {"package", "advisory", "entry", "ranges", "versions"},
    "exploited": {"cve", "added", "due", "by_ransomware"},
    "model": {"number", "name", "date"},
    "probability": {"cve", "score", "percentile", "model"},
    "status": {"project", "maintenance", "reason", "date"},
    "yanked": {"project", "version", "reason"},
    "document": {"source", "content"},
}


def test_it_has_no_other_tables_and_columns():
    found: dict[str, set[str]] = {}
    for table, name in rows(
        "SELECT m.name, p.name FROM sqlite_schema m, pragma_table_info(m.name) p"
    ):
        found.setdefault(str(table), set()).add(str(name))

    assert TABLES == found


@pytest.mark.parametrize("name", GRAMMARS)
def test_it_holds_no_prose(name):
    values = column(name)

    assert values
    assert set() == {value for value in values if not re.fullmatch(GRAMMARS[name], value)}


def test_its_links_are_links():
    with AdvisoryIndex.opened() as index:
        links = {link for advisory in index.all() for link in advisory.links}

    assert links
    assert set() == {link for link in links if not re.fullmatch(r"\S+[./]\S+", link)}


def test_its_versions_and_bounds_are_no_prose():
    texts = set()
    for value in column("versions of affected"):
        texts |= set(json.loads(value))
    for value in column("ranges of affected"):
        for item in json.loads(value):
            if isinstance(item, dict):
                assert item.keys() == {EVENTS}
                texts |= {text for _, text in item[EVENTS]}
                continue
            assert all(bound.keys() <= BOUNDS.keys() for bound in item)
            texts |= {text for bound in item for text in bound.values()}

    assert set() == {text for text in texts if not re.fullmatch(r"\S{1,40}", text)}
