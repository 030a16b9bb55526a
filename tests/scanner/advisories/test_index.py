"""The local index: what goes in comes out, and what is damaged is not taken for empty."""

from __future__ import annotations

import os
import sqlite3
import zlib
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packaging.version import Version

from scanner.advisories.building import build_index
from scanner.advisories.content import IndexContent
from scanner.advisories.feeds import FEEDS
from scanner.advisories.index import AdvisoryIndex
from scanner.errors import UnreadableAdvisories
from scanner.model.advisory import (
    Advisory,
    Affected,
    AffectedRange,
    AffectedRanges,
    Level,
    Severity,
)
from scanner.model.event import KINDS, Event, ranges_of
from scanner.model.names import NormalizedName
from scanner.model.report import AdvisorySource
from tests.support.advisories import advisory
from tests.support.reports import SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EXAMPLE = NormalizedName("example")
RECORD = advisory("introduced 1.0, fixed 2.0", versions=["0.1", "banana"], aliases=["CVE-2026-1"])


@pytest.fixture
def location(tmp_path: Path) -> Path:
    """Return the place of an index."""
    return tmp_path / "index.sqlite"


def records_of(location: Path, *packages: str) -> dict[NormalizedName, list[Advisory]]:
    """Return what an index has of these packages."""
    with AdvisoryIndex.opened(location) as index:
        return index.advisories_for(map(NormalizedName, packages))


VERSIONS = st.sampled_from(
    ["0", "0.dev0", "1.0", "1.0rc1", "1.0.post1.dev2", "1!2.0", "2.6.0+cu124", "10.0.1"]
).map(Version)
BOUND = st.none() | VERSIONS
RANGES = st.builds(
    AffectedRanges,
    st.lists(
        st.builds(AffectedRange, introduced=BOUND, fixed=BOUND, last_affected=BOUND, limit=BOUND),
        max_size=3,
    ).map(tuple),
) | st.lists(
    st.builds(Event, st.sampled_from(KINDS), st.text(min_size=1) | VERSIONS.map(str)), min_size=1
).map(ranges_of)
NAMES = st.sampled_from(["a", "b", "zope-interface"]).map(NormalizedName)
IDENTIFIERS = st.from_regex(r"[A-Z]{2,6}-[0-9a-z.-]{1,12}", fullmatch=True)
LINKS = st.text(min_size=1).filter(lambda text: not {*" \n"} & {*text})
ADVISORIES = st.builds(
    Advisory,
    id=IDENTIFIERS,
    aliases=st.lists(IDENTIFIERS, max_size=3).map(tuple),
    related=st.lists(IDENTIFIERS, max_size=3).map(tuple),
    severity=st.builds(
        Severity,
        st.sampled_from(Level),
        st.none() | st.integers(0, 100).map(lambda tenths: tenths / 10),
        st.none() | st.text(),
    ),
    affected=st.lists(
        st.builds(
            Affected,
            package=NAMES,
            ranges=st.lists(RANGES, max_size=3).map(tuple),
            versions=st.lists(st.text(), max_size=3).map(tuple),
            entry=st.integers(0, 9),
        ),
        max_size=3,
        unique_by=lambda affected: affected.entry,
    ).map(lambda entries: tuple(sorted(entries, key=lambda affected: affected.entry))),
    published=st.none() | st.text(min_size=1),
    modified=st.none() | st.text(min_size=1),
    withdrawn=st.none() | st.text(min_size=1),
    links=st.lists(LINKS, max_size=3).map(tuple),
    is_malware=st.booleans(),
)


def about(record: Advisory, package: NormalizedName) -> Advisory:
    """Return a record without what it says of other packages."""
    entries = tuple(entry for entry in record.affected if entry.package == package)
    return replace(record, affected=entries)


def by_package(records: list[Advisory]) -> Iterator[tuple[NormalizedName, list[Advisory]]]:
    """Yield what a look-up is to find of each package."""
    for package in {entry.package for record in records for entry in record.affected}:
        found = [about(record, package) for record in records]
        yield package, [record for record in found if record.affected]


@settings(deadline=None)
@given(records=st.lists(ADVISORIES, max_size=5, unique_by=lambda record: record.id))
def test_what_goes_in_comes_out(tmp_path_factory, records):
    location = tmp_path_factory.getbasetemp() / "round-trip.sqlite"
    build_index(location, IndexContent(advisories=records, sources=[SOURCE]))

    found = records_of(location, "a", "b", "zope-interface")

    in_order = sorted(records, key=lambda record: record.id)
    assert dict(by_package(in_order)) == found


