"""The report on the quality of records: each fault, and those of the PyPA database."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from scanner.advisories.item import Unreadable
from scanner.advisories.lint import KINDS, Fault, faults_of, lint_of
from tests.support.advisories import pypa_records, record_of

if TYPE_CHECKING:
    from collections.abc import Mapping

TODAY = "2026-07-23"
GOOD = {"severity": "HIGH"}


def kinds_of(record: Mapping[str, object]) -> set[str]:
    """Return the kinds of faults of a record."""
    return {fault.kind for fault in faults_of(record, TODAY)}


CASES = {
    "alias-typo": record_of(
        "introduced 0", aliases=["GHSA-jf66-3q76-h5p5,"], database_specific=GOOD
    ),
    "future-date": record_of(
        "introduced 0", modified="2027-07-09T15:45:00Z", database_specific=GOOD
    ),
    "missing-severity": record_of("introduced 0"),
    "no-data": record_of(database_specific=GOOD),
    "odd-name": record_of("introduced 0", package="jw.util", database_specific=GOOD),
    "overlapping-ranges": record_of(
        "introduced 0, fixed 2", "introduced 1, fixed 3", database_specific=GOOD
    ),
    "several-last-affected": record_of(
        "introduced 0, last_affected 1, last_affected 2", database_specific=GOOD
    ),
    "tied-events": record_of(
        "introduced 1, fixed 2, introduced 2, fixed 3", database_specific=GOOD
    ),
    "unparsable-bound": record_of("introduced 0, fixed 2.6.0-NA", database_specific=GOOD),
    "unparsable-version": record_of("introduced 0", versions=["0.3X"], database_specific=GOOD),
    "unsorted-events": record_of(
        "introduced 2, fixed 3, introduced 1, fixed 1.5", database_specific=GOOD
    ),
    "unreadable": record_of("fixxed 1", database_specific=GOOD),
}


@pytest.mark.parametrize("kind", CASES)
def test_a_fault_is_found_and_no_other(kind):
    assert {kind} == kinds_of(CASES[kind])


def test_every_kind_of_fault_has_its_case():
    assert set(KINDS) == CASES.keys()


@pytest.mark.parametrize(
    "record",
    [
        record_of(
            "introduced 1, fixed 2, introduced 3, fixed 4",
            aliases=["CVE-2026-1001"],
            database_specific=GOOD,
        ),
        record_of(
            "introduced 0, fixed 1",
            "introduced 2, last_affected 3",
            versions=["2"],
            database_specific=GOOD,
        ),
        record_of("introduced 0", withdrawn="2026-01-01T00:00:00Z"),
        record_of("introduced 0, limit *", modified=f"{TODAY}T23:00:00Z", database_specific=GOOD),
        record_of("introduced 0, fixed 1", "fixed 1.5", database_specific=GOOD),
    ],
    ids=["intervals", "two-ranges", "withdrawn", "today", "lone-fix"],
)
def test_a_record_without_fault_has_none(record):
    assert set() == kinds_of(record)


def test_a_file_that_is_no_record_is_a_fault():
    found = list(lint_of([Unreadable("x.json", "cut")], TODAY))

    assert [Fault("x.json", "unreadable", "cut")] == found


def test_the_faults_of_the_pypa_database_are_those_that_were_counted_by_hand():
    """
    By the reference on advisories: counted in another way, from the same records.
    """
    counts = Counter(fault.kind for fault in lint_of(pypa_records(), TODAY))

    assert {
        "unsorted-events": 75,
        "tied-events": 1,
        "several-last-affected": 26,
        "unparsable-bound": 35,
        "unparsable-version": 158,
        "no-data": 20,
        "odd-name": 1,
        "future-date": 2,
        "missing-severity": 2_731,
    } == counts
