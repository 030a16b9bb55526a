"""What is told of the machine that we run on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from scanner.doctor.check import Check, State
from scanner.doctor.machine import cache, credentials, machine, proxies, resolvers
from scanner.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SECRET = "c2VjcmV0OnMzY3IzdA=="


def program(directory: Path, name: str, script: str) -> Path:
    """Write a program, and return where it is."""
    directory.mkdir(exist_ok=True)
    (directory / name).write_text(f"#!/bin/sh\n{script}\n")
    (directory / name).chmod(0o755)
    return directory / name


def docker(tmp_path: Path, document: Mapping[str, object] | str) -> dict[str, str]:
    """Write docker's configuration, and return the variables that lead there."""
    text = document if isinstance(document, str) else json.dumps(document)
    (tmp_path / "config.json").write_text(text)
    return {"DOCKER_CONFIG": str(tmp_path), "PATH": str(tmp_path / "bin")}


def test_our_version_is_told():
    assert Check("lading", "version", State.FINE, VERSION) in [*machine()]


def test_a_resolver_is_told_with_its_version_and_place(tmp_path):
    uv = program(tmp_path / "bin", "uv", "echo uv 0.9.1")

    found = resolvers({"PATH": str(tmp_path / "bin")})

    assert [
        Check("resolver", "uv", State.FINE, f"0.9.1 ({uv})"),
        Check("resolver", "pip-tools", State.ABSENT),
    ] == [*found]


def test_a_resolver_that_fails_is_broken(tmp_path):
    program(tmp_path / "bin", "uv", "exit 3")

    uv, _ = resolvers({"PATH": str(tmp_path / "bin")})

    assert (State.BROKEN, True) == (uv.state, "exit code 3" in uv.told)


def test_credentials_are_told_by_their_hosts_and_never_themselves(tmp_path):
    variables = docker(tmp_path, {"auths": {"ghcr.io": {"auth": SECRET}, "a.test": {}}})

    found = [*credentials(variables)]

    expected = Check("credentials", f"{tmp_path}/config.json", State.FINE, "a.test, ghcr.io")
    assert [expected] == found


def test_a_file_that_is_not_there_is_no_fault(tmp_path):
    (check,) = credentials({"DOCKER_CONFIG": str(tmp_path)})

    assert State.ABSENT is check.state


@pytest.mark.parametrize(
    "document",
    ["{", '{"auths": 1}', '{"credsStore": 1}', "[]"],
    ids=["JSON", "auths", "store", "list"],
)
def test_a_file_that_cannot_be_read_is_broken(tmp_path, document):
    (check,) = credentials(docker(tmp_path, document))

    assert State.BROKEN is check.state


def test_helpers_are_looked_for_and_not_run(tmp_path):
    document = {"credHelpers": {"ghcr.io": "there"}, "credsStore": "gone"}
    variables = docker(tmp_path, document)
    helper = program(tmp_path / "bin", "docker-credential-there", f"touch {tmp_path}/was-run")

    _, gone, there = credentials(variables)

    named = f"named in {tmp_path}/config.json"
    assert Check("credentials", "docker-credential-gone", State.BROKEN, named) == gone
    assert Check("credentials", "docker-credential-there", State.FINE, str(helper)) == there
    assert not (tmp_path / "was-run").exists()


def test_proxies_are_told_without_passwords():
    variables = {"https_proxy": "http://me:s3cr3t@proxy.test:3128", "NO_PROXY": "a.test"}

    assert [
        Check("proxy", "http", State.ABSENT),
        Check("proxy", "https", State.FINE, "http://proxy.test:3128 as a user"),
        Check("proxy", "exceptions", State.FINE, "a.test"),
    ] == [*proxies(variables)]


def test_what_is_no_proxy_is_broken_and_not_shown():
    (_, https) = proxies({"https_proxy": "socks5://me:s3cr3t@proxy.test"})

    assert State.BROKEN is https.state
    assert "s3cr3t" not in https.told


def test_a_cache_is_told_with_its_size(tmp_path):
    (check,) = cache(tmp_path / "not/there", 1000, 2000)

    told = "1,000 layers and inventories, 2,000 bytes"
    assert Check("cache", f"{tmp_path}/not/there", State.FINE, told) == check


def test_a_cache_below_a_file_is_broken(tmp_path):
    (tmp_path / "file").write_text("")

    (check,) = cache(tmp_path / "file/cache", 0, 0)

    assert State.BROKEN is check.state
