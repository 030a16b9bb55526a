"""Passwords and tokens: what is sent where, and what never is."""

from __future__ import annotations

import json
from contextlib import ExitStack, closing
from urllib.parse import parse_qs, urlsplit

import pytest

from layers.registry.client import Client
from layers.registry.endpoint import Endpoint
from layers.registry.errors import AddressRefused, InvalidResponse, RequestFailed
from layers.registry.settings import HostSettings
from tests.support.certificates import certificates
from tests.support.registry import BASIC, PASSWORD, USER, Time, settings
from tests.support.web import Answer, serving

TOKEN = "canary-77aa-token"
BEARER = f"Bearer {TOKEN}"
FINE = Answer(200, {}, b"content")


def unauthorized(challenge, status=401):
    return Answer(status, {"WWW-Authenticate": challenge}, b'{"errors": []}')


def token_service(realm_of=lambda request: f"http://{request.headers['host']}/token", **answer):
    """Return the answers of a registry that wants a token, and gives it itself."""
    given = json.dumps(answer or {"token": TOKEN}).encode()

    def reply(request):
        if request.path.startswith("/token"):
            return Answer(200, {}, given)
        if request.headers.get("authorization") == BEARER:
            return FINE
        return unauthorized(f'Bearer realm="{realm_of(request)}",service="s"')

    return reply


@pytest.fixture
def logged_in(tmp_path):
    """Return the environment of a user with credentials for hosts."""

    def environment(*hosts, **entry):
        entry = entry or {"username": USER, "password": PASSWORD}
        auths = dict.fromkeys(hosts, entry)
        (tmp_path / "config.json").write_text(json.dumps({"auths": auths}))
        return {"DOCKER_CONFIG": str(tmp_path)}

    return environment


def asked(host, *paths, **known):
    """Ask a registry for some things, one after the other."""
    chosen = settings(**known)
    with closing(Client(chosen)) as client:
        endpoint = Endpoint.of(host, "team/app", chosen)
        for path in paths or ("blobs/x",):
            client.ask("GET", endpoint, path, {}).close()


def query_of(request):
    return {name: value[0] for name, value in parse_qs(urlsplit(request.path).query).items()}


def test_basic_is_sent_when_it_is_asked_for_and_from_then_on(logged_in):
    def answer(request):
        known = request.headers.get("authorization") == BASIC
        return FINE if known else unauthorized('Basic realm="x"')

    with serving(answer) as web:
        asked(web.host, "blobs/x", "blobs/y", environment=logged_in(web.host))

    assert [None, BASIC, BASIC] == web.authorizations()


@pytest.mark.hostile(row=56)
def test_without_a_credential_nothing_is_sent(logged_in):
    with (
        serving(lambda _: unauthorized('Basic realm="x"')) as web,
        pytest.raises(RequestFailed, match=r"status 401 \(unauthorized; log in"),
    ):
        asked(web.host, environment=logged_in("other.example"))

    assert [None] == web.authorizations()


@pytest.mark.hostile(row=56)
def test_a_password_that_is_refused_is_not_sent_again(logged_in):
    with serving(lambda _: unauthorized('Basic realm="x"')) as web, pytest.raises(RequestFailed):
        asked(web.host, environment=logged_in(web.host))

    assert [None, BASIC] == web.authorizations()


def test_a_token_is_got_without_a_credential():
    with serving(token_service()) as web:
        asked(web.host, "blobs/x", "blobs/y")

    assert [None, None, BEARER, BEARER] == web.authorizations()
    assert {"service": "s", "scope": "repository:team/app:pull", "client_id": "lading"} == (
        query_of(web.requests[1])
    )


@pytest.mark.parametrize("field", ["token", "access_token"])
def test_a_token_is_got_for_a_password(logged_in, field):
    with serving(token_service(**{field: TOKEN, "expires_in": 300})) as web:
        asked(web.host, environment=logged_in(web.host))

    assert [None, BASIC, BEARER] == web.authorizations()


