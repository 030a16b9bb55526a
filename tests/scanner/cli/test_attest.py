"""``lading attest``: a signed statement on a scan goes to where its image is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from layers import Limits
from layers.digest import Digest
from scanner.attestation.attestation_tag import attestation_tag
from scanner.attestation.bundle import BUNDLE, envelope_in
from scanner.attestation.envelope import payload_in
from scanner.attestation.statement import Statement, parse_statement
from scanner.cli import FAILED
from scanner.match.policy import CLEAN, FINDINGS, INCOMPLETE
from testdata.images.writer import layout_blobs
from tests.support.attestations import private_pem, public_pem, signing_key
from tests.support.command import lading
from tests.support.memory_registry import MemoryRegistry
from tests.support.registry import debian_registry
from tests.support.shop import AFFECTED
from tests.support.web import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DATED = {"SOURCE_DATE_EPOCH": "1786060800"}
DAY = "2026-08-07T00:00:00Z"
FILES = layout_blobs([(AFFECTED, "1")], "none")
(ENTRY,) = json.loads(FILES["index.json"])["manifests"]
VULNERABILITIES = "https://cosign.sigstore.dev/attestation/vuln/v1"


@pytest.fixture
def registry() -> MemoryRegistry:
    made = MemoryRegistry()
    made.add(FILES, ENTRY, "1")
    return made


@pytest.fixture
def image(registry: MemoryRegistry) -> Iterator[str]:
    with serving(registry) as web:
        yield f"{web.host}/team/app:1"


@pytest.fixture
def keys(tmp_path: Path) -> tuple[Path, Path]:
    """Return files with a private and a public key."""
    private, public = tmp_path / "my.key", tmp_path / "my.pub"
    private.write_bytes(private_pem())
    public.write_bytes(public_pem())
    return private, public


def verified(envelope: bytes) -> Statement:
    """Return what was signed with the key."""
    payload = payload_in(envelope, signing_key().verifying_key, Limits())
    return parse_statement(payload, Limits())


def test_what_is_signed_is_the_scan_of_this_image_and_when_it_was(image, registry, keys):
    result = lading("attest", image, "--key", keys[0], variables=DATED)
    scanned = lading("scan", image, "-f", "json", variables=DATED)

    assert FINDINGS == result.code, result.stderr
    (name,) = result.stdout.decode().splitlines()
    artifact = json.loads(registry.manifests[name.partition("@")[2]])
    assert (BUNDLE, VULNERABILITIES) == (
        artifact["artifactType"],
        artifact["annotations"]["dev.sigstore.bundle.predicateType"],
    )
    bundle = registry.blobs[artifact["layers"][0]["digest"]]
    statement = verified(envelope_in(bundle, Limits()))
    assert VULNERABILITIES == statement.predicate_type
    assert statement.is_about(Digest.parse(ENTRY["digest"]))
    predicate = json.loads(statement.document)
    assert json.loads(scanned.stdout) == predicate["scanner"]["result"]
    assert {"scanStartedOn": DAY, "scanFinishedOn": DAY} == predicate["metadata"]
    digest = predicate["scanner"]["result"]["advisories"]["digest"]
    assert digest == predicate["scanner"]["db"]["version"]


def test_older_versions_of_cosign_find_it_by_their_tag(image, registry, keys):
    lading("attest", image, "--key", keys[0], variables=DATED)

    manifest = json.loads(registry.tagged(attestation_tag(Digest.parse(ENTRY["digest"]))))
    (layer,) = manifest["layers"]
    assert VULNERABILITIES == layer["annotations"]["predicateType"]
    assert VULNERABILITIES == verified(registry.blobs[layer["digest"]]).predicate_type


def test_it_is_never_taken_for_an_sbom(image, keys):
    lading("attest", image, "--key", keys[0])

    fetched = lading("sbom", "fetch", image, "--key", keys[1])

    assert (FAILED, b"") == (fetched.code, fetched.stdout)


def test_what_counts_is_reason_to_fail_as_in_a_scan(image, keys):
    attested = lading("attest", image, "--key", keys[0], "--fail-on", "never")

    assert (CLEAN, 1) == (attested.code, len(attested.stdout.splitlines()))


def test_of_what_was_not_read_as_a_whole_nothing_is_attached(image, registry, keys):
    before = set(registry.manifests)
    manifest = json.loads(registry.tagged("1"))
    registry.blobs[manifest["layers"][0]["digest"]] = b"broken"

    result = lading("attest", image, "--key", keys[0])

    assert (INCOMPLETE, b"") == (result.code, result.stdout)
    assert before == set(registry.manifests)


def test_debians_registry_takes_it(tmp_path, keys):
    with debian_registry(tmp_path) as debian:
        image = debian.push(FILES, ENTRY, "team/app:1")

        attested = lading("attest", image, "--key", keys[0])

    assert (FINDINGS, 1) == (attested.code, len(attested.stdout.splitlines()))
