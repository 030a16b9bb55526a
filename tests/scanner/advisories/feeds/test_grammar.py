"""What feeds make of documents, whatever is in them."""

from __future__ import annotations

import gzip
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.advisories.feeds import FEEDS
from scanner.advisories.item import Dated, Unreadable
from scanner.errors import UnreadableAdvisories
from scanner.model.threat import Exploitation, Probability
from tests.support.feeds import EPSS_CSV, KEV_JSON, zip_of_files

KEV, EPSS, OSV = FEEDS["kev"], FEEDS["epss"], FEEDS["osv"]


def test_the_catalogue_of_exploited_vulnerabilities():
    items = list(KEV.parse(io.BytesIO(json.dumps(KEV_JSON).encode())))

    entry = Exploitation(
        cve="CVE-2026-1001", added="2026-08-07", due="2026-08-10", by_ransomware=True
    )
    assert [Dated("2026-08-07"), entry] == items


def test_scores_have_their_model_and_their_day():
    first, *rows = EPSS.parse(io.BytesIO(EPSS_CSV))

    assert Dated("2026-08-07") == first
    assert [
        Probability(
            cve=cve, score=score, percentile=percentile, model="v2026.03.14", date="2026-08-07"
        )
        for cve, score, percentile in (
            ("CVE-2026-1001", 0.5, 0.75),
            ("CVE-1999-1000", 0.00043, 0.08),
        )
    ] == rows


@pytest.mark.parametrize(
    "row",
    [
        "CVE-2026-1001,2,0.5",
        "CVE-2026-1001,nan,0.5",
        "CVE-2026-1001",
        "x,0.1,0.1",
        "CVE-2026-1001,,",
    ],
)
def test_a_row_that_is_none_is_one_that_cannot_be_read(row):
    first, item = EPSS.parse(io.BytesIO(b"\n".join([*EPSS_CSV.splitlines()[:2], row.encode()])))

    assert isinstance(first, Dated)
    assert isinstance(item, Unreadable)
    assert "line 3" == item.name


@pytest.mark.parametrize(
    ("rows", "reason"),
    [(b"x" * 1_000_000, "a line of"), (b"x\n" * 20_000, "odd lines")],
    ids=["one line", "many lines"],
)
def test_what_unpacks_to_too_much_is_not_read_to_the_end(rows, reason):
    packed = gzip.compress(b"\n".join([*EPSS_CSV.splitlines()[:2], rows]), 1)

    with pytest.raises(UnreadableAdvisories, match=reason):
        list(EPSS.parse(io.BytesIO(packed)))


@pytest.mark.parametrize(
    "entry", [None, [], {}, {"cveID": 1, "dateAdded": "x"}, {"cveID": "CVE-2026-1001"}]
)
def test_an_entry_that_is_none_is_one_that_cannot_be_read(entry):
    document = json.dumps({"vulnerabilities": [entry, *KEV_JSON["vulnerabilities"]]})

    odd, good = KEV.parse(io.BytesIO(document.encode()))

    assert isinstance(odd, Unreadable)
    assert isinstance(good, Exploitation)


@pytest.mark.parametrize("name", ["epss", "kev", "osv"])
@given(data=st.data())
def test_any_bytes_are_refused_or_read_alike_each_time(name, data):
    """
    Whatever a server sends, the other sources are updated.
    """
    begin = {
        "epss": EPSS_CSV[:70],
        "kev": b'{"vulnerabilities": [',
        "osv": zip_of_files({"a.json": b"1"}),
    }
    content = begin[name] + data.draw(st.binary(max_size=200))

    def read():
        try:
            return list(map(str, FEEDS[name].parse(io.BytesIO(content))))
        except UnreadableAdvisories as refusal:
            return str(refusal)

    assert read() == read()


def test_a_record_that_is_too_large_is_told(monkeypatch):
    monkeypatch.setattr("scanner.advisories.osv_files.MAX_RECORD_BYTES", 10)

    (item,) = OSV.parse(io.BytesIO(zip_of_files({"large.json": b"1" * 11})))

    assert Unreadable("large.json", "more than 10 bytes") == item
