"""Blobs that do not arrive in one piece."""

from __future__ import annotations

import random
from contextlib import closing

import pytest

from layers.digest import Digest
from layers.errors import SizeMismatch
from layers.limits import Limits
from layers.reference import Reference
from layers.registry.errors import InvalidResponse, RequestFailed, TooSlow, Unreachable
from layers.registry.repository import Repository
from tests.support.registry import REPOSITORY, Time, part, settings
from tests.support.web import Answer, serving

DATA = random.Random(1).randbytes(300_000)
DIGEST = Digest.of(DATA)
CUTS = (100_000, 250_000)


def read(host, size=300_000, *, sizes=1 << 17, **known):
    """Return a blob as it is read from a registry."""
    reference = Reference.parse(f"{host}/{REPOSITORY}:1")
    with (
        closing(Repository(reference, settings(**known), Limits())) as repository,
        repository.layer(DIGEST, size) as stream,
    ):
        return b"".join(iter(lambda: stream.read(sizes), b""))


def breaking(*cuts, then=part):
    """Return the answers of a server that breaks off where the cuts are, each once."""
    left = list(cuts)

    def answer(request):
        reply = part(DATA, request) if left else then(DATA, request)
        if not left:
            return reply
        start = len(DATA) - len(reply.body)
        return Answer(reply.status, reply.headers, reply.body, left.pop(0) - start)

    return answer


def test_a_blob_goes_on_where_it_broke_off():
    with serving(breaking(*CUTS)) as web:
        assert DATA == read(web.host)

    ranges = [request.headers.get("range") for request in web.requests]
    assert [None, "bytes=100000-", "bytes=250000-"] == ranges


@pytest.mark.hostile(row=58)
@pytest.mark.parametrize("status", [200, 416])
def test_a_server_that_ignores_ranges_is_read_from_the_start(status):

    def whole(data, request):
        return (
            Answer(416) if status == 416 and "range" in request.headers else Answer(200, {}, data)
        )

    with serving(breaking(CUTS[0], then=whole)) as web:
        assert DATA == read(web.host)


@pytest.mark.hostile(row=58)
@pytest.mark.parametrize(
    "content_range",
    ["", "bytes 0-9", "bytes 5-9/10 ", "bytes 100001-299999/300000", "octets 100000-1/2"],
)
def test_another_part_than_was_asked_for_is_an_error(content_range):

    def other(data, _):
        return Answer(206, {"Content-Range": content_range}, data)

    with serving(breaking(CUTS[0], then=other)) as web, pytest.raises(InvalidResponse):
        read(web.host)


@pytest.mark.hostile(row=58)
def test_an_earlier_part_than_was_asked_for_is_skipped_to():
    def earlier(data, _):
        headers = {"Content-Range": f"bytes 99990-299999/{len(data)}"}
        return Answer(206, headers, data[99_990:])

    with serving(breaking(CUTS[0], then=earlier)) as web:
        assert DATA == read(web.host)


def test_a_body_that_always_breaks_at_once_is_given_up():
    time = Time()

    def answer(request):
        reply = part(DATA, request)
        return Answer(reply.status, reply.headers, reply.body, 10)

    with serving(answer) as web, pytest.raises(Unreachable):
        read(web.host, clock=time.clock())

    assert ([2.0, 4.0, 8.0, 16.0], 6) == (time.pauses, len(web.requests))


def test_a_body_that_is_too_short_is_asked_for_again_and_given_up():
    with serving(lambda _: Answer(200, {}, DATA[:9])) as web, pytest.raises(Unreachable):
        read(web.host)


def test_a_body_that_is_too_long_is_an_error():
    with serving(lambda _: Answer(200, {}, DATA + b"x")) as web, pytest.raises(SizeMismatch):
        read(web.host)


@pytest.mark.hostile(row=53)
def test_a_body_that_never_ends_is_an_error():
    """
    Without a length, or one of exabytes.
    """
    headers = {"Content-Length": str(1 << 60)}
    with serving(lambda _: Answer(200, headers, DATA * 9)) as web, pytest.raises(SizeMismatch):
        read(web.host)


@pytest.mark.hostile(row=53)
def test_a_body_in_chunks_that_never_end_is_an_error():
    chunks = b"%x\r\n%b\r\n" % (len(DATA), DATA) * 9
    headers = {"Transfer-Encoding": "chunked"}
    with serving(lambda _: Answer(200, headers, chunks)) as web, pytest.raises(SizeMismatch):
        read(web.host)


def test_a_body_in_chunks_is_read():
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(p), p) for p in (DATA[:9], DATA[9:])) + b"0\r\n\r\n"
    with serving(lambda _: Answer(200, {"Transfer-Encoding": "chunked"}, chunks)) as web:
        assert DATA == read(web.host)


@pytest.mark.hostile(row=53)
def test_a_blob_that_drips_is_given_up():
    """
    Something always comes, so that no connection is ever idle for long.
    """
    time = Time(step=30.0)
    with serving(lambda _: Answer(200, {}, DATA)) as web, pytest.raises(TooSlow) as error:
        read(web.host, sizes=1000, clock=time.clock())

    assert 60 + len(DATA) / 50_000 == error.value.seconds


def test_a_blob_that_is_not_there_is_an_error():
    with serving(lambda _: Answer(404)) as web, pytest.raises(RequestFailed) as error:
        read(web.host)

    assert 404 == error.value.status


def test_an_empty_blob_is_read():
    with serving(lambda _: Answer(200)) as web:
        assert b"" == read(web.host, 0)


def test_nothing_is_asked_for_before_something_is_read():
    with serving(lambda _: Answer(200)) as web:
        reference = Reference.parse(f"{web.host}/{REPOSITORY}:1")
        with (
            closing(Repository(reference, settings(), Limits())) as repository,
            repository.layer(DIGEST, 1),
        ):
            pass

    assert [] == web.requests
