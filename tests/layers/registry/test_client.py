"""Requests to registries that behave badly."""

from __future__ import annotations

import logging
from contextlib import closing
from itertools import cycle

import pytest

from layers.registry.client import Client
from layers.registry.endpoint import Endpoint
from layers.registry.errors import (
    AddressRefused,
    InvalidConfiguration,
    InvalidResponse,
    RequestFailed,
    Unreachable,
)
from layers.registry.settings import HostSettings
from tests.support.certificates import certificates
from tests.support.registry import Time, settings
from tests.support.web import Answer, serving

FINE = Answer(200, {}, b"content")


def got(host, *, known=None, path="blobs/x", method="GET"):
    """Return the body of what a registry answers."""
    known = known or settings()
    with closing(Client(known)) as client:
        response = client.ask(method, Endpoint.of(host, "team/app", known), path, {})
        try:
            return b"".join(iter(lambda: response.read(1 << 16), b""))
        finally:
            response.close()


def test_a_body_is_not_decoded():
    """
    What a digest speaks of are the bytes as they were sent.
    """
    with serving(lambda _: Answer(200, {"Content-Encoding": "gzip"}, b"\x1f\x8bx")) as web:
        assert b"\x1f\x8bx" == got(web.host)
        assert "identity" == web.requests[0].headers["accept-encoding"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_with_the_method_and_the_headers_it_came_with(status):
    def answer(request):
        moved = Answer(status, {"Location": "/elsewhere?sig=1"}, b"moved")
        return moved if request.path.startswith("/v2/") else FINE

    with serving(answer) as web:
        assert b"" == got(web.host, method="HEAD")
        assert ["HEAD /v2/team/app/blobs/x", "HEAD /elsewhere"] == web.lines


@pytest.mark.hostile(row=54)
def test_a_redirect_loop_ends():
    with (
        serving(lambda request: Answer(307, {"Location": request.path})) as web,
        pytest.raises(InvalidResponse, match="more than 5 redirects"),
    ):
        got(web.host)

    assert 6 == len(web.requests)


@pytest.mark.hostile(row=54)
@pytest.mark.parametrize("location", ["", "ftp://a", "http://user:secret@a/", "http://["])
def test_a_redirect_to_nowhere_is_an_error(location):
    with (
        serving(lambda _: Answer(307, {"Location": location})) as web,
        pytest.raises(InvalidResponse, match="a redirect to nowhere"),
    ):
        got(web.host)


@pytest.mark.hostile(row=54)
def test_a_redirect_does_not_give_up_encryption(tmp_path):
    made = certificates(tmp_path)
    with (
        serving(lambda _: FINE) as plain,
        serving(lambda _: Answer(307, {"Location": f"http://{plain.host}/x"}), made) as web,
        pytest.raises(AddressRefused, match="that would give up encryption"),
    ):
        got(web.host, known=settings(hosts={web.host: HostSettings(ca=(made.certificate,))}))

    assert [] == plain.requests


@pytest.mark.hostile(row=54)
def test_a_redirect_to_plain_http_is_followed_to_listed_hosts_only():
    with (
        serving(lambda _: Answer(307, {"Location": "http://storage.example/x"})) as web,
        pytest.raises(AddressRefused, match=r"to storage.example: plain HTTP is not allowed"),
    ):
        got(web.host)


@pytest.mark.hostile(row=54)
def test_redirects_can_be_bound_to_hosts():
    with serving(lambda _: FINE) as storage:
        address = f"http://{storage.host}/x"
        with serving(lambda _: Answer(307, {"Location": address})) as web:
            free = settings(hosts={web.host: HostSettings(blob_hosts=("127.0.0.1:*",))})
            listed = settings(hosts={web.host: HostSettings(blob_hosts=(storage.host,))})
            assert b"content" == got(web.host, known=listed)
            assert b"content" == got(web.host, known=free)


@pytest.mark.hostile(row=54)
def test_a_redirect_to_a_host_that_is_not_listed_is_refused():
    with (
        serving(lambda _: Answer(307, {"Location": "https://storage.example/x?sig=canary"})) as web,
        pytest.raises(AddressRefused, match="not one of its blob_hosts") as error,
    ):
        got(web.host, known=settings(hosts={web.host: HostSettings(blob_hosts=())}))

    assert "canary" not in str(error.value)


@pytest.mark.hostile(row=54)
@pytest.mark.parametrize("host", ["169.254.169.254", "127.0.0.1", "[::1]", "10.1.2.3", "localhost"])
def test_a_public_registry_refers_to_no_private_address(host):
    known = settings()
    endpoint = Endpoint.of("reg.example", "team/app", known)
    target = Endpoint.of(host, "x", settings(hosts={host: HostSettings(plain_http=False)})).origin

    with pytest.raises(AddressRefused, match="a private address"):
        endpoint.check_redirect(target, known)


@pytest.mark.hostile(row=57)
def test_a_busy_registry_is_left_alone_for_as_long_as_it_wants():
    time = Time()
    statuses = iter([429, 503, 502, 504, 200])
    with serving(lambda _: Answer(next(statuses), {"Retry-After": "7"}, b"x")) as web:
        assert b"x" == got(web.host, known=settings(clock=time.clock()))

    assert [7.0] * 4 == time.pauses


@pytest.mark.hostile(row=57)
def test_pauses_grow_if_nothing_is_said():
    time = Time()
    with serving(lambda _: Answer(503)) as web, pytest.raises(RequestFailed) as error:
        got(web.host, known=settings(clock=time.clock()))

    assert (503, [2.0, 4.0, 8.0, 16.0], 5) == (error.value.status, time.pauses, len(web.requests))


@pytest.mark.hostile(row=57)
@pytest.mark.parametrize("wanted", ["61", "1000000000", "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_a_registry_that_wants_too_long_a_pause_is_given_up(wanted):
    time = Time()
    with (
        serving(lambda _: Answer(429, {"Retry-After": wanted})) as web,
        pytest.raises(RequestFailed, match=r"status 429 \(too many requests\)"),
    ):
        got(web.host, known=settings(clock=time.clock()))

    assert ([], 1) == (time.pauses, len(web.requests))


@pytest.mark.hostile(row=57)
@pytest.mark.parametrize("wanted", ["0", "Thu, 01 Jan 1970 00:00:00 GMT"])
def test_a_registry_that_wants_no_pause_is_not_asked_for_ever(wanted):
    time = Time()
    with (
        serving(lambda _: Answer(503, {"Retry-After": wanted})) as web,
        pytest.raises(RequestFailed),
    ):
        got(web.host, known=settings(clock=time.clock()))

    assert ([], 5) == (time.pauses, len(web.requests))


@pytest.mark.hostile(row=57)
def test_a_registry_that_fails_every_other_time_is_given_up_in_the_end():
    time = Time()
    statuses = cycle((503, 200))
    known = settings(clock=time.clock(), patience_seconds=20.0)
    with serving(lambda _: Answer(next(statuses))) as web, closing(Client(known)) as client:
        endpoint = Endpoint.of(web.host, "team/app", known)
        for _ in range(10):
            client.ask("GET", endpoint, "blobs/x", {}).close()
        with pytest.raises(RequestFailed):
            client.ask("GET", endpoint, "blobs/x", {})

    assert [2.0] * 10 == time.pauses


def test_a_host_without_a_server_is_tried_again():
    time = Time()
    with serving(lambda _: FINE) as web:
        pass

    with pytest.raises(Unreachable, match="no connection: connection refused"):
        got(web.host, known=settings(clock=time.clock()))

    assert 4 == len(time.pauses)


@pytest.mark.hostile(row=53)
def test_a_host_that_sends_nothing_is_given_up():
    with (
        serving(lambda _: Answer(200, {"Content-Length": "9"})) as web,
        pytest.raises(Unreachable, match="nothing came for too long"),
    ):
        got(web.host, known=settings(idle_seconds=0.05))


@pytest.mark.hostile(row=59)
@pytest.mark.parametrize(
    ("made", "is_trusted", "reason", "advice"),
    [
        ({}, False, "self-signed certificate", "name it, or who signed it, with --ca"),
        ({"is_expired": True}, True, "certificate has expired", "has to renew it"),
        ({"names": "IP:127.0.0.2"}, True, "IP address mismatch, ", "use a name that it is for"),
        ({"names": "DNS:reg.example"}, True, "IP address mismatch, ", "use a name that it is for"),
    ],
    ids=["self-signed", "expired", "another-address", "another-name"],
)
def test_a_certificate_that_nobody_should_trust_is_refused_at_once(
    tmp_path, made, is_trusted, reason, advice
):
    """
    With what to do about it, and nothing is sent.
    """
    time = Time()
    files = certificates(tmp_path, **made)
    said = HostSettings(plain_http=False, ca=(files.certificate,) if is_trusted else ())
    with serving(lambda _: FINE, files) as web, pytest.raises(Unreachable) as error:
        got(web.host, known=settings(hosts={web.host: said}, clock=time.clock()))

    assert error.value.reason.startswith(f"no secure connection: {reason}")
    assert error.value.reason.endswith(advice)
    assert ([], [], False) == (time.pauses, web.requests, error.value.passing)


@pytest.mark.hostile(row=59)
def test_a_host_without_encryption_is_not_talked_to_without_a_word():
    """
    Not even once, as others do that try HTTPS first.
    """
    said = HostSettings(plain_http=False)
    with (
        serving(lambda _: FINE) as web,
        pytest.raises(Unreachable, match=r"does not speak TLS; if it may .* --plain-http"),
    ):
        got(web.host, known=settings(hosts={web.host: said}))

    assert [] == web.requests


@pytest.mark.parametrize("place", ["host", "all", "containers", "docker", "containerd"])
def test_a_private_authority_is_trusted_where_it_is_named(tmp_path, place):
    made = certificates(tmp_path)
    with serving(lambda _: FINE, made) as web:
        directory = tmp_path / place / "certs.d" / web.host
        directory.mkdir(parents=True)
        (directory / "ca.crt").write_bytes((tmp_path / "server.crt").read_bytes())
        by_directory: dict[str, object] = {
            "hosts": {web.host: HostSettings(plain_http=False)},
            "engine_files": True,
            "system_directory": str(tmp_path),
        }
        known: dict[str, dict[str, object]] = {
            "host": {"hosts": {web.host: HostSettings(ca=(made.certificate,))}},
            "all": {"ca": made.certificate},
        }

        assert b"content" == got(web.host, known=settings(**known.get(place, by_directory)))


@pytest.mark.parametrize("place", ["host", "directory", "nowhere"])
def test_a_host_that_wants_to_know_who_we_are_is_told(tmp_path, place):
    made = certificates(tmp_path)
    with serving(lambda _: FINE, made, asks_for_certificate=True) as web:
        directory = tmp_path / "docker/certs.d" / web.host
        directory.mkdir(parents=True)
        if place == "directory":
            (directory / "client.cert").write_bytes((tmp_path / "server.crt").read_bytes())
            (directory / "client.key").write_bytes((tmp_path / "server.key").read_bytes())
        pairs = ((made.certificate, made.key),) if place == "host" else ()
        known = settings(
            hosts={web.host: HostSettings(ca=(made.certificate,), client_certificates=pairs)},
            engine_files=True,
            system_directory=str(tmp_path),
        )
        if place == "nowhere":
            with pytest.raises(Unreachable):
                got(web.host, known=known)
        else:
            assert b"content" == got(web.host, known=known)


@pytest.mark.parametrize("is_authority", [True, False])
@pytest.mark.parametrize("content", [None, b"no certificate"])
def test_certificates_that_cannot_be_read_are_an_error(tmp_path, is_authority, content):
    file = tmp_path / "file.pem"
    if content:
        file.write_bytes(content)
    said = HostSettings(
        plain_http=False,
        ca=(str(file),) if is_authority else (),
        client_certificates=() if is_authority else ((str(file), None),),
    )

    with pytest.raises(InvalidConfiguration) as error:
        got("127.0.0.1:1", known=settings(hosts={"127.0.0.1:1": said}))

    assert str(file) == error.value.file


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"errors": [{"code": "NAME_UNKNOWN", "message": "canary"}]}', " NAME_UNKNOWN"),
        (b'{"errors": [{"code": "canary"}]}', ""),
        (b'{"errors": [1]}', ""),
        (b"<html>canary", ""),
        (b"x" * (1 << 17), ""),
        (b"", ""),
    ],
)
def test_an_error_says_what_the_registry_says_in_words_of_the_specification(body, expected):
    with serving(lambda _: Answer(404, {}, body)) as web, pytest.raises(RequestFailed) as error:
        got(web.host)

    assert f"{web.host}/v2/team/app/blobs/x: status 404{expected} (not found)" == str(error.value)