def test_a_token_is_got_for_an_identity_token(logged_in):
    with serving(token_service()) as web:
        asked(web.host, environment=logged_in(web.host, identitytoken="canary-identity"))

    form = parse_qs(web.requests[1].body.decode())
    assert ("POST /token", ["refresh_token"], ["canary-identity"]) == (
        web.requests[1].line,
        form["grant_type"],
        form["refresh_token"],
    )
    assert [None, None, BEARER] == web.authorizations()


@pytest.mark.hostile(row=56)
@pytest.mark.parametrize(
    ("said", "last", "late"),
    [({"expires_in": 100}, 89, 91), ({}, 53, 55)],
    ids=["seconds", "nothing-and-so-a-minute"],
)
def test_a_token_is_used_until_its_time_is_over(said, last, late):
    time = Time()
    with serving(token_service(token=TOKEN, **said)) as web:
        known = settings(clock=time.clock())
        with closing(Client(known)) as client:
            endpoint = Endpoint.of(web.host, "team/app", known)
            for moment in (0, last, late):
                time.now = 1000.0 + moment
                client.ask("GET", endpoint, f"blobs/{moment}", {}).close()

    assert ["/v2/team/app/blobs/0", "/token", "/v2/team/app/blobs/0"] == paths(web)[:3]
    assert [f"/v2/team/app/blobs/{last}", "/token", f"/v2/team/app/blobs/{late}"] == paths(web)[3:]


def paths(web):
    return [line.partition(" ")[2] for line in web.lines]


@pytest.mark.hostile(row=56)
def test_a_token_that_is_refused_is_replaced_once():
    """
    A registry that is never content.
    """
    with (
        serving(lambda r: token_service()(r) if "token" in r.path else refusal(r)) as web,
        pytest.raises(RequestFailed),
    ):
        asked(web.host)

    assert 2 >= len([path for path in paths(web) if path == "/token"])
    assert 3 >= len([path for path in paths(web) if path != "/token"])


def refusal(request):
    return unauthorized(f'Bearer realm="http://{request.headers["host"]}/token"')


@pytest.mark.parametrize("status", [401, 403])
def test_more_is_asked_for_if_a_scope_is_not_enough(status):
    def answer(request):
        realm = f"http://{request.headers['host']}/token"
        if request.path.startswith("/token"):
            return Answer(200, {}, json.dumps({"token": query_of(request)["scope"]}).encode())
        match request.headers.get("authorization"):
            case None:
                return unauthorized(f'Bearer realm="{realm}",scope="little"')
            case "Bearer little":
                challenge = f'Bearer realm="{realm}",error="insufficient_scope",scope="more"'
                return unauthorized(challenge, status)
            case _:
                return FINE

    with serving(answer) as web:
        asked(web.host)

    assert "Bearer more" == web.authorizations()[-1]


@pytest.mark.hostile(row=56)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"token": ""}',
        b'{"token": 1}',
        b'{"token": "canary\\r\\nX: y"}',
        b'{"token": "canary", "token": "canary"}',
        b'{"token": "canary", "expires_in": "canary"}',
        b'{"token": "' + b"canary" * 200_000 + b'"}',
    ],
)
def test_an_answer_without_a_token_is_an_error_that_does_not_repeat_it(body):

    def answer(request):
        return Answer(200, {}, body) if request.path.startswith("/token") else refusal(request)

    with serving(answer) as web, pytest.raises(InvalidResponse) as error:
        asked(web.host)

    assert "canary" not in f"{error.value} {error.value.__cause__}"


@pytest.mark.hostile(row=56)
@pytest.mark.parametrize("status", [301, 401, 404])
def test_a_realm_that_gives_no_token_is_an_error(status, logged_in):
    def answer(request):
        if request.path.startswith("/token"):
            return Answer(status, {"Location": "http://127.0.0.1:1/"})
        return refusal(request)

    with serving(answer) as web, pytest.raises(RequestFailed, match=f"/token: status {status}"):
        asked(web.host, environment=logged_in(web.host))


