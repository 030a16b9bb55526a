"""Updates over loopback servers that speak the real protocol, in good faith and bad."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from scanner.advisories.detail_file import detail_location
from scanner.advisories.index import AdvisoryIndex
from scanner.advisories.update import Outcome, Updating, locked, update
from scanner.errors import FeedFailed, UnreadableAdvisories, UpdateRunning
from tests.support.advisories import record_of
from tests.support.feeds import (
    ALL,
    DATE,
    DAY,
    EPSS_FILE,
    KEV_FILE,
    LIST,
    SETTINGS,
    Bucket,
    ids_in,
    osv_files,
    osv_record,
    other_files,
    zip_of_files,
)
from tests.support.web import Answer, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.web import Web

RECORDS = [osv_record(number) for number in range(1, 9)]
IDS = [f"PYSEC-2026-{number}" for number in range(1, 9)]


@pytest.fixture
def bucket() -> Bucket:
    """Return the files of three feeds."""
    return Bucket({**osv_files(RECORDS), **other_files()})


@pytest.fixture
def web(bucket: Bucket) -> Iterator[Web]:
    """Return a server of these files."""
    with serving(bucket, date=DATE) as running:
        yield running


@pytest.fixture
def location(tmp_path: Path) -> Path:
    """Return the place of an index, in a directory that is not there yet."""
    return tmp_path / "data" / "advisories.sqlite"


def updated(location: Path, web: Web, *feeds: str, force: bool = False) -> tuple[Outcome, ...]:
    """Update an index from a server."""
    updating = Updating(feeds=feeds or ("osv",), mirror=f"http://{web.host}", force=force)
    return update(location, updating, SETTINGS)


def test_an_update_fetches_records_and_what_is_known_of_their_use(location, web):
    outcomes = updated(location, web, "osv", "kev", "epss")

    assert [None, None, None] == [outcome.error for outcome in outcomes]
    with AdvisoryIndex.opened(location) as index:
        kev, epss, osv = index.sources
        assert {"CVE-2026-1001"} == index.exploited(["CVE-2026-1001", "CVE-2026-1002"]).keys()
        assert {"CVE-2026-1001"} == index.probabilities(["CVE-2026-1001", "CVE-1999-1000"]).keys()
        assert "0.5" == str(index.probabilities(["CVE-2026-1001"])["CVE-2026-1001"].score)
    assert IDS == ids_in(location)
    assert (("OSV", 8, DAY), ("CISA KEV", 1, DAY), ("EPSS", 2, DAY)) == tuple(
        (source.name, source.records, source.date) for source in (osv, kev, epss)
    )
    assert "2026-07-08T00:00:00Z" == osv.modified


def test_what_has_not_changed_is_not_sent_again(location, bucket):
    with serving(bucket, date=DATE) as web:
        updated(location, web, "osv", "kev")
        before = location.read_bytes()
        web.requests.clear()
        updated(location, web, "osv", "kev")

        assert [f"GET {LIST}", f"GET {KEV_FILE}"] == web.lines
    assert before == location.read_bytes()


def test_what_has_not_changed_is_of_the_day_on_which_that_was_asked(location, bucket):
    with serving(bucket, date=DATE) as web:
        updated(location, web, "kev")
        host = web.host
    with serving(bucket, date="Sun, 02 Aug 2026 10:00:00 GMT") as web:
        (outcome,) = updated(location, web, "kev")

    assert host
    assert outcome.source is not None
    assert "2026-08-02" == outcome.source.date


def test_only_records_that_changed_are_fetched_and_what_is_gone_goes(location, bucket, web):
    updated(location, web)
    changed = osv_record(3, modified="2026-07-20T00:00:00Z", summary="new")
    new = osv_record(9)
    bucket.files = osv_files([changed, new, *(r for r in RECORDS if r["id"] not in IDS[1:3])])
    web.requests.clear()

    (outcome,) = updated(location, web)

    assert outcome.error is None
    assert [
        f"GET {LIST}",
        "GET /osv/PyPI/PYSEC-2026-3.json",
        "GET /osv/PyPI/PYSEC-2026-9.json",
    ] == (sorted(web.lines, key=lambda line: (LIST not in line, line)))
    assert sorted([*IDS[:1], *IDS[2:], "PYSEC-2026-9"]) == ids_in(location)
    with AdvisoryIndex.opened(location) as index:
        assert "new" == index.details(["PYSEC-2026-3"])["PYSEC-2026-3"].summary


def test_a_mirror_without_a_list_gives_the_whole_file(location, bucket, web):
    del bucket.files[LIST]

    updated(location, web)
    updated(location, web)

    assert IDS == ids_in(location)
    assert [f"GET {LIST}", f"GET {ALL}"] * 2 == web.lines


def test_a_download_goes_on_where_it_broke_off(location, bucket, web):
    bucket.odd = {ALL: [bucket.cut(ALL, 100), bucket.cut(ALL, 200)]}

    (outcome,) = updated(location, web)

    assert outcome.error is None
    ranges = [request.headers.get("range") for request in web.requests if request.path == ALL]
    assert [None, "bytes=100-", "bytes=200-"] == ranges
    assert IDS == ids_in(location)


def test_another_process_goes_on_with_what_one_has_left(location, bucket, web):
    bucket.odd = {ALL: [bucket.cut(ALL, 100)] * 6}
    (broken,) = updated(location, web)
    assert broken.error is not None

    web.requests.clear()
    (outcome,) = updated(location, web)

    assert outcome.error is None
    (request,) = [request for request in web.requests if request.path == ALL]
    assert "range" in request.headers
    assert IDS == ids_in(location)


def test_parts_of_two_editions_are_never_put_together(location, bucket, web):
    bucket.odd = {ALL: [bucket.cut(ALL, 100)] * 6}
    updated(location, web)
    bucket.files = osv_files(RECORDS[:5])

    (outcome,) = updated(location, web)

    assert outcome.error is None
    assert IDS[:5] == ids_in(location)


GARBAGE = Answer(200, {}, b"garbage")
FAULTS = {
    "truncated zip": (ALL, lambda bucket: Answer(200, {}, bucket.files[ALL][:-40])),
    "wrong digest": (
        ALL,
        lambda bucket: Answer(
            200, {"x-goog-hash": "md5=AAAAAAAAAAAAAAAAAAAAAA=="}, bucket.files[ALL]
        ),
    ),
    "flipped byte": (
        ALL,
        lambda bucket: Answer(200, {}, bucket.files[ALL][:60] + b"?" + bucket.files[ALL][61:]),
    ),
    "no zip": (ALL, lambda _: GARBAGE),
    "status": (ALL, lambda _: Answer(403)),
    "busy": (ALL, lambda _: Answer(503)),
    "redirects": (ALL, lambda _: Answer(302, {"Location": ALL})),
    "redirect to nowhere": (ALL, lambda _: Answer(302, {"Location": "ftp://a.test/"})),
    "garbage catalogue": (KEV_FILE, lambda _: GARBAGE),
    "catalogue without entries": (KEV_FILE, lambda _: Answer(200, {}, b"{}")),
    "scores without a model": (EPSS_FILE, lambda _: Answer(200, {}, b"cve,epss,percentile\n")),
    "cut scores": (EPSS_FILE, lambda bucket: Answer(200, {}, bucket.files[EPSS_FILE][:-12])),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_source_that_fails_stays_as_it_was_and_the_others_are_updated(location, bucket, fault):
    path, odd = FAULTS[fault]
    with serving(bucket, date=DATE) as web:
        updated(location, web, "osv", "kev", "epss")
    del bucket.files[LIST]
    bucket.odd = {path: [odd(bucket)] * 20}
    failing = {ALL: "OSV", KEV_FILE: "CISA KEV", EPSS_FILE: "EPSS"}[path]

    with serving(bucket, date="Sun, 02 Aug 2026 10:00:00 GMT") as web:
        outcomes = updated(location, web, "osv", "kev", "epss")

    assert [failing] == [outcome.name for outcome in outcomes if outcome.error]
    with AdvisoryIndex.opened(location) as index:
        dates = {source.name: source.date for source in index.sources}
    assert {failing: DAY} == {name: date for name, date in dates.items() if date == DAY}
    assert IDS == ids_in(location)


def test_a_busy_server_is_worth_another_try_and_a_damaged_file_is_not(location, bucket, web):
    bucket.odd = {ALL: [Answer(503)] * 20, KEV_FILE: [GARBAGE]}

    osv, kev = updated(location, web, "osv", "kev")

    assert isinstance(osv.error, FeedFailed)
    assert isinstance(kev.error, UnreadableAdvisories)
    assert (True, False) == (osv.error.passing, kev.error.passing)
    assert not location.exists()


def test_a_record_with_unknown_fields_is_kept_whole(location, bucket, web):
    """
    Who drops a record for a field of a newer schema has an advisory that nobody misses.
    """
    record = osv_record(1, schema_version="9.0", novel={"deeply": ["new"]})
    bucket.files = osv_files([record])

    updated(location, web)

    with AdvisoryIndex.opened(location) as index:
        assert {"PYSEC-2026-1": record} == index.records(["PYSEC-2026-1"])
    assert ["PYSEC-2026-1"] == ids_in(location)


def test_a_record_that_cannot_be_read_is_counted_and_stops_nothing(location, bucket, web):
    files = {f"{record['id']}.json": json.dumps(record).encode() for record in RECORDS}
    bad = {
        "cut.json": b'{"id": ',
        "deep.json": b"[" * 100_000,
        "list.json": b"[]",
        "odd.json": json.dumps(record_of("fixxed 1", id="odd")).encode(),
    }
    bucket.files = {ALL: zip_of_files({**files, **bad})}

    (outcome,) = updated(location, web)

    assert outcome.source is not None
    assert (8, 4) == (outcome.source.records, outcome.source.unreadable)
    with AdvisoryIndex.opened(location) as index:
        assert [4] == [source.unreadable for source in index.sources]
    assert IDS == ids_in(location)


def test_what_could_not_be_read_is_counted_until_it_can_be(location, bucket, web):
    bad = osv_record(9) | {"affected": "x"}
    bucket.files = osv_files([*RECORDS, bad])
    updated(location, web)
    bucket.files = osv_files([*RECORDS, bad, osv_record(10)])
    (still,) = updated(location, web)
    bucket.files = osv_files([*RECORDS, osv_record(9, modified="2026-07-21T00:00:00Z")])
    (mended,) = updated(location, web)

    assert still.source is not None
    assert mended.source is not None
    assert (1, 0) == (still.source.unreadable, mended.source.unreadable)
    assert sorted([*IDS, "PYSEC-2026-9"]) == ids_in(location)


def test_a_source_that_lost_most_of_its_records_is_not_believed_unless_that_is_wanted(
    location, bucket, web
):
    updated(location, web)
    bucket.files = osv_files(RECORDS[:3])

    (refused,) = updated(location, web)
    held = ids_in(location)
    (forced,) = updated(location, web, force=True)

    assert "3 records, where there were 8" in str(refused.error)
    assert IDS == held
    assert (None, IDS[:3]) == (forced.error, ids_in(location))


def test_two_updates_at_once_are_one(location, web):
    with locked(location), pytest.raises(UpdateRunning, match="another update is running"):
        updated(location, web)

    (outcome,) = updated(location, web)
    assert outcome.error is None


def test_what_a_killed_update_has_left_is_cleared_away(location, web):
    location.parent.mkdir()
    draft = location.with_name(f".{location.name}.4711")
    draft.write_bytes(b"half")

    updated(location, web)

    left = {path.name for path in location.parent.iterdir()}
    assert {location.name, detail_location(location).name, f".{location.name}.lock"} == left


def test_an_index_of_another_format_is_made_anew(location, web, caplog):
    location.parent.mkdir()
    location.write_bytes(b"SQLite format 3\0, once upon a time")

    updated(location, web)

    assert IDS == ids_in(location)
    assert "nothing of it is taken over" in caplog.text


def test_a_redirect_is_followed_but_not_out_of_encryption(location, bucket, web):
    bucket.files["/elsewhere"] = bucket.files.pop(ALL)
    bucket.odd = {ALL: [Answer(302, {"Location": "/elsewhere"})]}

    (outcome,) = updated(location, web)

    assert outcome.error is None
    assert IDS == ids_in(location)


def test_a_server_without_a_clock_gets_the_day_of_ours(location, bucket):
    with serving(bucket, date="whenever") as web:
        (outcome,) = updated(location, web)

    assert outcome.source is not None
    assert "2026-08-07" == outcome.source.date
