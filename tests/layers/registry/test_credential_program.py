"""Credential helpers, good and bad."""

from __future__ import annotations

import pytest

from layers.registry.credential import Credential
from layers.registry.credential_program import credential_from
from layers.registry.errors import CredentialUnavailable
from tests.support.registry import PASSWORD

ANSWER = f'{{"ServerURL": "reg.example", "Username": "%s", "Secret": "{PASSWORD}"}}'


@pytest.fixture
def given(tmp_path):
    """Make a helper of a shell script, and return what is got from it."""

    def credential(script, seconds=10.0):
        program = tmp_path / "docker-credential-test"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        environment = {"PATH": f"{tmp_path}:/usr/bin:/bin"}
        return credential_from("test", "reg.example", environment, seconds)

    return credential


def test_a_helper_is_asked_for_a_server(given, tmp_path):
    script = f"echo \"$@\" > {tmp_path}/asked\ncat >> {tmp_path}/asked\necho '{ANSWER % 'me'}'"

    assert Credential("me", PASSWORD) == given(script)
    assert "get\nreg.example" == (tmp_path / "asked").read_text()


def test_a_certain_user_stands_for_a_token(given):
    expected = Credential("", PASSWORD, is_identity_token=True)

    assert expected == given(f"echo '{ANSWER % '<token>'}'")


def test_a_helper_may_have_nothing(given):
    assert given("echo credentials not found in native keychain; exit 1") is None
    assert given('echo \'{"Username": "", "Secret": ""}\'') is None


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (f"echo {PASSWORD}; exit 1", "ended with code 1"),
        (f"echo {PASSWORD}", "not what it should be"),
        (f'echo \'{{"Secret": ["{PASSWORD}"]}}\'', "not what it should be"),
        (f"while :; do echo {PASSWORD}; done", "more than 65,536 bytes"),
        (f"exec yes {PASSWORD}", "more than 65,536 bytes"),
    ],
)
def test_a_helper_that_fails_is_an_error_that_repeats_nothing(given, script, reason):
    with pytest.raises(CredentialUnavailable, match=reason) as error:
        given(script)

    assert PASSWORD not in f"{error.value!r} {error.value} {error.value.__cause__!r}"


@pytest.mark.parametrize(
    "script", ["sleep 60", "sleep 60 & exec sleep 60", "exec >&-; exec sleep 60"]
)
def test_a_helper_that_hangs_is_ended_with_all_it_has_started(given, script):
    with pytest.raises(CredentialUnavailable, match="in time"):
        given(script, seconds=0.05)


@pytest.mark.parametrize("suffix", ["", "../evil", "a b", "A", "a;b", "-a", "a\n", "ä"])
def test_a_name_that_is_none_is_never_run(suffix):
    with pytest.raises(CredentialUnavailable, match="not a name"):
        credential_from(suffix, "reg.example", {})


def test_a_helper_that_is_not_installed_is_an_error(tmp_path):
    with pytest.raises(CredentialUnavailable, match="docker-credential-none: No such file"):
        credential_from("none", "reg.example", {"PATH": str(tmp_path)})
