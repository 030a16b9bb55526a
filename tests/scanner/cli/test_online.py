"""``lading scan --online``: servers are asked about what was found."""

from __future__ import annotations

import json
from http.client import HTTPConnection
from typing import TYPE_CHECKING

import pytest

from scanner.advisories.building import build_index
from scanner.advisories.content import IndexContent
from scanner.cli import TRY_AGAIN
from tests.support.advisories import record_of
from tests.support.command import Result, lading
from tests.support.feeds import DATE
from tests.support.online import Servers
from tests.support.serving import serving_osv
from tests.support.web import Answer, Request, serving

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NEW = record_of("introduced 0", package="lading-test-clean", id="PYSEC-2099-1")
PROJECT = {"project-status": {"status": "archived"}, "files": []}


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """Return an index in which nothing is."""
    build_index(tmp_path / "empty.sqlite", IndexContent())
    return tmp_path / "empty.sqlite"


def scan(answer: Callable[[Request], Answer], *arguments: str | Path) -> tuple[Result, list[str]]:
    """Scan, and return the requests, too."""
    with serving(answer, date=DATE) as web:
        variables = {"LADING_DB_MIRROR": f"http://{web.host}"}
        return lading("scan", *arguments, variables=variables), web.lines


def test_what_was_published_since_is_found_in_one_command(images):
    servers = Servers((NEW,), {"lading-test-clean": PROJECT})

    offline, unasked = scan(servers, images / "clean.oci", "-f", "json")
    online, requests = scan(servers, images / "clean.oci", "-f", "json", "--online")

    assert (0, []) == (offline.code, unasked)
    report = json.loads(online.stdout)
    assert (1, ["PYSEC-2099-1"]) == (online.code, [each["id"] for each in report["findings"]])
    assert ["archived"] == [each["maintenance"] for each in report["projects"]]
    assert [
        "POST /osv-api/v1/querybatch",
        "GET /osv-api/v1/vulns/PYSEC-2099-1",
        "GET /project-status/lading-test-clean/",
    ] == requests


def test_only_the_wanted_servers_are_asked(images):
    _, requests = scan(
        Servers(), images / "clean.oci", "--online", "--online-source", "project-status"
    )

    assert ["GET /project-status/lading-test-clean/"] == requests


def test_without_a_network_the_scan_says_so_and_nothing_else(images):
    variables = {"LADING_DB_MIRROR": "http://127.0.0.1:1"}

    result = lading("scan", images / "clean.oci", "--online", variables=variables)

    (line,) = result.lines
    assert (TRY_AGAIN, b"") == (result.code, result.stdout)
    assert line.startswith("lading: http://127.0.0.1:1/osv-api/v1/querybatch: ")


def test_a_server_that_speaks_the_protocol_gives_what_its_index_would_have_given(images, empty):
    """
    The server is ours, which pip-audit and PySentry are clients of in other tests.
    """
    with serving_osv() as service:

        def forwarded(request: Request) -> Answer:
            connection = HTTPConnection(service.host)
            path = request.path.removeprefix("/osv-api")
            connection.request(request.method, path, request.body)
            response = connection.getresponse()
            answer = Answer(response.status, {}, response.read())
            connection.close()
            return answer

        arguments = ("--online", "--online-source", "osv-api", "--db", empty)
        online, _ = scan(forwarded, images / "shop.oci", "-f", "json", *arguments)
    offline = lading("scan", images / "shop.oci", "-f", "json")

    told = [
        {
            (each["id"], each["purl"], each["status"], each["fixed_in"], each["reason"])
            for each in json.loads(result.stdout)["findings"]
        }
        for result in (online, offline)
    ]
    assert told[0]
    assert told[1] == told[0]
