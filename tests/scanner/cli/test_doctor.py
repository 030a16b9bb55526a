"""``lading doctor``, as a user runs it."""

from __future__ import annotations

import json
import socket
from typing import TYPE_CHECKING

import pytest

from scanner.version import VERSION
from tests.support.command import Result, lading
from tests.support.web import Answer, serving

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """Return the variables of a user who has nothing."""
    keys = ("HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR", "XDG_CACHE_HOME", "XDG_DATA_HOME")
    none = ("DOCKER_CONFIG", "DOCKER_HOST", "CONTAINER_HOST", "LADING_CACHE_DIR")
    proxies = ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "no_proxy", "NO_PROXY")
    empty = dict.fromkeys((*none, *proxies, "all_proxy", "ALL_PROXY", "REGISTRY_AUTH_FILE"), "")
    return {**empty, **dict.fromkeys(keys, str(tmp_path)), "PATH": str(tmp_path / "bin")}


def checks(result: Result) -> dict[tuple[str, str], tuple[str, str]]:
    """Return what is told, by topic and name."""
    document = json.loads(result.stdout)
    assert 1 == document["format"]
    return {
        (each["topic"], each["name"]): (each["state"], each["told"]) for each in document["checks"]
    }


def test_who_has_nothing_has_nothing_broken(home):
    result = lading("doctor", "-f", "json", variables=home)

    found = checks(result)
    assert (0, "") == (result.code, result.stderr)
    assert ("fine", VERSION) == found["lading", "version"]
    assert ("absent", "") == found["resolver", "uv"]
    assert "sha256:" in str(found)
    assert not any(topic == "release" for topic, _ in found)


def test_people_get_a_table(home):
    result = lading("doctor", variables=home)

    text = result.stdout.decode()
    assert 0 == result.code
    assert all(word in text for word in ("resolver", "engine", "credentials", "advisories"))


def test_an_engine_that_listens_is_told(home, tmp_path):
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "docker.sock"))
        listening.listen()
        found = checks(lading("doctor", "-f", "json", variables=home))

    assert ("fine", f"unix://{tmp_path}/docker.sock") == found["engine", "Docker"]


def test_an_engine_in_a_network_is_not_asked(home):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        remote = {"DOCKER_HOST": f"tcp://me:s3cr3t@127.0.0.1:{port}"}
        result = lading("doctor", "-f", "json", variables={**home, **remote})
        server.settimeout(0)
        with pytest.raises(BlockingIOError):
            server.accept()

    expected = ("fine", f"tcp://127.0.0.1:{port}, in a network: not asked")
    assert expected == checks(result)["engine", "Docker"]


def test_a_broken_index_exits_with_4(home, tmp_path):
    (tmp_path / "db.sqlite").write_text("no database")

    result = lading("doctor", "--db", tmp_path / "db.sqlite", "-f", "json", variables=home)

    assert (4, "broken") == (result.code, checks(result)["advisories", "index"][0])


def test_a_missing_helper_exits_with_4_and_tells_no_secret(home, tmp_path):
    (tmp_path / ".docker").mkdir()
    document = {"credsStore": "gone", "auths": {"ghcr.io": {"auth": "c2VjcmV0OnMzY3IzdA=="}}}
    (tmp_path / ".docker/config.json").write_text(json.dumps(document))

    result = lading("doctor", "-f", "json", variables=home)

    assert 4 == result.code
    assert "broken" == checks(result)["credentials", "docker-credential-gone"][0]
    assert b"c2Vj" not in result.stdout


def test_files_of_configuration_in_force_are_told(home, tmp_path):
    (tmp_path / "own.toml").write_text('color = "never"\n')

    arguments = ("doctor", "-f", "json", "--config", tmp_path / "own.toml")
    found = checks(lading(*arguments, variables={**home, "LADING_NO_CONFIG": ""}))

    assert ("fine", "") == found["configuration", f"{tmp_path}/own.toml"]


@pytest.mark.parametrize(
    ("answer", "state", "told", "code"),
    [
        (Answer(200, {}, b'{"info": {"version": "99.1"}}'), "fine", "99.1 is newer", 0),
        (Answer(200, {}, b'{"info": {"version": "0.0.1"}}'), "fine", "is the newest", 0),
        (Answer(404), "absent", "no release is there", 0),
        (Answer(200, {}, b"<html>"), "broken", "not what PyPI says", 4),
        (Answer(200, {}, b'{"info": {"version": "new"}}'), "broken", "not what PyPI says", 4),
        (Answer(403), "broken", "status 403", 4),
    ],
    ids=["newer", "older", "none", "HTML", "no version", "refused"],
)
def test_pypi_is_asked_for_a_newer_release_only_if_that_is_wanted(home, answer, state, told, code):
    with serving(lambda _: answer) as web:
        server = ("--server", f"http://{web.host}/pypi")
        lading("doctor", *server, "-f", "json", variables=home)
        unasked = list(web.lines)
        result = lading("doctor", "--online", *server, "-f", "json", variables=home)

    found = checks(result)["release", "lading"]
    assert ([], ["GET /pypi/lading/json"]) == (unasked, web.lines)
    assert (code, state, True) == (result.code, found[0], told in found[1])