@pytest.mark.parametrize("realm", ["", "token", "file:///etc/passwd", "http://me:canary@a/"])
def test_a_realm_that_is_no_address_is_an_error(realm):
    with (
        serving(lambda _: unauthorized(f'Bearer realm="{realm}"')) as web,
        pytest.raises(InvalidResponse, match="its realm is not an address"),
    ):
        asked(web.host)


@pytest.mark.hostile(row=55)
def test_a_password_is_not_sent_to_the_realm_of_a_stranger(logged_in):
    """
    All Python clients that were tried get this wrong.
    """
    challenge = 'Bearer realm="https://evil.example/token",service="s"'
    with (
        serving(lambda _: unauthorized(challenge)) as web,
        pytest.raises(AddressRefused, match="list the host as one of its realms"),
    ):
        asked(web.host, environment=logged_in(web.host))


@pytest.mark.hostile(row=55)
def test_a_password_is_sent_to_a_realm_that_is_listed(logged_in):
    """
    Here a name leads to another server than the address does.
    """
    with ExitStack() as stack:
        realm = stack.enter_context(serving(lambda _: Answer(200, {}, b'{"token": "t"}')))
        named = realm.host.replace("127.0.0.1", "localhost")
        challenge = f'Bearer realm="http://{named}/"'
        web = stack.enter_context(
            serving(lambda r: FINE if "authorization" in r.headers else unauthorized(challenge))
        )
        environment = logged_in(web.host)
        with pytest.raises(AddressRefused):
            asked(web.host, environment=environment)
        asked(web.host, environment=environment, hosts={web.host: HostSettings(realms=(named,))})

    assert [BASIC] == realm.authorizations()


def test_encryption_is_not_given_up_for_a_token(tmp_path):
    made = certificates(tmp_path)
    with (
        serving(token_service()) as plain,
        serving(token_service(lambda _: f"http://{plain.host}/token"), made) as web,
        pytest.raises(AddressRefused, match="give up encryption"),
    ):
        asked(web.host, hosts={web.host: HostSettings(ca=(made.certificate,))})

    assert [] == plain.requests


@pytest.mark.hostile(row=55)
def test_authorization_does_not_follow_a_redirect_to_another_host(logged_in):
    """
    What the other host wants is not heard either.
    """
    with serving(lambda _: unauthorized('Basic realm="x"')) as storage:

        def answer(request):
            if request.headers.get("authorization") != BASIC:
                return unauthorized('Basic realm="x"')
            return Answer(307, {"Location": f"http://{storage.host}/x"})

        with serving(answer) as web, pytest.raises(RequestFailed, match=f"{storage.host}/x"):
            asked(web.host, environment=logged_in(web.host, storage.host))

    assert [None] == storage.authorizations()


@pytest.mark.hostile(row=55)
def test_authorization_follows_a_redirect_to_the_same_host(logged_in):
    def answer(request):
        if request.headers.get("authorization") != BASIC:
            return unauthorized('Basic realm="x"')
        return FINE if request.path == "/y" else Answer(307, {"Location": "/y"})

    with serving(answer) as web:
        asked(web.host, environment=logged_in(web.host))

    assert [None, BASIC, BASIC] == web.authorizations()


def test_a_warning_that_tells_a_secret_is_not_passed_on(logged_in, caplog):
    def answer(request):
        sent = request.headers.get("authorization")
        warned = {"Warning": f'299 - "you sent {sent}"'}
        return Answer(200, warned) if sent else unauthorized('Basic realm="x"')

    with serving(answer) as web:
        asked(web.host, environment=logged_in(web.host))

    assert [] == [record for record in caplog.records if "you sent" in record.getMessage()]
