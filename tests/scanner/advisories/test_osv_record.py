"""Advisories as records in the OSV format."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.advisories.osv import advisory_of
from scanner.advisories.osv_record import record_of
from scanner.model.advisory import Level, Severity
from scanner.model.version import InstalledVersion
from tests.support.advisories import advisory

VERSIONS = ["0.5", "1.0rc1", "1.0", "1.0.post1", "1.2", "1.5", "2.0", "2.1+x", "3"]
EVENTS = st.tuples(
    st.sampled_from(["introduced", "fixed", "last_affected", "limit"]),
    st.sampled_from(["0", "1.0", "1.2", "1.5", "2.0", "2.1"]),
).map(" ".join)
RANGES = st.lists(st.lists(EVENTS, min_size=1, max_size=6).map(", ".join), max_size=2)


def ranges_in(record):
    return [each["events"] for each in record["affected"][0]["ranges"]]


def verdicts(found):
    return [
        [affected.verdict(InstalledVersion.of(version)).status for version in VERSIONS]
        for affected in found.affected
    ]


@given(RANGES, st.lists(st.sampled_from(VERSIONS), max_size=3))
def test_a_record_says_of_every_version_what_the_advisory_says(ranges, versions):
    before = advisory(*ranges, versions=versions)

    after = advisory_of(record_of(before), Severity())

    assert verdicts(before) == verdicts(after)


def test_it_says_all_that_the_index_holds():
    found = advisory(
        "introduced 1.0, fixed 1.2",
        versions=["0.5"],
        aliases=["CVE-1"],
        related=["CVE-2"],
        published="2024-01-01T00:00:00Z",
        modified="2024-01-02T00:00:00Z",
        withdrawn="2024-01-03T00:00:00Z",
        references=[{"type": "FIX", "url": "https://a.test/"}],
        severity=Severity(Level.HIGH, 7.5, "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H"),
    )

    events = [{"introduced": "1.0"}, {"fixed": "1.2"}]
    assert {
        "schema_version": "1.7.0",
        "id": "TEST-1",
        "aliases": ["CVE-1"],
        "related": ["CVE-2"],
        "published": "2024-01-01T00:00:00Z",
        "modified": "2024-01-02T00:00:00Z",
        "withdrawn": "2024-01-03T00:00:00Z",
        "references": [{"type": "WEB", "url": "https://a.test/"}],
        "affected": [
            {
                "package": {"ecosystem": "PyPI", "name": "example"},
                "ranges": [{"type": "ECOSYSTEM", "events": events}],
                "versions": ["0.5"],
            }
        ],
        "severity": [{"type": "CVSS_V3", "score": found.severity.vector}],
        "database_specific": {"severity": "HIGH"},
    } == record_of(found)


@pytest.mark.parametrize(
    ("vector", "kind"),
    [("CVSS:4.0/AV:N", "CVSS_V4"), ("CVSS:3.0/AV:N", "CVSS_V3"), ("AV:N/AC:L", "CVSS_V2")],
)
def test_a_vector_is_of_the_version_that_it_begins_with(vector, kind):
    record = record_of(advisory("introduced 0", severity=Severity(Level.LOW, 1.0, vector)))

    assert [{"type": kind, "score": vector}] == record["severity"]


def test_a_range_of_several_intervals_is_told_as_a_whole_and_in_parts():
    """
    pip-audit reads the fixes of the first range only, PySentry the last interval of each.
    """
    record = record_of(advisory("introduced 1.0, fixed 1.2, introduced 2.0, fixed 2.1"))

    first = [{"introduced": "1.0"}, {"fixed": "1.2"}]
    second = [{"introduced": "2.0"}, {"fixed": "2.1"}]
    assert [first + second, first, second] == ranges_in(record)


def test_a_bound_that_is_no_version_is_left_out():
    """
    pip-audit stops at it, and tells nothing of any package.
    """
    record = record_of(advisory("introduced 0, fixed one"))

    assert "one" not in str(record)


def test_a_record_without_dates_has_the_one_that_the_format_wants():
    assert "1970-01-01T00:00:00Z" == record_of(advisory("introduced 0"))["modified"]