@pytest.mark.parametrize(
    ("left", "pauses"), [(["100", "10"], []), (["9", "8", "0"], [2.0, 2.0]), (["x"], [])]
)
def test_a_registry_is_asked_more_slowly_when_it_will_soon_refuse(left, pauses, caplog):
    time = Time()
    known = settings(clock=time.clock())
    answers = iter(left)

    def counting(_):
        remaining = {"RateLimit-Limit": "100;w=21600", "RateLimit-Remaining": next(answers)}
        return Answer(200, remaining)

    with serving(counting) as web, closing(Client(known)) as client:
        endpoint = Endpoint.of(web.host, "team/app", known)
        for _ in left:
            client.ask("GET", endpoint, "blobs/x", {}).close()

        host = web.host
    assert pauses == time.pauses
    expected = f"{host}: only 9 of 100 requests within 21,600 s are left; slowing down"
    assert [expected] * bool(pauses) == [record.getMessage() for record in caplog.records]


def test_a_warning_is_passed_on_once(caplog):
    warned = {"Warning": '299 - "to be \x1b[2Jremoved"'}
    with serving(lambda _: Answer(200, warned)) as web, closing(Client(settings())) as client:
        endpoint = Endpoint.of(web.host, "team/app", settings())
        for _ in range(2):
            client.ask("GET", endpoint, "blobs/x", {}).close()

    warnings = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert [f"{web.host} warns: 'to be \\x1b[2Jremoved'"] == [w.getMessage() for w in warnings]


def test_a_proxy_is_asked_in_the_place_of_the_registry():
    with serving(lambda _: FINE) as proxy:
        known = settings(
            environment={"http_proxy": f"http://me:canary@{proxy.host}"},
            plain_http=frozenset({"reg.example"}),
        )
        assert b"content" == got("reg.example", known=known)

    (request,) = proxy.requests
    assert "http://reg.example/v2/team/app/blobs/x" == request.path
    assert "Basic bWU6Y2FuYXJ5" == request.headers["proxy-authorization"]


def test_a_proxy_that_is_not_there_is_named_without_its_password():
    with serving(lambda _: FINE) as proxy:
        pass
    known = settings(environment={"https_proxy": f"http://me:canary@{proxy.host}"}, tries=1)

    with pytest.raises(Unreachable, match="through the proxy") as error:
        got("reg.example", known=known)

    assert "canary" not in str(error.value)
