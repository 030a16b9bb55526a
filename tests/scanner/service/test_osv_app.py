"""The endpoint, as clients see it over HTTP."""

from __future__ import annotations

import hashlib
import shutil
import signal
import socket
from concurrent.futures import ThreadPoolExecutor

import pytest

from scanner.advisories.index import BUNDLED
from scanner.service.osv_app import MAX_BODY_BYTES
from tests.support.command import lading
from tests.support.serving import serving_osv

IDNA = {"package": {"name": "idna", "ecosystem": "PyPI"}, "version": "3.4"}
DIGEST = f"sha256:{hashlib.sha256(BUNDLED.read_bytes()).hexdigest()}"


@pytest.fixture(scope="module")
def service():
    with serving_osv() as running:
        yield running


def test_a_version_a_batch_and_a_record_are_answered_from_one_index(service):
    one = service.ask("/v1/query", IDNA)
    batch = service.ask("/v1/querybatch", {"queries": [IDNA]})
    ids = [record["id"] for record in one.value["vulns"]]
    record = service.ask(f"/v1/vulns/{ids[0]}")

    assert "PYSEC-2024-60" in ids
    assert ids == [each["id"] for each in batch.value["results"][0]["vulns"]]
    assert one.value["vulns"][0] == record.value
    assert {DIGEST} == {each.headers["x-lading-index"] for each in (one, batch, record)}


def test_its_health_is_that_of_the_index(service):
    reply = service.ask("/healthz")

    assert (200, "ok") == (reply.status, reply.value["status"])
    assert "PyPA advisory database" in [source["name"] for source in reply.value["sources"]]


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        pytest.param("/v1/query", b"{", 400, 3, id="no-json"),
        pytest.param("/v1/query", b"\xff", 400, 3, id="no-utf8"),
        pytest.param("/v1/query", b"[" * 100_000, 400, 3, id="deep"),
        pytest.param("/v1/query", b"9" * 10_000, 400, 3, id="digits"),
        pytest.param("/v1/query", {}, 400, 3, id="no-package"),
        pytest.param("/v1/querybatch", {"queries": [{}] * 1001}, 400, 3, id="too-many"),
        pytest.param("/v1/vulns/CVE-0", None, 404, 5, id="no-record"),
        pytest.param("/v2/query", None, 404, 5, id="no-path"),
        pytest.param("/v1/query/", IDNA, 404, 5, id="slash"),
        pytest.param("/v1/vulns/%00", None, 404, 5, id="no-text"),
        pytest.param("/v1/query", b"NaN", 400, 3, id="no-number"),
        pytest.param("/v1/query", b"", 400, 3, id="nothing"),
        pytest.param(
            "/v1/query", b'{"package": {"name": "\\ud800", "ecosystem": "PyPI"}}', 400, 3, id="half"
        ),
        pytest.param("/v1/query", None, 405, 12, id="method"),
        pytest.param("/v1/query", b" " * (MAX_BODY_BYTES + 1), 413, 8, id="size"),
    ],
)
def test_what_cannot_be_answered_is_an_error_as_osv_has_it(path, body, status, code, service):
    reply = service.ask(path, body)

    assert (status, code) == (reply.status, reply.value["code"])
    assert {"code", "message"} == set(reply.value)


def test_many_ask_at_a_time(service):
    with ThreadPoolExecutor(16) as pool:
        replies = list(pool.map(lambda _: service.ask("/v1/query", IDNA), range(64)))

    assert [200] * 64 == [reply.status for reply in replies]
    assert 1 == len({str(reply.value) for reply in replies})


def test_an_index_that_is_replaced_is_seen_and_one_that_is_damaged_is_told(tmp_path):
    index = tmp_path / "index.sqlite"
    shutil.copy(BUNDLED, index)
    with serving_osv(index) as running:
        before = running.ask("/v1/query", IDNA)
        (tmp_path / "other").write_bytes(b"SQLite format 3\0" + bytes(100))
        (tmp_path / "other").replace(index)
        damaged = running.ask("/v1/query", IDNA)
        shutil.copy(BUNDLED, tmp_path / "other")
        (tmp_path / "other").replace(index)
        after = running.ask("/v1/query", IDNA)

    assert (200, 503, 14, 200) == (
        before.status,
        damaged.status,
        damaged.value["code"],
        after.status,
    )
    assert before.value == after.value


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda n: n.name)
def test_a_signal_ends_it_well(number):
    with serving_osv() as running:
        running.ask("/healthz")
        running.process.send_signal(number)

        assert 0 == running.process.wait(timeout=30)


def test_a_port_that_is_taken_is_told():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = lading("serve", "--osv", "--port", str(taken.getsockname()[1]))

    assert 2 == result.code
    assert "Address already in use" in " ".join(result.stderr.split())


def test_an_index_that_is_none_is_told_at_once(tmp_path):
    (tmp_path / "index").write_text("nonsense")

    assert 4 == lading("serve", "--osv", "--db", tmp_path / "index").code


def test_without_a_kind_there_is_nothing_to_serve():
    assert 2 == lading("serve").code
