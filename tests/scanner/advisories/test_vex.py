"""VEX documents that are taken into the local index."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from scanner.advisories.detail_file import detail_location
from scanner.advisories.importing import Importing, import_files
from scanner.advisories.index import AdvisoryIndex
from scanner.advisories.records import advisories_at, records_at
from scanner.advisories.vex import Origin, documents_at, malformed_at, origins_in, vex_in
from scanner.errors import UnreadableAdvisories
from testdata.images.writer import encoded
from tests.support.advisories import record_of
from tests.support.feeds import osv_record, zip_of
from tests.support.vex import CVE, analysed, csaf, cyclonedx, openvex, said

if TYPE_CHECKING:
    from pathlib import Path

NOTHING = Importing()
FIXED = {"cve": CVE, "product_status": {"fixed": ["A"]}}


@pytest.fixture
def location(tmp_path: Path) -> Path:
    """Return the place of an index."""
    return tmp_path / "index" / "advisories.sqlite"


@pytest.fixture
def take_in(tmp_path, location):
    """Return what takes a file into the index."""

    def take_in(data: bytes, file: str = "vex.json", importing: Importing = NOTHING) -> None:
        (tmp_path / file).write_bytes(data)
        import_files(location, [tmp_path / file], importing)

    return take_in


@pytest.mark.parametrize(
    ("data", "name", "date"),
    [
        (openvex(said()), "VEX https://vex.test/1", "2026-01-31"),
        (openvex(said(timestamp="2026-03-01T00:00:00Z")), "VEX https://vex.test/1", "2026-03-01"),
        (csaf(FIXED), "VEX vex.json", "2026-01-31"),
        (
            csaf(FIXED).replace(b'"tracking": {', b'"tracking": {"id": "ADA-1", '),
            "VEX Ada ADA-1",
            "2026-01-31",
        ),
        (cyclonedx(analysed("false_positive")), "VEX vex.json", "2026-01-31"),
        (
            cyclonedx(analysed("resolved"), serialNumber="urn:uuid:1"),
            "VEX urn:uuid:1",
            "2026-01-31",
        ),
        (
            encoded(
                {
                    "predicateType": "https://openvex.dev/ns/v0.2.0",
                    "subject": [],
                    "predicate": {"@id": "attested", "author": "Ada", "statements": [said()]},
                }
            ),
            "VEX attested",
            "",
        ),
        (b"\xef\xbb\xbf" + openvex(said()), "VEX https://vex.test/1", "2026-01-31"),
    ],
    ids=[
        "openvex",
        "of-its-last-statement",
        "csaf",
        "csaf-with-id",
        "cyclonedx",
        "cyclonedx-with-number",
        "attested",
        "byte-order-mark",
    ],
)
def test_a_document_is_a_source_and_kept_as_it_is(take_in, location, data, name, date):
    take_in(data)

    with AdvisoryIndex.opened(location) as index:
        (source,) = index.sources
        origins = origins_in(index)

        assert {name: data} == index.documents()
    assert (name, date, 1, 0) == (source.name, source.date, source.records, source.unreadable)
    digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
    assert {name: Origin(digest, ("Ada",))} == origins


def test_what_is_said_of_a_document_counts_more(take_in, location):
    take_in(openvex(said()), importing=Importing(name="ours", date="2026-05-05"))

    with AdvisoryIndex.opened(location) as index:
        assert [("ours", "2026-05-05")] == [(each.name, each.date) for each in index.sources]


def test_a_document_takes_the_place_of_its_last_version(take_in, location):
    """
    However much less it says: what it no longer says has to count again.
    """
    take_in(openvex(said(), said("fixed"), said("affected")))
    take_in(openvex(said("affected"), version=2), "other-name.json")
    take_in(cyclonedx(analysed("resolved")), "other.json")

    with AdvisoryIndex.opened(location) as index:
        assert {"VEX https://vex.test/1": 1, "VEX other.json": 1} == {
            name: len(document.statements) for name, document in vex_in(index).items()
        }


def test_a_document_does_not_pass_for_a_database(take_in, location, tmp_path):
    (tmp_path / "a.zip").write_bytes(zip_of([osv_record(1), osv_record(2), osv_record(3)]))
    import_files(location, [tmp_path / "a.zip"], NOTHING)

    take_in(openvex(said(), **{"@id": "PyPA advisory database"}))

    with AdvisoryIndex.opened(location) as index:
        assert ["PyPA advisory database", "VEX PyPA advisory database"] == [
            each.name for each in index.sources
        ]
        assert 3 == index.counts["advisories"]


def test_what_is_no_statement_is_counted_and_named(take_in, location, tmp_path):
    take_in(openvex(said(), said(products=[])))

    with AdvisoryIndex.opened(location) as index:
        assert [(1, 1)] == [(each.records, each.unreadable) for each in index.sources]
    (fault,) = malformed_at(location)
    assert ("VEX https://vex.test/1:1", "it has no products") == (fault.name, fault.reason)
    assert [fault] == list(malformed_at(tmp_path / "vex.json"))
    assert ([], []) == (
        list(records_at(tmp_path / "vex.json")),
        list(advisories_at(tmp_path / "vex.json")),
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (cyclonedx(), "no statements"),
        (openvex(said(products=[])), "no statements"),
        (openvex(said())[:-1] + b',"@id":"x"}', "twice"),
        (openvex(said())[:-9], "no records"),
        (b"[" * 100_000, "no records"),
        (b'{"@context":"https://openvex.dev/ns","x":' + b"[" * 100_000, "no records"),
        (b"\xff" + openvex(said()), "no records"),
        (encoded({"@context": ["https://openvex.dev/ns"], "statements": [said()]}), "no records"),
    ],
    ids=["sbom", "none-readable", "twice", "cut-off", "deep", "deep-inside", "not-utf-8", "list"],
)
def test_a_document_of_no_use_leaves_the_index_as_it_was(take_in, location, data, reason):
    take_in(openvex(said()))
    before = location.read_bytes()

    with pytest.raises(UnreadableAdvisories, match=reason):
        take_in(data, "bad.json")

    assert before == location.read_bytes()


def test_other_sources_come_and_a_document_stays(take_in, location):
    take_in(openvex(said()))
    before = documents_at(location)

    take_in(encoded(record_of("introduced 0", id="PYSEC-2026-1")), "record.json")

    assert before == documents_at(location)


def test_without_details_a_document_is_not_lost(take_in, location):
    take_in(openvex(said()))
    detail_location(location).unlink()

    with pytest.raises(UnreadableAdvisories, match=r"would be lost: VEX https://vex\.test/1"):
        take_in(encoded(record_of("introduced 0", id="PYSEC-2026-1")), "record.json")


def test_an_index_is_taken_in_elsewhere_with_its_documents(take_in, location, tmp_path):
    take_in(openvex(said()))

    import_files(tmp_path / "there.sqlite", [location], NOTHING)

    assert documents_at(location) == documents_at(tmp_path / "there.sqlite")
    assert location.read_bytes() == (tmp_path / "there.sqlite").read_bytes()


def test_two_files_of_one_source_are_refused(location, tmp_path):
    """
    One would take the place of the other, and what it says would be gone without a word.
    """
    files = [tmp_path / "a.json", tmp_path / "b.json"]
    for file in files:
        file.write_bytes(openvex(said()))

    with pytest.raises(UnreadableAdvisories, match="in several of these files"):
        import_files(location, files, NOTHING)

    assert not location.exists()


def test_an_index_with_a_source_of_no_feed_is_damaged(take_in, location, tmp_path):
    take_in(openvex(said()))
    with closing(sqlite3.connect(detail_location(location))) as details:
        details.execute("UPDATE kept SET feed = 'x'")
        details.commit()

    with pytest.raises(UnreadableAdvisories, match="no feed is called x"):
        import_files(tmp_path / "there.sqlite", [location], NOTHING)
