"""Writing to registries, also to those that do not want to be written to."""

from __future__ import annotations

import json
from contextlib import closing

import pytest

from layers.digest import Digest
from layers.limits import Limits
from layers.manifest import OCI_MANIFEST
from layers.reference import Reference
from layers.registry.errors import (
    AddressRefused,
    ConstantlyChanged,
    InvalidResponse,
    RequestFailed,
    Unreachable,
)
from layers.registry.publisher import MAX_TURNS, Publisher
from layers.registry.settings import HostSettings, Mirror
from tests.support.certificates import certificates
from tests.support.memory_registry import MemoryRegistry
from tests.support.registry import PASSWORD, USER, Time, settings
from tests.support.web import Answer, serving

DATA = b'{"bomFormat": "CycloneDX"}'
DIGEST = str(Digest.of(DATA))
MANIFEST = b'{"schemaVersion": 2, "config": {}, "layers": []}'


def publisher(host, **fields):
    """Return what writes to a repository, to be closed by who gets it."""
    reference = Reference(host, "team/app")
    return closing(Publisher(reference, settings(**fields), Limits()))


def logged_in(directory, host):
    """Return an environment with a password for a registry."""
    file = directory / "auth.json"
    login = {"username": USER, "password": PASSWORD}
    file.write_text(json.dumps({"auths": {host: login}}))
    return {"REGISTRY_AUTH_FILE": str(file)}


def test_a_blob_is_uploaded_whole():
    registry = MemoryRegistry()
    with serving(registry) as web, publisher(web.host) as opened:
        found = opened.blob(DATA)

    assert DIGEST == str(found)
    assert {DIGEST: DATA} == registry.blobs
    assert ["HEAD", "POST", "PUT"] == [request.method for request in web.requests]
    assert "application/octet-stream" == web.requests[-1].headers["content-type"]


def test_a_blob_that_is_there_is_not_sent():
    with (
        serving(MemoryRegistry(blobs={DIGEST: DATA})) as web,
        publisher(web.host) as opened,
    ):
        opened.blob(DATA)

    assert [f"HEAD /v2/team/app/blobs/{DIGEST}"] == web.lines


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("/v2/team/app/blobs/uploads/1?state=a%2Fb", "state=a%2Fb&digest="),
        ("http://{host}/v2/team/app/blobs/uploads/1", "?digest="),
        ("1", "/v2/team/app/blobs/uploads/1?digest="),
    ],
    ids=["with-a-query", "absolute", "relative"],
)
def test_an_upload_goes_where_the_registry_says(location, expected):
    registry = MemoryRegistry()

    def answer(request):
        if request.method == "POST":
            return Answer(202, {"Location": location.format(host=request.headers["host"])})
        return registry(request)

    with serving(answer) as web, publisher(web.host) as opened:
        opened.blob(DATA)

    assert expected + DIGEST.replace(":", "%3A") in web.requests[-1].path


def test_an_upload_to_another_host_goes_without_authorization(tmp_path):
    with serving(MemoryRegistry()) as storage:

        def answer(request):
            if "authorization" not in request.headers:
                return Answer(401, {"WWW-Authenticate": 'Basic realm="r"'})
            location = f"http://{storage.host}/v2/team/app/blobs/uploads/1"
            return Answer(202, {"Location": location}) if request.method == "POST" else Answer(404)

        with (
            serving(answer) as web,
            publisher(web.host, environment=logged_in(tmp_path, web.host)) as opened,
        ):
            opened.blob(DATA)

    assert any(web.authorizations())
    assert [None] == storage.authorizations()


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://storage.example/1", "plain HTTP is not allowed"),
        ("https://storage.example/1", "not one of its blob_hosts"),
    ],
    ids=["plain", "not-listed"],
)
def test_an_upload_to_a_host_that_we_do_not_go_to_is_refused(location, reason):
    with serving(
        lambda request: (
            Answer(202, {"Location": location}) if request.method == "POST" else Answer(404)
        )
    ) as web:
        known = {web.host: HostSettings(blob_hosts=())}
        with (
            publisher(web.host, hosts=known) as opened,
            pytest.raises(AddressRefused, match=reason),
        ):
            opened.blob(DATA)


def test_an_upload_never_gives_up_encryption(tmp_path):
    made = certificates(tmp_path)
    location = {"Location": "http://127.0.0.1:1/upload"}
    with (
        serving(
            lambda request: Answer(202, location) if request.method == "POST" else Answer(404), made
        ) as web,
        publisher(web.host, ca=made.certificate) as opened,
        pytest.raises(AddressRefused, match="that would give up encryption"),
    ):
        opened.blob(DATA)


