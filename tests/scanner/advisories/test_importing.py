"""Files that are taken into the local index, and what is given to others."""

from __future__ import annotations

import gzip
import json
import zipfile
from typing import TYPE_CHECKING

import pytest

from scanner.advisories.export import export_index, export_records
from scanner.advisories.importing import Importing, import_files
from scanner.advisories.index import AdvisoryIndex
from scanner.errors import FeedFailed, UnreadableAdvisories
from tests.support.advisories import record_of
from tests.support.feeds import EPSS_CSV, KEV_JSON, ids_in, osv_record, zip_of
from tests.support.nvd import cve, feed, matching

if TYPE_CHECKING:
    from pathlib import Path

    from scanner.advisories.intake import Intake
    from scanner.model.report import AdvisorySource

NOTHING = Importing()


@pytest.fixture
def location(tmp_path: Path) -> Path:
    """Return the place of an index."""
    return tmp_path / "index" / "advisories.sqlite"


def file_with(directory: Path, name: str, data: bytes) -> Path:
    """Write a file."""
    (directory / name).write_bytes(data)
    return directory / name


def imported(location: Path, *paths: Path, importing: Importing = NOTHING) -> list[Intake]:
    """Take files into an index."""
    return [intake for _, intake in import_files(location, paths, importing)]


def sources_of(location: Path) -> tuple[AdvisorySource, ...]:
    """Return the sources of an index."""
    with AdvisoryIndex.opened(location) as index:
        return index.sources


def record_named(id_: str, modified: str | None = None) -> bytes:
    """Return a record as JSON."""
    return json.dumps(record_of("introduced 0", id=id_, modified=modified)).encode()


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("PYSEC-2026-1.json", record_named("PYSEC-2026-1"), ("PyPA advisory database", "")),
        ("GHSA.json", record_named("GHSA-jjg7-2v4v-x38h"), ("GitHub advisory database", "")),
        ("MAL.json", record_named("MAL-2026-1"), ("OpenSSF malicious packages", "")),
        ("RSEC.json", record_named("RSEC-2026-1"), ("OSV", "")),
        (
            "x-2026-07-23.json",
            record_named("A-1", modified="2026-01-01T00:00:00Z"),
            ("OSV", "2026-07-23"),
        ),
        ("x.json", record_named("A-1", modified="2026-01-01T00:00:00Z"), ("OSV", "2026-01-01")),
        ("kev.json", json.dumps(KEV_JSON).encode(), ("CISA KEV", "2026-08-07")),
        ("epss.csv", EPSS_CSV, ("EPSS", "2026-08-07")),
        ("epss.csv.gz", gzip.compress(EPSS_CSV), ("EPSS", "2026-08-07")),
        ("x.json", feed(cve(matching())), ("NVD 2024", "2026-08-01")),
        ("x.json.gz", gzip.compress(feed(cve(matching()))), ("NVD 2024", "2026-08-01")),
    ],
    ids=[
        *("pypa", "ghsa", "mal", "osv", "dated", "newest", "kev", "epss", "epss-gz"),
        *("nvd", "nvd-gz"),
    ],
)
def test_what_a_file_is_is_told_by_what_is_in_it(tmp_path, location, name, data, expected):
    imported(location, file_with(tmp_path, name, data))

    (found,) = sources_of(location)
    assert expected == (found.name, found.date)


def test_what_is_said_of_a_file_counts_more(tmp_path, location):
    file = file_with(tmp_path, "x-2026-07-23.json", record_named("A-1"))

    imported(location, file, importing=Importing(date="2026-08-01", name="Ours"))

    (found,) = sources_of(location)
    assert ("Ours", "2026-08-01") == (found.name, found.date)


def test_sources_stay_beside_each_other_and_each_replaces_its_own(tmp_path, location):
    kev = file_with(tmp_path, "kev.json", json.dumps(KEV_JSON).encode())
    first = file_with(tmp_path, "first.zip", zip_of([osv_record(1), osv_record(2)]))
    second = file_with(tmp_path, "second.zip", zip_of([osv_record(2), osv_record(3)]))

    imported(location, kev, first)
    imported(location, second)

    assert ["PYSEC-2026-2", "PYSEC-2026-3"] == ids_in(location)
    assert [1, 2] == [source.records for source in sources_of(location)]
    with AdvisoryIndex.opened(location) as index:
        assert {"CVE-2026-1001"} == index.exploited(["CVE-2026-1001"]).keys()