def test_only_the_packages_asked_for_are_found(location):
    build_index(
        location,
        IndexContent(advisories=[advisory("introduced 0", package=name) for name in "abc"]),
    )

    assert {"a", "c"} == records_of(location, "c", "a", "a", "nothing").keys()
    assert {} == records_of(location)


@pytest.mark.parametrize("name", ["", "\udcff", "a\0b", "%", "'", '"', "a" * 100_000])
def test_any_name_may_be_asked_for(location, name):
    """
    Names come out of images, and may be anything.
    """
    build_index(location, IndexContent(advisories=[advisory("introduced 0", package="a")]))

    assert ["a"] == [*records_of(location, name, "a")]


def test_records_of_one_identifier_are_all_kept(location):
    """
    Two feeds may have the same record, and one of them more of it.
    """
    build_index(
        location, IndexContent(advisories=[RECORD, replace(RECORD, withdrawn="2026-01-01")])
    )

    assert [None, "2026-01-01"] == [
        record.withdrawn for record in records_of(location, "example")[EXAMPLE]
    ]


def test_white_space_in_a_link_does_not_make_it_two(location):
    links = ("https://a.test/b c\nd", "https://d.test")
    build_index(location, IndexContent(advisories=[replace(RECORD, links=links)]))

    (record,) = records_of(location, "example")[EXAMPLE]
    assert ("https://a.test/b%20c%0Ad", "https://d.test") == record.links


def test_equal_records_make_equal_files(tmp_path):
    records = [replace(RECORD, id=f"TEST-{number}") for number in range(50)]
    one, two = tmp_path / "one.sqlite", tmp_path / "two.sqlite"

    build_index(one, IndexContent(advisories=records, sources=[SOURCE]))
    build_index(two, IndexContent(advisories=reversed(records), sources=[SOURCE]))

    assert one.read_bytes() == two.read_bytes()


def test_an_index_says_where_its_records_are_from(location):
    other = AdvisorySource(
        name="GHSA", url="https://ghsa.test", license="CC-BY-4.0", date="2026-08-01", records=7
    )

    build_index(location, IndexContent(sources=[SOURCE, other]))

    with AdvisoryIndex.opened(location) as index:
        assert (other, SOURCE) == index.sources


def test_a_record_says_which_source_it_is_from(location):
    """
    SQLite may number rows anew when it compacts a file, unless a table numbers them itself.
    """
    sources = [replace(SOURCE, name=name) for name in ("A", "B", "C")]
    records = [replace(RECORD, id=f"TEST-{name}", source=name) for name in ("C", "A")]

    build_index(location, IndexContent(advisories=records, sources=sources))

    found = records_of(location, "example")[EXAMPLE]
    assert [("TEST-A", "A"), ("TEST-C", "C")] == [(each.id, each.source) for each in found]


def test_the_digest_of_an_index_is_that_of_its_file(location):
    build_index(location, IndexContent(advisories=[RECORD], sources=[SOURCE]))

    with AdvisoryIndex.opened(location) as index:
        assert f"sha256:{sha256(location.read_bytes()).hexdigest()}" == index.digest


def test_an_index_is_opened_by_any_path(tmp_path, monkeypatch):
    """
    SQLite is given a URI, in which these characters have a meaning.
    """
    location = tmp_path / "50% of #1?mode=rw"
    build_index(location, IndexContent(advisories=[RECORD]))
    monkeypatch.chdir(tmp_path)

    assert ["example"] == [*records_of(location.relative_to(tmp_path), "example")]


def test_reading_leaves_the_file_and_its_directory_alone(location):
    build_index(location, IndexContent(advisories=[RECORD]))
    before = location.read_bytes()

    records_of(location, "example")

    assert ([location], before) == ([*location.parent.iterdir()], location.read_bytes())


