"""``lading db update`` through a proxy.

The feeds are on hosts that do not exist, so what arrives can only have come through the proxy.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from scanner.advisories.update import Outcome, Updating, update
from tests.support.command import Result, lading
from tests.support.feeds import ALL, DATE, LIST, SETTINGS, Bucket, ids_in, osv_files, osv_record
from tests.support.registry import BASIC, PASSWORD, USER
from tests.support.web import Answer, Request, serving

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FEEDS = "http://feeds.invalid:8080"
SECURE_FEEDS = "https://feeds.invalid"
ANY_ADDRESS = "0.0.0.0"
"""By which Linux connects to this machine, and which is not known for it, so that proxies count."""
USED = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
NONE = {name: "" for used in USED for name in (used, used.upper())}
"""As if the machine that runs the tests had no proxies."""
BUCKET = Bucket(osv_files([osv_record(1), osv_record(2)]))


def forwarding(request: Request) -> Answer:
    """Answer in the place of a host, as a proxy is asked to: by a whole address."""
    address = urlsplit(request.path)
    if f"{address.scheme}://{address.netloc}" != FEEDS:
        return Answer(502)
    return BUCKET(Request(request.method, address.path, request.headers, request.body))


def refusing(_: Request) -> Answer:
    """Answer to whoever did not say who it is."""
    return Answer(407, {"Proxy-Authenticate": "Basic"})


def updated(home: Path, mirror: str, **variables: str) -> Result:
    """Update as a user whose environment names proxies."""
    known = {**NONE, "XDG_DATA_HOME": str(home), **variables}
    words = ("db", "update", "--mirror", mirror, "--source", "osv", "--verbose")
    return lading(*words, variables=known)


def with_password(host: str) -> str:
    """Return the address of a proxy that wants to know who asks."""
    return f"http://{USER}:{PASSWORD}@{host}"


def updated_with(environment: Mapping[str, str], mirror: str, directory: Path) -> Outcome:
    """Update without a process, by a clock with which to try again takes no time."""
    known = replace(SETTINGS, environment=environment)
    updating = Updating(feeds=("osv",), mirror=mirror)
    (outcome,) = update(directory / "advisories.sqlite", updating, known)
    return outcome


def secrets_in(text: str) -> list[str]:
    """Return what of a user's credentials is in a text."""
    return [secret for secret in (PASSWORD, BASIC.removeprefix("Basic ")) if secret in text]


def leaked(result: Result) -> list[str]:
    """Return the secrets in all that a run has written."""
    return secrets_in(result.stdout.decode() + result.stderr)


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"])
def test_a_feed_without_encryption_is_forwarded_by_the_proxy(tmp_path, name):
    with serving(forwarding, date=DATE) as proxy:
        result = updated(tmp_path, FEEDS, **{name: with_password(proxy.host)})

    assert (0, []) == (result.code, leaked(result)), result.stderr
    assert ["PYSEC-2026-1", "PYSEC-2026-2"] == ids_in(tmp_path / "lading" / "advisories.sqlite")
    assert f"GET {FEEDS}{LIST}" in proxy.lines
    assert {BASIC} == {request.headers["proxy-authorization"] for request in proxy.requests}


@pytest.mark.parametrize("name", ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"])
def test_for_a_feed_with_encryption_a_tunnel_is_asked_for(tmp_path, caplog, name):
    caplog.set_level(logging.DEBUG)
    with serving(refusing) as proxy:
        outcome = updated_with({name: with_password(proxy.host)}, SECURE_FEEDS, tmp_path)

    assert {"CONNECT feeds.invalid:443"} == set(proxy.lines)
    assert {BASIC} == {request.headers["proxy-authorization"] for request in proxy.requests}
    assert "feeds.invalid: no connection through the proxy" in str(outcome.error)
    assert [] == secrets_in(f"{outcome!r} {outcome.error} {caplog.text}")


@pytest.mark.parametrize("exceptions", ["0.0.0.0", "other, 0.0.0.0", "0.0.0.0:{port}", "*"])
@pytest.mark.parametrize("name", ["no_proxy", "NO_PROXY"])
def test_a_feed_that_is_excepted_is_asked_directly(tmp_path, name, exceptions):
    with serving(refusing) as proxy, serving(BUCKET, date=DATE) as web:
        port = web.host.rpartition(":")[2]
        known = {"http_proxy": with_password(proxy.host), name: exceptions.format(port=port)}
        result = updated(tmp_path, f"http://{ANY_ADDRESS}:{port}", **known)

    assert (0, []) == (result.code, proxy.requests), result.stderr
    assert f"GET {LIST}" in web.lines
    assert {None} == {request.headers.get("proxy-authorization") for request in web.requests}


def test_a_feed_that_is_not_excepted_is_not_asked_directly(tmp_path):
    """
    Else the test above would not tell anything.
    """
    with serving(refusing) as proxy, serving(BUCKET, date=DATE) as web:
        mirror = f"http://{ANY_ADDRESS}:{web.host.rpartition(':')[2]}"
        known = {"http_proxy": with_password(proxy.host), "no_proxy": "10.0.0.1"}
        result = updated(tmp_path, mirror, **known)

    assert (4, [], []) == (result.code, web.requests, leaked(result))
    assert {f"GET {mirror}{path}" for path in (ALL, LIST)} >= set(proxy.lines) > set()


def test_the_proxy_of_the_settings_is_used_and_not_that_of_the_process(tmp_path, monkeypatch):
    with serving(forwarding, date=DATE) as proxy, serving(refusing) as other:
        monkeypatch.setenv("http_proxy", with_password(other.host))
        outcome = updated_with({"http_proxy": with_password(proxy.host)}, FEEDS, tmp_path)

    assert (None, []) == (outcome.error, other.requests)
    assert ["PYSEC-2026-1", "PYSEC-2026-2"] == ids_in(tmp_path / "advisories.sqlite")


def test_a_proxy_that_is_none_is_refused_without_its_password(tmp_path):
    result = updated(tmp_path, FEEDS, http_proxy=f"http://{USER}:{PASSWORD}@[nowhere")

    assert (4, []) == (result.code, leaked(result))
    assert "http_proxy: not an address" in result.stderr


def test_a_proxy_that_is_gone_is_told_without_its_password(tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    with serving(refusing) as proxy:
        pass
    outcome = updated_with({"http_proxy": with_password(proxy.host)}, FEEDS, tmp_path)

    assert "through the proxy" in str(outcome.error)
    assert [] == secrets_in(f"{outcome!r} {outcome.error} {caplog.text}")
