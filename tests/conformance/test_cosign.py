"""What we attach is what cosign verifies, and the other way round; cosign 3 is run as it is.

Where it is not installed, tests/scanner/attestation has files that it wrote.
"""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

from scanner.match.policy import CLEAN
from tests.support.attestations import (
    CYCLONEDX,
    ENTRY,
    LAYOUT,
    PASSPHRASE,
    SPDX,
    TAG_VALUE,
    private_pem,
    public_pem,
)
from tests.support.command import lading
from tests.support.registry import debian_registry

TYPES = {"cyclonedx": CYCLONEDX, "spdxjson": SPDX, "spdx": TAG_VALUE}
"""What cosign calls them."""
FORMS = pytest.mark.parametrize("bundles", ["true", "false"], ids=["bundle", "tag"])
VARIABLES = {"COSIGN_PASSWORD": PASSPHRASE.decode()}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Return a directory with a pair of keys of cosign."""
    if not shutil.which("cosign"):
        pytest.skip("cosign is not installed")
    directory = tmp_path_factory.mktemp("cosign")
    assert 0 == cosign(directory, "generate-key-pair").returncode
    return directory


@pytest.fixture
def image(tmp_path):
    with debian_registry(tmp_path) as debian:
        yield debian.push(LAYOUT.files, ENTRY, "team/app:1")


def cosign(place, *arguments):
    environment = {**os.environ, **VARIABLES, "HOME": str(place), "DOCKER_CONFIG": "/nonexistent"}
    command = ["cosign", *map(str, arguments)]
    return subprocess.run(command, cwd=place, env=environment, capture_output=True, check=False)


def verified(place, image, kind, bundles, key="cosign.pub"):
    return cosign(
        place,
        *("verify-attestation", "--key", key, "--type", kind, "--insecure-ignore-tlog"),
        *(f"--new-bundle-format={bundles}", image),
    )


@FORMS
def test_a_scan_that_we_sign_cosign_verifies(place, image, bundles):
    attested = lading("attest", image, "--key", place / "cosign.key", variables=VARIABLES)

    assert CLEAN == attested.code
    assert 0 == verified(place, image, "vuln", bundles).returncode


@FORMS
# Not "spdx": cosign 3.1 verifies no predicate that is a text, not even its own.
@pytest.mark.parametrize("kind", ["cyclonedx", "spdxjson"])
def test_what_we_sign_cosign_verifies(place, image, kind, bundles):
    file = place / "sbom"
    file.write_bytes(TYPES[kind])

    attached = lading(
        *("sbom", "attach", image, "--sbom", file, "--key", place / "cosign.key"),
        variables=VARIABLES,
    )

    assert CLEAN == attached.code
    assert 0 == verified(place, image, kind, bundles).returncode


@FORMS
def test_what_another_key_signed_cosign_refuses(place, image, bundles):
    file, key = place / "sbom", place / "other.key"
    file.write_bytes(CYCLONEDX)
    key.write_bytes(private_pem())
    (place / "other.pub").write_bytes(public_pem())

    lading("sbom", "attach", image, "--sbom", file, "--key", key)

    assert 0 != verified(place, image, "cyclonedx", bundles).returncode
    assert 0 == verified(place, image, "cyclonedx", bundles, "other.pub").returncode


@FORMS
@pytest.mark.parametrize("kind", TYPES)
def test_what_cosign_signs_we_verify(place, image, kind, bundles):
    file = place / "sbom"
    file.write_bytes(TYPES[kind])
    made = cosign(
        place,
        *("attest", "--key", "cosign.key", "--type", kind, "--predicate", file),
        *("--tlog-upload=false", "--use-signing-config=false", f"--new-bundle-format={bundles}"),
        image,
    )

    fetched = lading("sbom", "fetch", image, "--key", place / "cosign.pub")

    assert 0 == made.returncode, made.stderr
    assert CLEAN == fetched.code
    assert fetched.stderr.endswith(": signed by the given key, about this image\n")


@FORMS
def test_cosign_and_we_add_to_what_the_other_has_attached(place, image, bundles):
    file, other = place / "sbom", place / "other"
    file.write_bytes(CYCLONEDX)
    other.write_bytes(SPDX)
    attach = ("sbom", "attach", image, "--sbom", file, "--key", place / "cosign.key")
    attest = (
        *("attest", "--key", "cosign.key", "--type", "spdxjson", "--predicate", other),
        *("--tlog-upload=false", "--use-signing-config=false", f"--new-bundle-format={bundles}"),
        image,
    )

    lading(*attach, variables=VARIABLES)
    assert 0 == cosign(place, *attest).returncode
    lading(*attach, variables=VARIABLES)

    assert 0 == verified(place, image, "cyclonedx", bundles).returncode
    assert 0 == verified(place, image, "spdxjson", bundles).returncode