@pytest.mark.parametrize("location", ["", "ftp://a/", "http://user:secret@a/"])
def test_an_upload_to_nowhere_is_an_error(location):
    with (
        serving(
            lambda request: (
                Answer(202, {"Location": location}) if request.method == "POST" else Answer(404)
            )
        ) as web,
        publisher(web.host) as opened,
        pytest.raises(InvalidResponse, match="an upload to nowhere") as error,
    ):
        opened.blob(DATA)

    assert "secret" not in str(error.value)


@pytest.mark.parametrize("status", [401, 403, 404, 405, 413])
@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_a_registry_that_takes_nothing_is_an_error_at_once(method, status):
    registry = MemoryRegistry()
    body = b'{"errors": [{"code": "DENIED"}]}'
    with (
        serving(
            lambda request: (
                Answer(status, {}, body) if request.method == method else registry(request)
            )
        ) as web,
        publisher(web.host) as opened,
        pytest.raises(RequestFailed) as error,
    ):
        opened.blob(DATA)

    assert (status, ("DENIED",), False) == (
        error.value.status,
        error.value.codes,
        error.value.passing,
    )
    assert 1 == [request.method for request in web.requests].count(method)


def test_a_busy_registry_is_left_alone_for_as_long_as_it_wants():
    registry, time, busy = MemoryRegistry(), Time(), [Answer(429, {"Retry-After": "7"})]
    with (
        serving(
            lambda request: busy.pop() if request.method == "PUT" and busy else registry(request)
        ) as web,
        publisher(web.host, clock=time.clock()) as opened,
    ):
        opened.blob(DATA)

    assert [7.0] == time.pauses
    assert {DIGEST: DATA} == registry.blobs


def test_a_registry_that_stays_busy_fails_for_now():
    with (
        serving(lambda request: Answer(404) if request.method == "HEAD" else Answer(429)) as web,
        publisher(web.host, tries=3) as opened,
        pytest.raises(RequestFailed) as error,
    ):
        opened.blob(DATA)

    assert (429, True) == (error.value.status, error.value.passing)
    assert 3 == [request.method for request in web.requests].count("POST")


def test_an_upload_that_breaks_off_begins_again():
    """
    What a registry has of it is not known; a session that was used is not used again.
    """
    registry, breaks = MemoryRegistry(), [ConnectionError("hung up")]

    def answer(request):
        if request.method == "PUT" and breaks:
            raise breaks.pop()
        return registry(request)

    with serving(answer) as web, publisher(web.host) as opened:
        opened.blob(DATA)

    assert ["HEAD", "POST", "PUT", "POST", "PUT"] == [each.method for each in web.requests]
    assert {DIGEST: DATA} == registry.blobs


def test_an_upload_that_always_breaks_off_fails_for_now():
    def answer(request):
        if request.method == "PUT":
            raise ConnectionError("hung up")
        return MemoryRegistry()(request)

    with (
        serving(answer) as web,
        publisher(web.host, tries=2) as opened,
        pytest.raises(Unreachable) as error,
    ):
        opened.blob(DATA)

    assert error.value.passing
    assert 2 == [request.method for request in web.requests].count("PUT")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_what_is_written_is_redirected_nowhere(status):
    moved = Answer(status, {"Location": "/elsewhere"})
    with (
        serving(lambda _: moved) as web,
        publisher(web.host) as opened,
        pytest.raises(InvalidResponse, match="a redirect for something that is to be written"),
    ):
        opened.manifest("1", OCI_MANIFEST, MANIFEST)

    assert ["PUT /v2/team/app/manifests/1"] == web.lines


@pytest.mark.parametrize("scope", ["", ',scope="repository:team/app:pull,push"'])
def test_a_token_is_asked_for_that_allows_to_push(tmp_path, scope):
    """
    A registry that does not say what it wants is told.
    """
    registry = MemoryRegistry()

    def answer(request):
        if request.path.startswith("/token"):
            return Answer(200, {}, b'{"token": "canary"}')
        if "authorization" not in request.headers:
            realm = f'Bearer realm="http://{request.headers["host"]}/token",service="s"{scope}'
            return Answer(401, {"WWW-Authenticate": realm})
        return registry(request)

    with (
        serving(answer) as web,
        publisher(web.host, environment=logged_in(tmp_path, web.host)) as opened,
    ):
        opened.blob(DATA)

    asked = [request.path for request in web.requests if request.path.startswith("/token")]
    assert [
        "/token?service=s&scope=repository%3Ateam%2Fapp%3Apull%2Cpush&client_id=lading"
    ] == asked
    assert {DIGEST: DATA} == registry.blobs


