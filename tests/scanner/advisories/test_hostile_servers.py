"""Servers of feeds that lie, break off or never end: the index stays, and what happened is said."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

import pytest

from layers.registry.clock import Clock
from scanner.advisories import download, osv_files
from scanner.advisories.detail_file import detail_location
from scanner.advisories.feeds import osv
from scanner.advisories.index import AdvisoryIndex
from scanner.advisories.update import Updating, update
from scanner.errors import FeedFailed, UnreadableAdvisories
from tests.support.advisories import record_of
from tests.support.feeds import (
    ALL,
    DATE,
    DAY,
    KEV_FILE,
    LIST,
    SETTINGS,
    Bucket,
    ids_in,
    osv_record,
    other_files,
    zip_of_files,
)
from tests.support.feeds import (
    osv_files as files_of,
)
from tests.support.web import Answer, serving

if TYPE_CHECKING:
    from pathlib import Path

RECORDS = [osv_record(number) for number in range(1, 9)]
IDS = [f"PYSEC-2026-{number}" for number in range(1, 9)]


@pytest.fixture
def bucket() -> Bucket:
    """Return the files of three feeds."""
    return Bucket({**files_of(RECORDS), **other_files()})


@pytest.fixture
def location(tmp_path: Path) -> Path:
    """Return the place of an index."""
    return tmp_path / "advisories.sqlite"


def updated(location, bucket, *feeds, settings=SETTINGS, date=DATE, force=False):
    """Update an index from a server of its own, and return what became of the first source."""
    with serving(bucket, date=date) as web:
        updating = Updating(feeds=feeds or ("osv",), mirror=f"http://{web.host}", force=force)
        return update(location, updating, settings)[0]


def said(answer, **headers):
    """Return an answer with other headers."""
    return replace(answer, headers={**answer.headers, **headers})


def whole(bucket, **headers):
    """Return the file of all records, with other headers."""
    return said(Answer(200, {}, bucket.files[ALL]), **headers)


def chunked(data):
    """Return the first chunk of a body that has no end."""
    return Answer(
        200, {"Transfer-Encoding": "chunked"}, b"%x\r\n%s\r\n" % (len(data), data), sent=1 << 30
    )


def bomb():
    """Return a zip file of a megabyte for every kilobyte."""
    return zip_of_files({f"{number}.json": b" " * (1 << 20) for number in range(40)})


ANSWERS = {
    "to a file": (lambda _: Answer(302, {"Location": "file:///etc/passwd"}), "not an address"),
    "to a user": (
        lambda _: Answer(302, {"Location": "http://bob:hunter2@127.0.0.1:9/"}),
        "not an address",
    ),
    "to nothing": (lambda _: Answer(302), "not an address"),
    "to nobody": (
        lambda _: Answer(302, {"Location": "http://127.0.0.1:9/?sig=hunter2"}),
        "no conn",
    ),
    "unchanged, unasked": (lambda _: Answer(304), "status 304, and no condition was asked"),
    "another part": (lambda _: Answer(416), "another part than was asked for"),
    "a part, unasked": (
        lambda bucket: Answer(206, {"Content-Range": "bytes 9-"}, bucket.files[ALL][9:]),
        "another part than was asked for",
    ),
    "shorter than announced": (
        lambda bucket: replace(whole(bucket, **{"Content-Length": str(10**6)}), sent=1 << 30),
        "the connection breaks",
    ),
    "cut, and announced so": (lambda bucket: Answer(200, {}, bucket.files[ALL][:-30]), "zip file"),
    "no digest": (
        lambda bucket: whole(bucket, **{"x-goog-hash": "md5=A"}),
        "the digest is another",
    ),
    "endless": (lambda _: chunked(bytes(300_000)), "more than 100,000 bytes"),
    "bomb": (lambda _: Answer(200, {}, bomb()), "more than 30,000,000 bytes unpacked"),
    "no text": (lambda _: Answer(200, {}, b"\xff\xfe"), "not a zip file"),
    "empty": (lambda _: Answer(200), "not a zip file"),
    "no records": (lambda _: Answer(200, {}, zip_of_files({})), "0 records, where there were 8"),
    "later": (lambda _: Answer(503, {"Retry-After": "999999999"}), "status 503"),
    "some day": (
        lambda _: Answer(503, {"Retry-After": "Sat, 01 Aug 99999999999 10:00:00 GMT"}),
        "status 503",
    ),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_whatever_a_server_answers_the_index_stays_and_it_is_said(
    location, bucket, monkeypatch, name
):
    monkeypatch.setattr(download, "MAX_BYTES", 100_000)
    monkeypatch.setattr(osv_files, "MAX_UNPACKED_BYTES", 30_000_000)
    updated(location, bucket)
    before = location.read_bytes()
    answer, message = ANSWERS[name]
    other = Bucket({}, {LIST: [Answer(404)], ALL: [answer(bucket)] * 20})

    outcome = updated(location, other)

    assert isinstance(outcome.error, FeedFailed | UnreadableAdvisories)
    assert message in str(outcome.error)
    assert "hunter2" not in str(outcome.error)
    assert (before, IDS) == (location.read_bytes(), ids_in(location))


ODD_HEADERS = {
    "no length": {"Content-Length": "abc", "Connection": "close"},
    "a length of thousands of digits": {"Content-Length": "9" * 5_000, "Connection": "close"},
    "a tag of bytes": {"ETag": '"\xe9\xff"'},
    "a tag of two lines": {"ETag": '"a\r\n b"', "Last-Modified": "never\r\n more"},
    "a date without end": {"Date": "Sat, 01 Aug 99999999999 10:00:00 GMT"},
    "a zone without end": {"Date": f"Sat, 01 Aug 2026 10:00:00 +{'9' * 40}"},
}


@pytest.mark.parametrize("odd", ODD_HEADERS.values(), ids=ODD_HEADERS)
def test_odd_headers_are_no_reason_to_fail(location, bucket, odd):
    other = Bucket({}, {LIST: [Answer(404)] * 2})
    date = odd.get("Date", DATE)
    for _ in range(2):
        other.odd[ALL] = [said(whole(bucket), **{key: odd[key] for key in odd if key != "Date"})]
        outcome = updated(location, other, date=date)

        assert outcome.error is None
    assert IDS == ids_in(location)


def test_a_tag_file_that_is_damaged_is_none(location, bucket):
    directory = location.with_name(f".{location.stem}.downloads") / "osv"
    for damage in (b"\xff\0\r\nX: y", b'"\xff"'):
        directory.mkdir(parents=True)
        (directory / "all.zip.tag").write_bytes(damage)
        (directory / "all.zip.part").write_bytes(b"PK")
        location.unlink(missing_ok=True)

        assert updated(location, bucket).error is None
    assert IDS == ids_in(location)


def test_a_body_that_drips_is_not_waited_for(location, bucket):
    bucket.files = {ALL: bytes(2_000_000)}
    slow = replace(SETTINGS, clock=replace(SETTINGS.clock, monotonic=partial(next, count(0, 50))))

    outcome = updated(location, bucket, settings=slow)

    assert outcome.error is not None
    assert outcome.error.passing
    assert "it sends too slowly" in str(outcome.error)


def test_what_never_ends_leaves_no_part_to_go_on_with(location, bucket, monkeypatch):
    monkeypatch.setattr(download, "MAX_BYTES", 100_000)
    bucket.odd = {LIST: [Answer(404)], ALL: [said(chunked(bytes(300_000)), ETag='"a"')]}

    assert updated(location, bucket).error is not None

    assert [] == list(location.parent.rglob("*.part"))


def test_a_password_for_a_mirror_is_not_told(location):
    updating = Updating(feeds=("kev",), mirror="http://bob:hunter2@127.0.0.1:9")

    (outcome,) = update(location, updating, SETTINGS)

    assert "not an address of the web" in str(outcome.error)
    assert "hunter2" not in str(outcome.error)


def test_unchanged_is_unchanged_whatever_the_tag_is_then(location, bucket):
    with serving(bucket, date=DATE) as web:
        updating = Updating(feeds=("kev",), mirror=f"http://{web.host}")
        for odd in ([], [Answer(304, {"ETag": '"another"'})], []):
            bucket.odd = {KEV_FILE: odd}
            (outcome,) = update(location, updating, SETTINGS)

            assert outcome.source is not None
            assert (None, 1) == (outcome.error, outcome.source.records)
        tags = [request.headers.get("if-none-match") for request in web.requests]

    assert [None, tags[1], tags[1]] == tags


@pytest.mark.parametrize(
    ("wall", "date", "expected"),
    [
        (1_786_060_800.0, "Sat, 01 Aug 9999 10:00:00 GMT", "2026-08-07"),
        (0.0, DATE, "1970-01-01"),
        (1_786_060_800.0, "Sat, 01 Aug 1970 10:00:00 GMT", "1970-08-01"),
    ],
    ids=["server ahead", "we behind", "server behind"],
)
def test_data_are_of_no_later_day_than_either_clock_has(location, bucket, wall, date, expected):
    """
    What is of the year 9999 would never be too old, and newer than any index to come.
    """
    settings = replace(SETTINGS, clock=Clock(sleep=lambda _: None, wall=lambda: wall))

    outcome = updated(location, bucket, "kev", settings=settings, date=date)

    assert expected == outcome.source.date


def test_a_record_is_fetched_though_others_are_newer(location, bucket):
    """
    A database is taken in days after the dates in it; who asks for what is newer than the newest
    never sees that.
    """
    updated(location, bucket)
    late = [osv_record(10, modified="2026-06-01T00:00:00Z"), osv_record(11, modified="2026-07-08")]
    bucket.files = files_of([*RECORDS, *late])

    outcome = updated(location, bucket)

    assert (None, 10) == (outcome.error, outcome.source.records)
    assert sorted([*IDS, "PYSEC-2026-10", "PYSEC-2026-11"]) == ids_in(location)


def test_a_list_from_the_future_hides_nothing(location, bucket):
    ahead = b"9999-12-31T23:59:59-23:59,PYSEC-2026-1\n"
    bucket.files[LIST] += ahead
    updated(location, bucket)
    new = osv_record(9)
    bucket.files = files_of([*RECORDS, new])
    bucket.files[LIST] += ahead

    updated(location, bucket)

    assert sorted([*IDS, "PYSEC-2026-9"]) == ids_in(location)


LISTS = {
    "no text": b"\xff\xfe",
    "no list": b"<html>",
    "another directory": b"2027-01-01T00:00:00Z,../../kev\n",
    "no date": b"soon,PYSEC-2026-1\n",
    "too long": b"2026-07-01T00:00:00Z,PYSEC-2026-1\n" * 100,
}


@pytest.mark.parametrize("text", LISTS.values(), ids=LISTS)
def test_without_a_list_that_can_be_read_all_records_are_fetched(
    location, bucket, monkeypatch, text
):
    monkeypatch.setattr(osv, "MAX_LIST_BYTES", 2_000)
    updated(location, bucket)
    bucket.files[LIST] = text

    assert updated(location, bucket).error is None

    assert IDS == ids_in(location)


def test_a_catalogue_does_not_take_the_place_of_advisories_whose_details_are_lost(location, bucket):
    """
    Else everything would be clean from then on.
    """
    updated(location, bucket)
    before = location.read_bytes()
    for damage in (None, b"", b"SQLite format 3\0"):
        details = detail_location(location)
        details.unlink(missing_ok=True)
        if damage is not None:
            details.write_bytes(damage)

        with pytest.raises(UnreadableAdvisories, match="this would be lost: OSV; --force"):
            updated(location, bucket, "kev")
        assert before == location.read_bytes()

    assert updated(location, bucket, "kev", force=True).error is None
    assert [] == ids_in(location)


def test_the_details_of_another_index_are_not_taken_over(location, bucket, tmp_path):
    updated(location, bucket)
    other = tmp_path / "other" / "advisories.sqlite"
    updated(other, Bucket(files_of(RECORDS[:5])))
    detail_location(other).replace(detail_location(location))

    assert updated(location, bucket).error is None

    assert IDS == ids_in(location)
    with AdvisoryIndex.opened(location) as index:
        assert ([8], [DAY]) == ([s.records for s in index.sources], [s.date for s in index.sources])


def test_a_field_that_nobody_knows_yet_is_no_reason_to_drop_a_record(location, bucket):
    new: dict[str, object] = {"type": "ECOSYSTEM", "events": [{"introduced": "0"}], "novel": 1}
    changes = record_of(new, schema_version="9.0", novel={"deeply": ["new"]})
    odd = osv_record(9) | changes | {"id": "PYSEC-2026-9"}
    bucket.files = files_of([*RECORDS, odd])

    assert updated(location, bucket).error is None

    with AdvisoryIndex.opened(location) as index:
        assert json.dumps(odd) == json.dumps(index.records(["PYSEC-2026-9"])["PYSEC-2026-9"])
