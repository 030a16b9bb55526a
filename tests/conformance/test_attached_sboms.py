"""Debian's registry takes an attached SBOM and gives it back, with a password and TLS, too."""

from __future__ import annotations

import json

import pytest

from scanner.match.policy import CLEAN
from tests.support.attestations import ENTRY, LAYOUT, private_pem, public_pem
from tests.support.certificates import certificates
from tests.support.command import lading
from tests.support.registry import PASSWORD, USER, debian_registry


@pytest.fixture(scope="module")
def closed(tmp_path_factory):
    """Run a registry with a password and a certificate of its own, and with an image."""
    directory = tmp_path_factory.mktemp("registry")
    with debian_registry(directory, certificates(directory), with_password=True) as debian:
        debian.push(LAYOUT.files, ENTRY, "team/app:1")
        yield debian


@pytest.fixture
def login(tmp_path, closed):
    file = tmp_path / "auth.json"
    entry = {"username": USER, "password": PASSWORD}
    file.write_text(json.dumps({"auths": {closed.host: entry}}))
    return {"REGISTRY_AUTH_FILE": str(file)}


@pytest.mark.parametrize("is_signed", [False, True], ids=["unsigned", "signed"])
def test_an_sbom_comes_back_as_it_went(closed, login, tmp_path, is_signed):
    private, public = tmp_path / "my.key", tmp_path / "my.pub"
    private.write_bytes(private_pem())
    public.write_bytes(public_pem())
    target = (f"{closed.host}/team/app:1", "--ca", closed.certificates.certificate)
    written = lading("sbom", *target, variables=login)

    attached = lading(
        "sbom", "attach", *target, *(("--key", private) if is_signed else ()), variables=login
    )
    fetched = lading(
        "sbom", "fetch", *target, *(("--key", public) if is_signed else ()), variables=login
    )

    assert (CLEAN, CLEAN, CLEAN) == (written.code, attached.code, fetched.code)
    assert written.stdout == fetched.stdout
    assert PASSWORD not in attached.stderr + fetched.stderr


def test_without_a_password_nothing_is_attached(closed):
    target = (f"{closed.host}/team/app:1", "--ca", closed.certificates.certificate)

    result = lading("sbom", "attach", *target, variables={"HOME": "/nonexistent"})

    assert (4, b"") == (result.code, result.stdout)
    assert "status 401" in result.stderr


def test_that_an_attached_sbom_is_signed_counts_if_it_is_verified(closed, login, tmp_path):
    private, public = tmp_path / "my.key", tmp_path / "my.pub"
    private.write_bytes(private_pem())
    public.write_bytes(public_pem())
    image = f"{closed.host}/team/app:1"
    trust = ("--ca", closed.certificates.certificate)
    lading("sbom", "attach", image, *trust, "--key", private, variables=login)

    signed, hint = (
        json.loads(
            lading(
                "sbom", "score", f"attached:{image}", *trust, "-f", "json", *key, variables=login
            ).stdout
        )
        for key in (("--key", public), ())
    )

    assert (1, 0) == tuple(
        feature["have"]
        for found in (signed, hint)
        for category in found["categories"]
        for feature in category["features"]
        if feature["name"] == "signature"
    )


def test_a_key_is_for_what_is_attached(tmp_path):
    (tmp_path / "my.pub").write_bytes(public_pem())

    result = lading("sbom", "score", tmp_path, "--key", tmp_path / "my.pub")

    assert (2, b"") == (result.code, result.stdout)
    assert "attached:IMAGE" in result.stderr
