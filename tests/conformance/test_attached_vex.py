"""Debian's registry keeps VEX for an image, and a scan follows what the key signed."""

from __future__ import annotations

import json
from contextlib import closing

import pytest

from layers.digest import Digest
from layers.limits import Limits
from layers.reference import Reference
from layers.registry.publisher import Publisher
from scanner.attestation.attestation_tag import add_attestation
from scanner.match.policy import CLEAN, FINDINGS
from testdata.images.writer import tar_of
from tests.support.attestations import VEX, attach_vex, public_pem, signed_vex
from tests.support.command import lading
from tests.support.layouts import Layout
from tests.support.registry import debian_registry, settings
from tests.support.vex import IDNA, openvex, said

METADATA = "usr/lib/python3.11/site-packages/idna-3.4.dist-info/METADATA"
USAGE = 2


@pytest.fixture(scope="module")
def debian(tmp_path_factory):
    with debian_registry(tmp_path_factory.mktemp("registry")) as debian:
        yield debian


@pytest.fixture(scope="module")
def statements(debian):
    """Return VEX that takes out all that is found in an image of one distribution."""
    layout = Layout()
    entry = layout.image(tar_of({METADATA: b"Metadata-Version: 2.1\nName: idna\nVersion: 3.4\n"}))
    debian.push(layout.files, entry, "team/app:1")
    scanned = lading("scan", f"{debian.host}/team/app:1", "-f", "json")
    ids = [each["id"] for each in json.loads(scanned.stdout)["findings"]]
    assert ids
    data = openvex(*(said("not_affected", IDNA, vulnerability={"name": each}) for each in ids))
    return str(entry["digest"]), data


@pytest.fixture(scope="module")
def target(debian, statements):
    """Return the image, to which the statements are attached: unsigned, and signed."""
    digest, data = Digest.parse(statements[0]), statements[1]
    reference = Reference.parse(f"{debian.host}/team/app:1")
    with closing(Publisher(reference, settings(), Limits())) as publisher:
        attach_vex(publisher, data, subject=digest)
        add_attestation(publisher, digest, signed_vex(data, digest), VEX.predicate_type)
    return f"{debian.host}/team/app:1"


def judged(target, *options):
    result = lading("scan", target, "-f", "json", "--vex", "oci", *options)
    report = json.loads(result.stdout)
    counted = sum(each["counted"] for each in report["findings"])
    return result.code, counted, [each["reason"] for each in report["idle_decisions"]]


def test_what_the_key_signed_takes_findings_out_of_the_count(target, tmp_path):
    (tmp_path / "my.pub").write_bytes(public_pem())

    code, counted, idle = judged(target, "--vex-key", tmp_path / "my.pub")

    assert (CLEAN, 0, 1) == (code, counted, len(idle))


def test_without_the_key_nothing_is_followed_and_that_is_told(target):
    code, counted, idle = judged(target)

    assert (FINDINGS, 2) == (code, len(idle))
    assert counted > 0


def test_the_key_of_somebody_else_takes_nothing_out(target, tmp_path):
    (tmp_path / "other.pub").write_bytes(public_pem("ed25519"))

    code, counted, _ = judged(target, "--vex-key", tmp_path / "other.pub")

    assert FINDINGS == code
    assert counted > 0
