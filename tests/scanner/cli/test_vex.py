"""Options on what is stated on a target: attached to its image, and in repositories."""

from __future__ import annotations

import json

import pytest

from scanner.cli import FAILED
from scanner.match.policy import CLEAN
from tests.support.attestations import public_pem
from tests.support.command import lading
from tests.support.vex import IDNA, openvex, said

USAGE = 2


@pytest.fixture
def project(tmp_path):
    (tmp_path / "app").mkdir()
    (tmp_path / "app/requirements.txt").write_text("idna==3.4\n")
    return tmp_path / "app"


def test_a_repository_takes_out_what_it_states_on_what_was_found(project, tmp_path):
    found = json.loads(lading("scan", project, "-f", "json").stdout)["findings"]
    (tmp_path / "vex").mkdir()
    index = {"packages": [{"id": "pkg:pypi/idna", "location": "idna.json"}]}
    (tmp_path / "vex/index.json").write_text(json.dumps(index))
    statements = (said("not_affected", IDNA, vulnerability={"name": each["id"]}) for each in found)
    (tmp_path / "vex/idna.json").write_bytes(openvex(*statements))

    result = lading("scan", project, "-f", "json", "--vex-repository", tmp_path / "vex")

    report = json.loads(result.stdout)
    assert CLEAN == result.code
    assert [False] * len(found) == [each["counted"] for each in report["findings"]] != []


def test_a_directory_that_is_no_repository_is_wrong_usage(project, tmp_path):
    result = lading("scan", project, "--vex-repository", tmp_path)

    assert USAGE == result.code
    assert "index.json" in "".join(result.stderr.replace("│", "").split())


def test_to_a_directory_nothing_is_attached(project):
    result = lading("scan", project, "--vex", "oci")

    assert FAILED == result.code
    assert "VEX is attached to images in registries only" in result.stderr


def test_a_key_is_for_what_is_attached(project, tmp_path):
    (tmp_path / "my.pub").write_bytes(public_pem())

    result = lading("scan", project, "--vex-key", tmp_path / "my.pub")

    assert USAGE == result.code
    assert "it is for --vex oci" in result.stderr


@pytest.mark.parametrize("options", [("--vex", "oci"), ("--vex-repository", ".")])
def test_a_command_that_does_not_follow_it_says_so(project, options):
    result = lading("explain", "CVE-2024-3651", project, *options)

    assert USAGE == result.code
    assert "only lading scan and attest follow it" in result.stderr
