"""Answers to clients of OSV."""

from __future__ import annotations

from contextlib import contextmanager

import pytest

from scanner.advisories.building import build_index
from scanner.advisories.content import IndexContent
from scanner.advisories.index import AdvisoryIndex
from scanner.advisories.osv import advisory_of
from scanner.advisories.source_record import SourceRecord
from scanner.errors import InvalidQuery
from scanner.model.advisory import Severity
from scanner.model.names import normalized
from scanner.service import osv_answer
from scanner.service.osv_answer import answer, answers
from scanner.service.osv_query import Query, query_of
from tests.support.advisories import record_of

AFFECTED = record_of("introduced 0, fixed 2.0", id="A-1", aliases=["CVE-1"], modified="2024-01-01")
OTHER = record_of("introduced 1.0, fixed 1.5", id="B-1", modified="2024-01-02")
WITHDRAWN = record_of("introduced 0", id="W-1", withdrawn="2024-01-03T00:00:00Z")
ODD = record_of("introduced 0, fixed one", id="O-1", package="odd")


@contextmanager
def index_of(directory, *records, whole=False):
    content = IndexContent(
        advisories=[advisory_of(record, Severity()) for record in records],
        records=[SourceRecord.of("test", record) for record in records] if whole else [],
    )
    build_index(directory / "index.sqlite", content)
    with AdvisoryIndex.opened(directory / "index.sqlite") as index:
        yield index


def asked(index, version=None, name="example", after=""):
    return answer(index, Query(normalized(name), version, after))


def results_of(index, *questions):
    queries = [Query(normalized(name), version) for name, version in questions]
    return answers(index, queries)["results"]


def ids_in(found):
    return [each["id"] for each in found.get("vulns", [])]


@pytest.mark.parametrize(
    ("version", "expected"),
    [("0.5", ["A-1"]), ("1.2+local", ["A-1", "B-1"]), ("2.0", []), (None, ["A-1", "B-1"])],
)
def test_what_concerns_a_version_is_what_a_scan_finds(version, expected, tmp_path):
    with index_of(tmp_path, OTHER, AFFECTED, WITHDRAWN) as index:
        assert expected == ids_in(asked(index, version))


def test_nothing_is_an_empty_object(tmp_path):
    with index_of(tmp_path, AFFECTED) as index:
        assert {} == asked(index, "1.0", name="unknown")


def test_what_is_not_certain_says_so(tmp_path):
    with index_of(tmp_path, ODD) as index:
        (record,) = asked(index, "1.0", name="odd")["vulns"]

    ours = record["database_specific"]["lading"]
    assert "undetermined" == ours["status"]
    assert "one" in ours["reason"]


def test_a_record_is_whole_if_there_is_a_detail_file(tmp_path):
    record = {**AFFECTED, "details": "It hurts.", "unknown": [1]}

    with index_of(tmp_path, record, whole=True) as index:
        assert [record] == asked(index, "1.0")["vulns"]


def test_a_batch_has_identifiers_in_the_order_of_its_questions(tmp_path):
    questions = [("example", "1.2"), ("unknown", "1"), ("example", "1.9")]

    with index_of(tmp_path, AFFECTED, OTHER) as index:
        found = results_of(index, *questions)

    first = {"id": "A-1", "modified": "2024-01-01"}
    second = {"id": "B-1", "modified": "2024-01-02"}
    assert [{"vulns": [first, second]}, {}, {"vulns": [first]}] == found


def test_many_records_come_in_pages(tmp_path):
    """
    A token is the last identifier, so that an index may be updated between two pages.
    """
    count = osv_answer.PAGE + 5
    records = [record_of("introduced 0", id=f"A-{number:05}") for number in range(count)]

    with index_of(tmp_path, *records) as index:
        first = asked(index, "1.0")
        (batch,) = results_of(index, ("example", "1.0"))
        second = asked(index, "1.0", after=first["next_page_token"])

    assert "next_page_token" not in second
    assert [record["id"] for record in records] == ids_in(first) + ids_in(second)
    assert first["next_page_token"] == batch["next_page_token"]


CONDA_RECORD = {
    "id": "C-1",
    "modified": "2024-01-01",
    "affected": [
        {
            "package": {"ecosystem": "conda", "name": "zlib"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.3"}]}],
        }
    ],
}
"""No form of OSV's, but one that an index may have from its owner's own records."""


@pytest.mark.parametrize(
    ("version", "expected"), [("1.2.13", ["C-1"]), ("1.3", []), (None, ["C-1"])]
)
def test_conda_is_answered_by_what_advisories_say_of_conda(tmp_path, version, expected):
    with index_of(tmp_path, AFFECTED, CONDA_RECORD) as index:
        for package in ({"ecosystem": "conda", "name": "zlib"}, {"purl": "pkg:conda/zlib"}):
            question = query_of({"package": package, **({"version": version} if version else {})})

            assert expected == ids_in(answer(index, question))
        pypi = query_of({"package": {"ecosystem": "PyPI", "name": "zlib"}, "version": "1.2.13"})
        assert [] == ids_in(answer(index, pypi))


@pytest.mark.parametrize("package", [{"purl": "pkg:conda/example"}, {"purl": "pkg:pypi/other"}])
def test_what_an_index_knows_nothing_of_is_not_answered_with_nothing(tmp_path, package):
    """
    OSV answers an unknown ecosystem with an error, too; an empty answer is taken for a clean one.
    """
    records = [AFFECTED] if "conda" in package["purl"] else [CONDA_RECORD]
    question = query_of({"package": package, "version": "1.0"})

    with index_of(tmp_path, *records) as index:
        for ask in (lambda: answer(index, question), lambda: answers(index, [question])):
            with pytest.raises(InvalidQuery, match="the index knows nothing of"):
                ask()