@pytest.mark.hostile(row=60)
def test_an_index_that_another_process_has_locked_is_read(location):
    """
    It is never changed in place: a new one takes its place as a whole.
    """
    build_index(location, IndexContent(advisories=[RECORD], sources=[SOURCE]))
    with closing(sqlite3.connect(location, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")

        assert {EXAMPLE: [RECORD]} == records_of(location, "example")


def _unreadable(location: Path) -> str:
    """Return what is wrong with an index."""
    with pytest.raises(UnreadableAdvisories) as caught:
        records_of(location, "example")
    assert str(location) == caught.value.location
    return caught.value.reason


def test_an_index_that_is_missing_is_unreadable_and_stays_missing(location):
    assert "unable to open" in _unreadable(location)
    assert not location.exists()


def test_a_directory_is_no_index(tmp_path):
    assert _unreadable(tmp_path)


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "not made by this version"), (b"not an index" * 100, "not a database")],
    ids=["empty", "text"],
)
def test_a_file_of_another_kind_is_no_index(location, content, reason):
    location.write_bytes(content)

    assert reason in _unreadable(location)


def test_another_database_is_no_index(location):
    with sqlite3.connect(location) as connection:
        connection.execute("CREATE TABLE other (key TEXT)")
    connection.close()

    assert "not made by this version of Lading" == _unreadable(location)


@pytest.mark.parametrize(
    "change",
    ["UPDATE meta SET value = '999'", "DELETE FROM meta", "UPDATE meta SET key = 'version'"],
)
def test_an_index_of_another_format_is_unreadable(location, change):
    build_index(location, IndexContent(advisories=[RECORD]))
    with sqlite3.connect(location) as connection:
        connection.execute(change)
    connection.close()

    assert "not made by this version of Lading" == _unreadable(location)


@pytest.mark.parametrize("table", ["meta", "advisory"])
def test_a_view_in_the_place_of_a_table_is_not_read(location, table):
    """
    It may have rows without end.
    """
    build_index(location, IndexContent(advisories=[RECORD]))
    with sqlite3.connect(location) as connection:
        connection.execute(f"ALTER TABLE {table} RENAME TO other")
        connection.execute(
            f"CREATE VIEW {table} AS WITH RECURSIVE x AS (SELECT 1 UNION ALL SELECT 1 FROM x)"
            " SELECT 'format' AS key, '3' AS value FROM x"
        )
    connection.close()

    assert "not made by this version of Lading" == _unreadable(location)


def test_an_index_cut_anywhere_is_unreadable(location):
    """
    SQLite reads a last page that is cut as one without rows, so everything would be clean.
    """
    build_index(
        location,
        IndexContent(
            advisories=[replace(RECORD, id=f"TEST-{number}") for number in range(30)],
            sources=[SOURCE],
        ),
    )
    whole = location.read_bytes()

    for size in range(0, len(whole), 101):
        location.write_bytes(whole[:size])
        assert _unreadable(location)


@pytest.mark.parametrize("damage", ["date = NULL", "records = 'many'", "url = x'00'"])
def test_a_source_that_is_damaged_is_an_error(location, damage):
    build_index(location, IndexContent(advisories=[RECORD], sources=[SOURCE]))
    with sqlite3.connect(location) as connection:
        connection.execute(f"UPDATE source SET {damage}")
    connection.close()

    with AdvisoryIndex.opened(location) as index, pytest.raises(UnreadableAdvisories):
        _ = index.sources


@pytest.mark.parametrize(
    "damage",
    [
        "affected SET ranges = '[['",
        "affected SET ranges = '1'",
        "affected SET ranges = '[1]'",
        """affected SET ranges = '[[["f"]]]'""",
        """affected SET ranges = '[[[{"?": "1.0"}]]]'""",
        """affected SET ranges = '[[[{"f": "1.0.stable"}]]]'""",
        "affected SET versions = '['",
        "affected SET versions = '1'",
        """affected SET versions = '[{"a": 1}]'""",
        """affected SET versions = '{"a": 1}'""",
        pytest.param(f"affected SET versions = '{'[' * 100_000}'", id="too deep"),
        """affected SET ranges = '[{"events": [["i", 1]]}]'""",
        "advisory SET score = 'high'",
        "advisory SET id = CAST(id AS BLOB)",
        "advisory SET published = x'00'",
        f"links SET packed = x'{zlib.compress(b'https://a.test').hex()[:-2]}'",
        f"links SET packed = x'{zlib.compress(bytes([255])).hex()}'",
        "links SET packed = x'00'",
        "links SET packed = 1",
        "links SET pack = 7",
        "affected SET entry = 'first'",
        "advisory SET level = 99",
        "advisory SET aliases = CAST(x'ff' AS TEXT)",
    ],
)
def test_a_row_that_is_damaged_is_an_error_and_no_other_answer(location, damage):
    """
    A bound that is lost leaves its range open, or a version affected that is not.
    """
    build_index(location, IndexContent(advisories=[RECORD]))
    with sqlite3.connect(location) as connection:
        connection.execute(f"UPDATE {damage}")
    connection.close()

    assert _unreadable(location)


