"""Debian's registry takes an index of advisories and gives it back, with a password and TLS."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from scanner.advisories.detail_file import detail_location
from scanner.advisories.export import export_index
from scanner.cli import FAILED
from tests.support.certificates import certificates
from tests.support.command import Result, lading
from tests.support.feeds import osv_record, zip_of
from tests.support.registry import PASSWORD, USER, Debian, debian_registry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Debian]:
    """Run a registry with a password and a certificate of its own."""
    directory = tmp_path_factory.mktemp("registry")
    with debian_registry(directory, certificates(directory), with_password=True) as debian:
        yield debian


def keys_of(tmp_path: Path, name: str) -> tuple[Path, Path]:
    """Return a private key, and the public one that belongs to it."""
    private, public = tmp_path / f"{name}.pem", tmp_path / f"{name}.pub"
    generate = ("openssl", "genpkey", "-algorithm", "ed25519", "-out")
    subprocess.run([*generate, str(private)], check=True)
    publish = ("openssl", "pkey", "-in", str(private), "-pubout", "-out", str(public))
    subprocess.run(publish, check=True)
    return private, public


def index(tmp_path: Path, name: str, *numbers: int) -> Path:
    """Return an index with these records, of July."""
    archive = tmp_path / f"{name}.zip"
    archive.write_bytes(zip_of(osv_record(number) for number in numbers))
    location = tmp_path / f"{name}.sqlite"
    assert 0 == lading("db", "import", archive, "--db", location).code
    return location


def db(debian: Debian, tmp_path: Path, verb: str, name: str, *arguments: str | Path) -> Result:
    """Push or pull as somebody who may."""
    file = tmp_path / "auth.json"
    file.write_text(json.dumps({"auths": {debian.host: {"username": USER, "password": PASSWORD}}}))
    assert debian.certificates
    ca = ("--ca", debian.certificates.certificate)
    reference = f"{debian.host}/team/{name}"
    return lading(
        "db", verb, reference, *ca, *arguments, variables={"REGISTRY_AUTH_FILE": str(file)}
    )


def test_an_index_comes_back_as_it_went_with_its_details(closed, tmp_path):
    ours, theirs = index(tmp_path, "ours", 1, 2), tmp_path / "theirs.sqlite"

    pushed = db(closed, tmp_path, "push", "whole:1", "--db", ours)
    pulled = db(closed, tmp_path, "pull", "whole:1", "--db", theirs)
    again = db(closed, tmp_path, "pull", "whole:1", "--db", theirs)

    assert (0, 0, 0) == (pushed.code, pulled.code, again.code), pulled.stderr
    assert [f"{theirs}: from {closed.host}/team/whole:1"] == pulled.lines
    assert [f"{theirs}: as in {closed.host}/team/whole:1"] == again.lines
    assert ours.read_bytes() == theirs.read_bytes()
    assert detail_location(ours).read_bytes() == detail_location(theirs).read_bytes()
    by_digest = pushed.stdout.decode().strip().rpartition("/")[2]
    assert 0 == db(closed, tmp_path, "pull", by_digest, "--db", tmp_path / "third.sqlite").code


def test_equal_indexes_are_one_artifact(closed, tmp_path):
    ours = index(tmp_path, "ours", 1)
    (tmp_path / "copy").mkdir()
    export_index(ours, tmp_path / "copy" / ours.name)

    first = db(closed, tmp_path, "push", "equal:1", "--db", ours)
    second = db(closed, tmp_path, "push", "equal:2", "--db", tmp_path / "copy" / ours.name)

    assert (0, first.stdout) == (second.code, second.stdout)


def test_a_signature_goes_with_it_and_another_key_gets_nothing(closed, tmp_path):
    (private, public), (_, other) = keys_of(tmp_path, "my"), keys_of(tmp_path, "other")
    ours, theirs = index(tmp_path, "ours", 1), tmp_path / "theirs.sqlite"

    db(closed, tmp_path, "push", "signed:0", "--db", ours)
    assert 0 == lading("db", "sign", "--key", private, "--db", ours).code
    db(closed, tmp_path, "push", "signed:1", "--db", ours)

    unsigned = db(closed, tmp_path, "pull", "signed:0", "--db", theirs, "--db-key", public)
    of_other = db(closed, tmp_path, "pull", "signed:1", "--db", theirs, "--db-key", other)
    assert (FAILED, FAILED, False) == (unsigned.code, of_other.code, theirs.exists())
    signed = db(closed, tmp_path, "pull", "signed:1", "--db", theirs, "--db-key", public)
    assert 0 == signed.code, signed.stderr
    assert 0 == lading("db", "verify", "--key", public, "--db", theirs).code


def test_an_older_index_takes_the_place_of_no_newer_one_unless_it_is_wanted(closed, tmp_path):
    old, new = index(tmp_path, "old", 1), index(tmp_path, "new", 1, 9)
    db(closed, tmp_path, "push", "old:1", "--db", old)
    before = new.read_bytes()

    refused = db(closed, tmp_path, "pull", "old:1", "--db", new)

    assert (FAILED, before) == (refused.code, new.read_bytes())
    assert "of 2026-07-01, and so older than what is there, of 2026-07-09" in refused.stderr
    assert 0 == db(closed, tmp_path, "pull", "old:1", "--db", new, "--force").code
    assert old.read_bytes() == new.read_bytes()


def test_without_a_password_nothing_is_pushed(closed, tmp_path):
    assert closed.certificates
    arguments = ("--ca", closed.certificates.certificate, "--db", index(tmp_path, "ours", 1))

    result = lading(
        "db", "push", f"{closed.host}/team/a:1", *arguments, variables={"HOME": "/nonexistent"}
    )

    assert (FAILED, b"") == (result.code, result.stdout)
    assert "status 401" in result.stderr
