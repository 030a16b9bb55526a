"""Canaries: secrets that go in at one place must not come out at another."""

from __future__ import annotations

import base64
import json

import pytest

from scanner.formats import SBOM_EMITTERS
from testdata.images.writer import tar_of
from tests.support.command import lading
from tests.support.layouts import Layout
from tests.support.registry import BASIC, PASSWORD, USER, registry_of
from tests.support.web import Answer, serving

TOKEN = "canary-77aa-token"
SIGNATURE = "canary-c0de-signature"
CANARIES = (PASSWORD, TOKEN, SIGNATURE, BASIC.removeprefix("Basic "))
METADATA = b"Metadata-Version: 2.1\nName: shop\nVersion: 1.0\n"
FILES = {"usr/lib/python3/dist-packages/shop-1.0.dist-info/METADATA": METADATA}


def said(result):
    """Return all that a run has written."""
    return result.stdout.decode() + result.stderr


def leaked(text):
    """Return the canaries in a text."""
    return [canary for canary in CANARIES if canary in text]


@pytest.fixture(params=["file", "helper", "identity token"])
def variables(request, tmp_path):
    """Return a function to the environment of a user, whose credential is kept in some way."""

    def environment(host):
        helper = tmp_path / "docker-credential-canary"
        answer = json.dumps({"ServerURL": host, "Username": USER, "Secret": PASSWORD})
        helper.write_text(f"#!/bin/sh\necho '{answer}'\n")
        helper.chmod(0o755)
        pair = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        config = {
            "file": {"auths": {host: {"auth": pair}}},
            "helper": {"credHelpers": {host: "canary"}},
            "identity token": {"auths": {host: {"identitytoken": PASSWORD}}},
        }[request.param]
        (tmp_path / "config.json").write_text(json.dumps(config))
        return {
            "DOCKER_CONFIG": str(tmp_path),
            "HOME": str(tmp_path),
            "PATH": f"{tmp_path}:/usr/bin:/bin",
            "REGISTRY_AUTH_FILE": "",
            "XDG_RUNTIME_DIR": "",
            "XDG_CONFIG_HOME": "",
        }

    return environment


def registry(*, stolen=False):
    """Return the answers of a registry that wants a token, and repeats what it hears."""
    layout = Layout()
    entry = layout.image(tar_of(FILES))
    content = registry_of(layout.files, {"1": entry})

    def answer(request):
        sent = request.headers.get("authorization", "")
        heard = f"{sent} {request.body.decode()}"
        if request.path.startswith("/token"):
            given = json.dumps({"token": TOKEN, "heard": heard}).encode()
            return Answer(200, {"X-Heard": sent, "Warning": f'299 - "{sent}"'}, given)
        if sent != f"Bearer {TOKEN}":
            realm = f"http://{request.headers['host']}/token"
            return Answer(401, {"WWW-Authenticate": f'Bearer realm="{realm}",service="s"'})
        if stolen:
            body = json.dumps({"errors": [{"code": sent, "message": sent}]}).encode()
            return Answer(403, {"Warning": f'299 - "{sent}"'}, body)
        if "/blobs/" in request.path and "signed" not in request.path:
            return Answer(307, {"Location": f"{request.path}?signed={SIGNATURE}"})
        reply = content(request)
        headers = {**reply.headers, "Warning": f'299 - "you sent {sent}"'}
        return Answer(reply.status, headers, reply.body)

    return answer


@pytest.mark.parametrize("form", SBOM_EMITTERS)
def test_no_document_holds_a_secret(variables, form):
    with serving(registry()) as web:
        result = lading("sbom", f"{web.host}/team/app:1", "-f", form, variables=variables(web.host))

    assert (0, []) == (result.code, leaked(said(result)))
    assert "shop" in said(result)


def test_no_report_and_no_log_holds_a_secret(variables):
    with serving(registry()) as web:
        target = f"{web.host}/team/app:1"
        result = lading("scan", "--verbose", target, variables=variables(web.host))

    assert (0, []) == (result.code, leaked(said(result)))
    assert "asks http://" in result.stderr


def test_no_error_holds_a_secret(variables):
    with serving(registry(stolen=True)) as web:
        target = f"{web.host}/team/app:1"
        result = lading("scan", "--verbose", target, variables=variables(web.host))

    assert (4, []) == (result.code, leaked(said(result)))
    assert "status 403 (forbidden)" in result.lines[-1]


@pytest.mark.parametrize(
    "target",
    [
        f"https://{USER}:{PASSWORD}@reg.example/team/app:1",
        f"{USER}:{PASSWORD}@reg.example/team/app:1",
        f"registry:{USER}:{PASSWORD}@reg.example/team/app:1",
        f"registry:https://{USER}:{PASSWORD}@reg.example/team/app:1",
        f"registry:https://reg.example/team/app?token={TOKEN}",
        f"https://reg.example/team/app?token={TOKEN}",
    ],
)
def test_a_secret_in_a_target_is_not_repeated(target):
    result = lading("scan", "--verbose", target)

    assert (4, []) == (result.code, leaked(said(result)))


def test_a_secret_in_the_address_of_a_proxy_is_not_repeated():
    variables = {"https_proxy": f"http://{USER}:{PASSWORD}@[nowhere"}

    result = lading("scan", "--verbose", "reg.example/team/app:1", variables=variables)

    assert (4, []) == (result.code, leaked(said(result)))
    assert "lading: https_proxy: not an address" == result.lines[-1]