def test_of_a_record_that_several_have_the_last_changed_one_counts(tmp_path, location):
    old = osv_record(1, modified="2026-01-01T00:00:00Z", aliases=["CVE-2026-1"])
    new = osv_record(1, modified="2026-02-01T00:00:00Z", aliases=["CVE-2026-2"])
    for name, record in (("a", new), ("b", old)):
        file = file_with(tmp_path, f"{name}.json", json.dumps(record).encode())
        imported(location, file, importing=Importing(name=name))

    with AdvisoryIndex.opened(location) as index:
        assert [("a", ("CVE-2026-2",))] == [(each.source, each.aliases) for each in index.all()]


def test_feeds_of_nvd_are_beside_each_other_by_their_years(tmp_path, location):
    old = file_with(tmp_path, "a.json", feed(cve(matching(), id_="CVE-2023-1001")))
    new = file_with(tmp_path, "b.json", feed(cve(matching()), cve(id_="CVE-2024-1002"), 1))

    _, intake = imported(location, old, new)

    assert [("NVD 2023", 1), ("NVD 2024", 1)] == [
        (source.name, source.records) for source in sources_of(location)
    ]
    assert (1, (("entry 2", "no CVE"),)) == (
        intake.other_ecosystem,
        intake.holding.kept.unreadable,
    )


def test_records_of_other_ecosystems_are_left_out_and_counted(tmp_path, location):
    npm = record_of("introduced 0", id="GHSA-1")
    npm["affected"] = [{"package": {"ecosystem": "npm", "name": "x"}}]
    bad = {"id": "GHSA-2", "affected": "x"}

    (intake,) = imported(
        location, file_with(tmp_path, "all.zip", zip_of([npm, bad, osv_record(1)]))
    )

    held, unreadable = intake.holding.source.records, intake.holding.source.unreadable
    assert (3, 1, 1, 1) == (intake.read, held, intake.other_ecosystem, unreadable)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.zip", zip_of([])),
        ("cut.zip", zip_of([osv_record(1)])[:-30]),
        ("npm.json", b'{"id": "A", "affected": []}'),
        ("text.txt", b"neither a record nor an archive"),
        ("kev.json", b'{"catalogVersion": "1", "vulnerabilities": []}'),
        ("epss.csv.gz", gzip.compress(EPSS_CSV)[:-12]),
        ("nvd.json", feed(cve(matching(target="node.js")))),
        ("nvd.json.gz", gzip.compress(feed(cve(matching())))[:-12]),
        ("other.sqlite", b"SQLite format 3\0 and no more"),
    ],
)
def test_a_file_of_no_use_leaves_the_index_as_it_was(tmp_path, location, name, data):
    good = file_with(tmp_path, "good.json", json.dumps(osv_record(1)).encode())
    imported(location, good)
    before = location.read_bytes()

    with pytest.raises(UnreadableAdvisories):
        imported(location, good, file_with(tmp_path, name, data))

    assert before == location.read_bytes()


def test_a_copy_that_lost_most_of_its_records_is_not_believed(tmp_path, location):
    imported(location, file_with(tmp_path, "a.zip", zip_of(map(osv_record, range(1, 10)))))
    small = file_with(tmp_path, "b.zip", zip_of([osv_record(1)]))

    with pytest.raises(FeedFailed, match="1 records, where there were 9"):
        imported(location, small)
    imported(location, small, importing=Importing(force=True))

    assert ["PYSEC-2026-1"] == ids_in(location)


def test_an_exported_index_is_taken_in_elsewhere_as_it_is(tmp_path, location):
    files = [
        file_with(tmp_path, "kev.json", json.dumps(KEV_JSON).encode()),
        file_with(tmp_path, "a.zip", zip_of([osv_record(1)])),
    ]
    imported(location, *files)
    export_index(location, tmp_path / "copy.sqlite")

    elsewhere = tmp_path / "elsewhere.sqlite"
    imported(elsewhere, tmp_path / "copy.sqlite")

    assert location.read_bytes() == (tmp_path / "copy.sqlite").read_bytes()
    assert location.read_bytes() == elsewhere.read_bytes()


def test_exported_records_are_those_that_were_taken_in(tmp_path, location):
    records = [osv_record(number, novel={"field": number}) for number in (1, 2)]
    imported(location, file_with(tmp_path, "a.zip", zip_of(records)))
    older = osv_record(1, modified="2026-01-01T00:00:00Z")
    file = file_with(tmp_path, "b.json", json.dumps(older).encode())
    imported(location, file, importing=Importing(name="another"))

    count = export_records(location, tmp_path / "one.zip")
    export_records(location, tmp_path / "two.zip")

    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        found = {name: json.loads(archive.read(name)) for name in archive.namelist()}
    assert {f"{record['id']}.json": record for record in records} == found
    assert 2 == count
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