def test_no_changed_byte_raises_anything_else(location):
    build_index(
        location,
        IndexContent(
            advisories=[replace(RECORD, id=f"TEST-{number}") for number in range(5)],
            sources=[SOURCE],
        ),
    )
    whole = location.read_bytes()

    for place in range(0, len(whole), 17):
        location.write_bytes(whole[:place] + bytes([whole[place] ^ 0x9D]) + whole[place + 1 :])
        try:
            records_of(location, "example")
        except UnreadableAdvisories:
            continue


def test_an_index_is_replaced(location):
    build_index(location, IndexContent(advisories=[RECORD]))
    build_index(location, IndexContent(advisories=[replace(RECORD, id="TEST-2")]))

    assert ["TEST-2"] == [record.id for record in records_of(location, "example")[EXAMPLE]]


def _failing() -> Iterator[Advisory]:
    yield RECORD
    raise RuntimeError("the feed broke off")


def test_an_index_that_cannot_be_finished_leaves_the_one_that_is_there(location):
    build_index(location, IndexContent(advisories=[RECORD]))

    with pytest.raises(RuntimeError, match="broke off"):
        build_index(location, IndexContent(advisories=_failing()))

    assert ["example"] == [*records_of(location, "example")]
    assert [location] == [*location.parent.iterdir()]


def test_text_that_cannot_be_stored_leaves_the_index_that_is_there(location):
    """
    JSON can write half of a surrogate pair, and UTF-8 cannot.
    """
    build_index(location, IndexContent(advisories=[RECORD]))

    with pytest.raises(UnreadableAdvisories, match="surrogates"):
        build_index(location, IndexContent(advisories=[replace(RECORD, id="\ud800")]))

    assert ["example"] == [*records_of(location, "example")]
    assert [location] == [*location.parent.iterdir()]


def test_a_destination_that_is_a_directory_is_left_alone(tmp_path):
    destination = tmp_path / "taken"
    (destination / "inside").mkdir(parents=True)

    with pytest.raises(UnreadableAdvisories, match="taken"):
        build_index(destination, IndexContent(advisories=[RECORD]))

    assert [destination] == [*tmp_path.iterdir()]


@pytest.mark.parametrize("parent", ["missing", "file"])
def test_a_destination_without_a_directory_is_an_error(tmp_path, parent):
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(UnreadableAdvisories, match="unable to open"):
        build_index(tmp_path / parent / "index.sqlite", IndexContent(advisories=[RECORD]))

    assert "in the way" == (tmp_path / "file").read_text()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_directory_that_is_not_writable_keeps_its_index(location):
    build_index(location, IndexContent(advisories=[RECORD]))
    location.parent.chmod(0o555)

    try:
        with pytest.raises(UnreadableAdvisories):
            build_index(location, IndexContent())
    finally:
        location.parent.chmod(0o755)

    assert ["example"] == [*records_of(location, "example")]


@pytest.mark.parametrize(
    ("packages", "ecosystems"),
    [
        ("", set()),
        ("a", {"pypi"}),
        ("conda:a", {"conda"}),
        ("conda:a a conda:b", {"conda", "pypi"}),
    ],
)
def test_an_index_says_of_which_ecosystems_it_has_advisories(location, packages, ecosystems):
    records = [
        Advisory(id=name, affected=(Affected(package=NormalizedName(name)),))
        for name in packages.split()
    ]
    build_index(location, IndexContent(advisories=records))

    with AdvisoryIndex.opened(location) as index:
        assert ecosystems == index.ecosystems


@pytest.mark.parametrize("feed", ["esms", "osv-api", "pypi"])
def test_a_source_that_was_asked_about_some_releases_says_nothing_of_others(location, feed):
    source = replace(SOURCE, name=FEEDS[feed].title)
    build_index(
        location, IndexContent(advisories=[replace(RECORD, source=source.name)], sources=[source])
    )

    with AdvisoryIndex.opened(location) as index:
        ecosystems = index.ecosystems

    assert frozenset() == ecosystems
