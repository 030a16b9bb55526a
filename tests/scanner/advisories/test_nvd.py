"""NVD's feed files."""

from __future__ import annotations

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.advisories.item import Dated, Unreadable
from scanner.advisories.nvd import parse_nvd, title_of
from scanner.errors import UnreadableAdvisories
from tests.support.nvd import cve, feed, matching

RECORD = {
    "id": "CVE-2024-1001",
    "published": "2024-01-02T03:04:05.678Z",
    "modified": "2024-02-03T04:05:06.789Z",
    "summary": "A fault of example.",
    "severity": [
        {"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"},
    ],
    "affected": [
        {
            "package": {"ecosystem": "PyPI", "name": "example"},
            "ranges": [
                {"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.2"}]},
            ],
            "versions": [],
        }
    ],
    "references": [{"type": "WEB", "url": "https://example.test/1"}],
    "database_specific": {"cwe_ids": ["CWE-79"]},
}
KEYS = (
    *("id", "vulnStatus", "published", "lastModified", "descriptions", "metrics", "weaknesses"),
    *("references", "configurations"),
)
"""Of a CVE."""
FIXED = matching(versionEndExcluding="1.2")
DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just("CWE-79"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*KEYS, *FIXED, "cve", "nodes", "negate", "cpeMatch", "lang", "value"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_a_cve_is_a_record_in_the_osv_format(pack):
    assert [Dated("2026-08-01"), RECORD] == list(parse_nvd(pack(feed(cve(FIXED, FIXED)))))


def test_a_cve_that_is_rejected_is_withdrawn_on_the_day_of_its_last_change():
    _, record = parse_nvd(feed(cve(FIXED, vulnStatus="Rejected")))

    assert RECORD | {"withdrawn": "2024-02-03T04:05:06.789Z"} == record


def test_a_cve_of_something_else_affects_nothing():
    _, record = parse_nvd(feed(cve(matching(target="node.js"))))

    assert {"id": "CVE-2024-1001", "affected": []} == record


def test_what_else_has_to_be_there_is_not_asked():
    system = {"vulnerable": False, "criteria": "cpe:2.3:o:x:windows:-:*:*:*:*:*:*:*"}
    nodes = [{"cpeMatch": [FIXED]}, {"cpeMatch": [system]}]

    _, record = parse_nvd(feed(cve(configurations=[{"operator": "AND", "nodes": nodes}])))

    assert RECORD == record


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"cve": {"id": "X-1"}}, Unreadable("entry 0", "no CVE")),
        ("x", Unreadable("entry 0", "no CVE")),
        (
            cve(configurations=[{"nodes": [{"negate": True, "cpeMatch": [FIXED]}]}]),
            Unreadable("CVE-2024-1001", "a negated configuration"),
        ),
        (
            cve(configurations=[{"negate": True, "nodes": [{"cpeMatch": [FIXED]}]}]),
            Unreadable("CVE-2024-1001", "a negated configuration"),
        ),
        (
            cve(configurations=["x"]),
            Unreadable("CVE-2024-1001", "a list of objects is something else"),
        ),
        (cve(FIXED, metrics=[1]), Unreadable("CVE-2024-1001", "metrics that are no object")),
    ],
    ids=["no-cve", "text", "negated-node", "negated", "odd", "metrics"],
)
def test_an_entry_that_cannot_be_read_is_named(entry, expected):
    _, *items = parse_nvd(feed(entry, cve(FIXED)))

    assert [expected, RECORD] == items


@pytest.mark.parametrize(
    "data",
    [
        b"{",
        b"[]",
        b"1",
        b'{"cve": {"id": "CVE-2024-1001"}}',
        b'{"vulnerabilities": 1}',
        b"\xff",
        b"[" * 100_000,
        gzip.compress(feed())[:-9],
    ],
    ids=["cut", "list", "number", "a-cve", "no-list", "binary", "deep", "cut-gzip"],
)
def test_what_is_no_feed_is_refused(data):
    with pytest.raises(UnreadableAdvisories):
        list(parse_nvd(data))


def test_a_feed_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr("scanner.advisories.nvd.MAX_BYTES", 100)

    with pytest.raises(UnreadableAdvisories, match="more than 100 bytes"):
        list(parse_nvd(gzip.compress(feed(cve(FIXED)))))


@given(changes=st.dictionaries(st.sampled_from(KEYS), DOCUMENTS), entry=DOCUMENTS)
def test_whatever_is_in_a_feed_each_entry_is_a_record_or_named(changes, entry):
    hostile = cve(FIXED, **{"id_": "CVE-2024-1002", **changes})

    _, *items = parse_nvd(feed(entry, hostile, cve(FIXED)))

    assert 3 == len(items)
    assert RECORD == items[-1]
    assert all(isinstance(item, Unreadable) or json.dumps(item) for item in items)


@given(data=st.binary(max_size=100), end=st.integers(0, 400))
def test_any_bytes_are_read_or_refused(data, end):
    try:
        items = list(parse_nvd(feed(cve(FIXED))[:end] + data))
    except UnreadableAdvisories:
        return

    assert all(isinstance(item, dict | Dated | Unreadable) for item in items)


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        ([], "NVD"),
        (["CVE-2024-1001", "CVE-2024-1002"], "NVD 2024"),
        (["CVE-2002-0001", "CVE-1999-0001", "CVE-2000-0001"], "NVD 1999-2002"),
    ],
    ids=["none", "year", "years"],
)
def test_a_feed_is_called_by_the_years_of_its_cves(ids, expected):
    assert expected == title_of([Dated("2026-08-01"), *({"id": each} for each in ids)])