def test_a_token_that_allows_to_pull_is_exchanged(tmp_path):
    registry = MemoryRegistry()

    def answer(request):
        if request.path.startswith("/token"):
            token = "push" if "push" in request.path else "pull"
            return Answer(200, {}, b'{"token": "%s"}' % token.encode())
        actions = "pull" if request.method in {"GET", "HEAD"} else "pull,push"
        allowed = {"Bearer push", "Bearer pull"} if actions == "pull" else {"Bearer push"}
        if request.headers.get("authorization") not in allowed:
            realm = f'Bearer realm="http://{request.headers["host"]}/token"'
            challenge = f'{realm},scope="repository:team/app:{actions}"'
            return Answer(401, {"WWW-Authenticate": challenge})
        return registry(request)

    with (
        serving(answer) as web,
        publisher(web.host, environment=logged_in(tmp_path, web.host)) as opened,
    ):
        opened.blob(DATA)

    assert {DIGEST: DATA} == registry.blobs
    assert {"Bearer push"} == {
        request.headers.get("authorization") for request in web.requests[-2:]
    }


def test_nothing_is_written_to_a_mirror_or_read_from_it():
    with serving(MemoryRegistry()) as mirror, serving(MemoryRegistry()) as web:
        elsewhere = Mirror(mirror.host, resolve=True)
        hosts = {web.host: HostSettings(mirrors=(elsewhere,), location=elsewhere)}
        with publisher(web.host, hosts=hosts) as opened:
            opened.blob(DATA)
            opened.change("1", OCI_MANIFEST, lambda current: None if current else MANIFEST)

    assert [] == mirror.requests


def appended(name):
    """Return what adds a name to a document, unless it is in there."""

    def changed(current):
        names = json.loads(current.data)["layers"] if current else []
        if name in names:
            return None
        return json.dumps({"layers": [*names, name], "config": {}}).encode()

    return changed


def test_a_tag_is_written_on_condition_that_nobody_else_did():
    registry = MemoryRegistry()
    with serving(registry) as web, publisher(web.host) as opened:
        opened.change("1", OCI_MANIFEST, appended("a"))
        first = registry.tags["1"]
        opened.change("1", OCI_MANIFEST, appended("b"))

    written = [request for request in web.requests if request.method == "PUT"]
    assert "*" == written[0].headers["if-none-match"]
    assert f'"{first}"' == written[1].headers["if-match"]
    assert ["a", "b"] == json.loads(registry.tagged("1"))["layers"]


@pytest.mark.parametrize("knows_conditions", [True, False], ids=["conditional", "unconditional"])
def test_what_somebody_else_wrote_at_the_same_time_is_kept(knows_conditions):
    """
    Without conditions the first of two is lost, until it looks whether it is there.
    """
    registry = MemoryRegistry(knows_conditions=knows_conditions)
    theirs = [json.dumps({"layers": ["theirs"], "config": {}}).encode()]

    def answer(request):
        if request.method != "PUT" or not theirs:
            return registry(request)
        other = Answer(201)
        data = theirs.pop()
        if knows_conditions:
            registry._keep_manifest("1", type(request)("PUT", "", {}, data))
            return registry(request)
        registry(request)
        registry._keep_manifest("1", type(request)("PUT", "", {}, data))
        return other

    with serving(answer) as web, publisher(web.host) as opened:
        opened.change("1", OCI_MANIFEST, appended("ours"))

    assert ["theirs", "ours"] == json.loads(registry.tagged("1"))["layers"]


def test_a_tag_that_others_always_change_is_given_up():
    registry = MemoryRegistry()
    with (
        serving(
            lambda request: Answer(412) if request.method == "PUT" else registry(request)
        ) as web,
        publisher(web.host) as opened,
        pytest.raises(ConstantlyChanged) as error,
    ):
        opened.change("1", OCI_MANIFEST, appended("a"))

    assert error.value.passing
    assert MAX_TURNS == [request.method for request in web.requests].count("PUT")


def test_a_weak_state_is_no_condition():
    registry = MemoryRegistry()
    registry.manifests["x"] = MANIFEST
    registry.tags["1"] = "x"

    def answer(request):
        if request.method == "GET":
            headers = {"Content-Type": OCI_MANIFEST, "ETag": 'W/"x"'}
            return Answer(200, headers, registry.tagged("1"))
        return registry(request)

    with serving(answer) as web, publisher(web.host) as opened:
        opened.change("1", OCI_MANIFEST, appended("a"))

    (written,) = (request for request in web.requests if request.method == "PUT")
    assert {"if-match", "if-none-match"}.isdisjoint(written.headers)
