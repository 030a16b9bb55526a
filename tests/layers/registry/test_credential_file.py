"""Credentials of docker and podman."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

import pytest

from layers.registry.credential import Credential
from layers.registry.credential_file import credential_files, credential_for, normalized
from layers.registry.errors import InvalidConfiguration
from tests.support.registry import PASSWORD

if TYPE_CHECKING:
    from pathlib import Path


def auth(username: str, password: str = PASSWORD) -> dict[str, str]:
    return {"auth": base64.b64encode(f"{username}:{password}".encode()).decode()}


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {"DOCKER_CONFIG": str(tmp_path), "PATH": str(tmp_path)}


@pytest.fixture
def config(tmp_path):
    def write(**fields: object) -> None:
        (tmp_path / "config.json").write_text(json.dumps(fields))

    return write


def helper(directory: Path, suffix: str, username: str) -> None:
    program = directory / f"docker-credential-{suffix}"
    answer = json.dumps({"ServerURL": "", "Username": username, "Secret": PASSWORD})
    program.write_text(
        f"#!/bin/sh\nread server\necho \"$server\" >> {directory}/asked\necho '{answer}'\n"
    )
    program.chmod(0o755)


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("reg.example", "reg.example"),
        ("Reg.Example:5000", "reg.example:5000"),
        ("https://reg.example", "reg.example"),
        ("https://reg.example/v1/", "reg.example"),
        ("https://reg.example/some/path", "reg.example"),
        ("reg.example/v2/", "reg.example"),
        ("reg.example/team/app", "reg.example/team/app"),
        ("https://index.docker.io/v1/", "docker.io"),
        ("registry-1.docker.io", "docker.io"),
        ("docker.io/library/", "docker.io/library"),
    ],
)
def test_a_key_is_a_host_and_perhaps_a_path(key, expected):
    assert expected == normalized(key)


def test_files_are_asked_in_the_order_of_podman():
    environment = {
        "HOME": "/home/me",
        "XDG_RUNTIME_DIR": "/run/1",
        "REGISTRY_AUTH_FILE": "/auth.json",
    }

    assert [
        "/auth.json",
        "/run/1/containers/auth.json",
        "/home/me/.config/containers/auth.json",
        "/home/me/.docker/config.json",
    ] == [str(file) for file in credential_files(environment)]


def test_without_a_home_there_are_no_credentials():
    assert credential_for("reg.example/app", {}) is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("reg.example/team/app", "app"),
        ("reg.example/team/other", "team"),
        ("reg.example/team/app2", "team"),
        ("reg.example/teams/app", "host"),
        ("docker.io/library/python", "hub"),
        ("other.example/team/app", None),
        ("reg.example:5000/team/app", None),
        ("example/team/app", None),
    ],
)
def test_the_longest_path_that_fits_counts(config, environment, name, expected):
    config(
        auths={
            "reg.example": auth("host"),
            "reg.example/team": auth("team"),
            "reg.example/team/app": auth("app"),
            "https://index.docker.io/v1/": auth("hub"),
        }
    )

    found = credential_for(name, environment)

    assert expected == (found and found.username)


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (auth("me", "a:b"), Credential("me", "a:b")),
        ({"username": "me", "password": "x"}, Credential("me", "x")),
        ({"identitytoken": "t", **auth("me")}, Credential("", "t", is_identity_token=True)),
        ({}, None),
        ({"auth": ""}, None),
        (auth("", ""), None),
    ],
)
def test_an_entry_is_read_in_each_of_its_forms(config, environment, entry, expected):
    config(auths={"reg.example": entry})

    assert expected == credential_for("reg.example/app", environment)


def test_helpers_come_before_what_a_file_holds(tmp_path, config, environment):
    helper(tmp_path, "own", "by host")
    helper(tmp_path, "all", "for all")
    config(
        auths={"reg.example": auth("file"), "other.example": auth("file")},
        credsStore="all",
        credHelpers={"reg.example": "own"},
    )

    found = [
        credential_for(f"{host}/app", environment)
        for host in ("reg.example", "other.example", "docker.io")
    ]

    assert ["by host", "for all", "for all"] == [item.username for item in found if item]
    assert ["reg.example", "other.example", "https://index.docker.io/v1/"] == (
        tmp_path / "asked"
    ).read_text().split()


def test_a_helper_is_only_asked_for_its_own_host(tmp_path, config, environment):
    """
    CVE-2024-35192: tokens of a cloud for whoever is called nearly like it.
    """
    helper(tmp_path, "cloud", "me")
    config(credHelpers={"cloud.example": "cloud"})

    names = ["cloud.example.evil.test/app", "evil-cloud.example/app", "cloud.example:5000/app"]

    assert [None] * 3 == [credential_for(name, environment) for name in names]
    assert not (tmp_path / "asked").exists()


def test_the_first_file_with_a_credential_counts(tmp_path, config, environment):
    config(auths={"reg.example": auth("docker")})
    first = tmp_path / "auth.json"
    first.write_text(json.dumps({"auths": {"other.example": auth("podman")}}))
    both = {**environment, "REGISTRY_AUTH_FILE": str(first)}

    found = [credential_for(f"{host}.example/app", both) for host in ("reg", "other")]

    assert ["docker", "podman"] == [item and item.username for item in found]


@pytest.mark.parametrize(
    "content",
    [
        "[]",
        "{",
        '{"auths": []}',
        '{"auths": {"reg.example": "x"}}',
        '{"auths": {"reg.example": {"auth": "***canary-5f1e-password***"}}}',
        '{"auths": {"reg.example": {"auth": "/////w=="}}}',
        '{"credHelpers": {"reg.example": "a"}, "credHelpers": {}}',
        '{"auths": {}, "x": "' + "x" * (1 << 20) + '"}',
    ],
)
def test_a_file_that_is_damaged_is_an_error_without_its_contents(tmp_path, environment, content):
    (tmp_path / "config.json").write_text(content)

    with pytest.raises(InvalidConfiguration) as error:
        credential_for("reg.example/app", environment)

    assert str(tmp_path / "config.json") in str(error.value)
    assert PASSWORD not in str(error.value)
    assert len(str(error.value)) < 300


def test_an_empty_file_holds_nothing(tmp_path, environment):
    (tmp_path / "config.json").write_text("\n")

    assert credential_for("reg.example/app", environment) is None


def test_a_secret_is_not_shown_by_accident():
    assert "Credential(username='me', is_identity_token=False)" == repr(Credential("me", "x"))
