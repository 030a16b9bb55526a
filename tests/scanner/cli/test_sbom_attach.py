"""``lading sbom attach`` and ``lading sbom fetch``, as a user runs them."""

from __future__ import annotations

import json

import pytest

from scanner.cli import FAILED, TRY_AGAIN
from scanner.match.policy import CLEAN, INCOMPLETE
from tests.support.attestations import (
    CYCLONEDX,
    DOCUMENTS,
    ENTRY,
    IMAGE,
    LAYOUT,
    PASSPHRASE,
    TAG_VALUE,
    made_by_cosign,
    private_pem,
    public_pem,
)
from tests.support.command import lading, on_terminal
from tests.support.memory_registry import MemoryRegistry
from tests.support.web import Answer, serving

USAGE = 2
DATED = {"SOURCE_DATE_EPOCH": "0"}


@pytest.fixture
def registry():
    made = MemoryRegistry()
    made.add(LAYOUT.files, ENTRY, "1")
    return made


@pytest.fixture
def image(registry):
    with serving(registry) as web:
        yield f"{web.host}/team/app:1"


@pytest.fixture
def keys(tmp_path):
    """Return files with a private and a public key."""
    private, public = tmp_path / "my.key", tmp_path / "my.pub"
    private.write_bytes(private_pem())
    public.write_bytes(public_pem())
    return private, public


def test_the_sbom_of_a_scan_is_attached_and_fetched(image):
    """
    It is the very document that lading sbom writes.
    """
    attached = lading("sbom", "attach", image)
    fetched = lading("sbom", "fetch", image)

    assert (CLEAN, "") == (attached.code, attached.stderr)
    assert lading("sbom", image).stdout == fetched.stdout
    assert attached.stdout.decode().startswith(image.removesuffix(":1") + "@sha256:")


def test_an_unsigned_one_is_said_to_be_a_hint(image):
    lading("sbom", "attach", image)

    fetched = lading("sbom", "fetch", image)

    assert CLEAN == fetched.code
    assert fetched.stderr.startswith("lading: sha256:")
    assert fetched.stderr.endswith(": unsigned: a hint\n")


def test_a_signed_one_is_verified(image, keys):
    private, public = keys

    attached = lading("sbom", "attach", image, "--key", private)
    fetched = lading("sbom", "fetch", image, "--key", public)

    assert 2 == len(attached.stdout.splitlines())
    assert (CLEAN, lading("sbom", image).stdout) == (fetched.code, fetched.stdout)
    assert fetched.stderr.endswith(": signed by the given key, about this image\n")


def test_a_signed_one_without_a_key_is_a_hint(image, registry, keys):
    lading("sbom", "attach", image, "--key", keys[0], variables=DATED)
    plain = next(
        name for name, data in registry.manifests.items() if b"vnd.cyclonedx+json" in data[:150]
    )
    del registry.manifests[plain]

    fetched = lading("sbom", "fetch", image)

    assert fetched.stderr.endswith(": signed, but not verified without a --key: a hint\n")


@pytest.mark.parametrize("name", ["cyclonedx-xml", "spdx-tag-value"])
def test_a_document_of_any_tool_is_attached(image, tmp_path, name):
    file, fetched = tmp_path / "sbom", tmp_path / "fetched"
    file.write_bytes(DOCUMENTS[name])

    assert CLEAN == lading("sbom", "attach", image, "--sbom", file).code
    assert CLEAN == lading("sbom", "fetch", image, "-f", name, "-o", fetched).code
    assert DOCUMENTS[name] == fetched.read_bytes()


@pytest.mark.parametrize(
    ("variable", "key"),
    [
        ("LADING_KEY_PASSPHRASE", private_pem("ecdsa", PASSPHRASE)),
        ("COSIGN_PASSWORD", made_by_cosign("cosign.key")),
    ],
    ids=["openssl", "cosign"],
)
def test_the_passphrase_of_a_key_is_in_the_environment(image, tmp_path, variable, key):
    file = tmp_path / "my.key"
    file.write_bytes(key)
    passphrase = {variable: PASSPHRASE.decode()}

    result = lading("sbom", "attach", image, "--key", file, variables=passphrase)

    assert (CLEAN, "") == (result.code, result.stderr)


@pytest.mark.parametrize(
    ("variables", "reason"),
    [
        ({"LADING_KEY_PASSPHRASE": "canary"}, "another passphrase"),
        ({}, "there is no passphrase in LADING_KEY_PASSPHRASE"),
    ],
    ids=["wrong", "none"],
)
def test_without_its_passphrase_a_key_signs_nothing(image, tmp_path, variables, reason):
    file = tmp_path / "my.key"
    file.write_bytes(private_pem("ecdsa", PASSPHRASE))

    result = lading("sbom", "attach", image, "--key", file, variables=variables)

    assert (FAILED, 1) == (result.code, len(result.lines))
    assert reason in result.stderr
    assert "canary" not in result.stderr


def test_what_is_attached_is_listed(image, keys, tmp_path):
    file = tmp_path / "sbom.spdx"
    file.write_bytes(TAG_VALUE)
    lading("sbom", "attach", image, "--sbom", file, variables={"SOURCE_DATE_EPOCH": "86400"})
    lading("sbom", "attach", image, "--key", keys[0], variables=DATED)

    listed = lading("sbom", "fetch", image, "--list", "--key", keys[1])
    unlocked = lading("sbom", "fetch", image, "--list")

    rows = [
        line.split("  ")[0:1] + line.split()[1:-1] for line in listed.stdout.decode().splitlines()
    ]
    assert (CLEAN, "") == (listed.code, listed.stderr)
    assert [
        ["Attached", "Format", "Trust"],
        ["1970-01-02T00:00:00Z", "refused:", "not", "signed"],
        ["1970-01-01T00:00:00Z", "cyclonedx-json", "verified"],
        ["1970-01-01T00:00:00Z", "refused:", "not", "signed"],
    ] == [rows[0], rows[1], *sorted(rows[2:])]
    assert b"spdx-tag-value" in unlocked.stdout
    assert b"signed, not verified" in unlocked.stdout


def test_another_key_is_told_and_nothing_is_written(image, keys, tmp_path):
    lading("sbom", "attach", image, "--key", keys[0])
    other, file = tmp_path / "other.pub", tmp_path / "sbom.json"
    other.write_bytes(public_pem("ed25519"))

    result = lading("sbom", "fetch", image, "--key", other, "-o", file)

    assert (FAILED, b"", 1) == (result.code, result.stdout, len(result.lines))
    assert "no signed SBOM is attached to it" in result.stderr
    assert "none of its signatures is of the given key" in result.stderr
    assert not file.exists()


def test_an_image_without_one_has_none(image):
    result = lading("sbom", "fetch", image)

    assert (FAILED, b"") == (result.code, result.stdout)
    assert f"lading: {image.removesuffix(':1')}@{IMAGE}: no SBOM is attached to it\n" == (
        result.stderr
    )


def test_what_is_in_no_registry_has_nothing_attached(tmp_path):
    for command in ("attach", "fetch"):
        result = lading("sbom", command, tmp_path)

        assert FAILED == result.code
        assert "SBOMs are attached to images in registries only" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("attach", "reg/app", "--format", "json"), "json is not an SBOM"),
        (("attach", "reg/app", "--sbom", "x", "--format", "cyclonedx-json"), "--sbom excludes"),
        (("attach", "reg/app", "--sbom", "x", "--redact-emails"), "--sbom excludes"),
        (("fetch", "reg/app", "--format", "json"), "'json' is none of"),
    ],
    ids=["report", "both", "redacted", "unknown"],
)
def test_what_makes_no_sense_is_a_usage_error(arguments, reason):
    result = lading("sbom", *arguments)

    assert (USAGE, b"") == (result.code, result.stdout)
    assert reason in result.stderr


@pytest.mark.parametrize(
    ("content", "reason"), [(None, "No such file"), (b"hello", "neither CycloneDX nor SPDX")]
)
def test_a_file_that_is_no_sbom_is_told(image, tmp_path, content, reason):
    file = tmp_path / "notes.txt"
    if content:
        file.write_bytes(content)

    result = lading("sbom", "attach", image, "--sbom", file)

    assert (FAILED, 1) == (result.code, len(result.lines))
    assert f"{file}: {reason}" in result.stderr


def test_a_file_that_is_too_large_is_not_read(image, tmp_path):
    file = tmp_path / "sbom.json"
    file.write_bytes(CYCLONEDX)

    result = lading("sbom", "attach", image, "--sbom", file, "--limit", "max_attached_bytes=9")

    assert (FAILED, "lading: limit max_attached_bytes of 9 exceeded\n") == (
        result.code,
        result.stderr,
    )


@pytest.mark.parametrize(("status", "code"), [(403, FAILED), (405, FAILED), (413, FAILED)])
def test_a_registry_that_takes_nothing_is_told(registry, tmp_path, status, code):
    file = tmp_path / "sbom.json"
    file.write_bytes(CYCLONEDX)
    with serving(
        lambda request: registry(request) if request.method in {"GET", "HEAD"} else Answer(status)
    ) as web:
        result = lading("sbom", "attach", f"{web.host}/team/app:1", "--sbom", file)

    assert (code, b"", 1) == (result.code, result.stdout, len(result.lines))
    assert f"status {status}" in result.stderr


def test_a_registry_that_wants_to_be_left_alone_for_long_is_tried_again_later(registry, tmp_path):
    file = tmp_path / "sbom.json"
    file.write_bytes(CYCLONEDX)
    busy = Answer(429, {"Retry-After": "3600"})
    with serving(
        lambda request: registry(request) if request.method in {"GET", "HEAD"} else busy
    ) as web:
        result = lading("sbom", "attach", f"{web.host}/team/app:1", "--sbom", file)

    assert (TRY_AGAIN, 1) == (result.code, len(result.lines))


def test_an_incomplete_sbom_is_not_attached(registry):
    """
    Nobody who fetches it would see that.
    """
    layer = next(name for name in registry.blobs if name not in {str(IMAGE), config(registry)})
    registry.blobs[layer] = b"broken"
    with serving(registry) as web:
        result = lading("sbom", "attach", f"{web.host}/team/app:1")

    assert (INCOMPLETE, b"") == (result.code, result.stdout)
    assert "nothing is attached, for it would be incomplete" in result.stderr
    assert {"GET", "HEAD"} == {request.method for request in web.requests}


def config(registry):
    """Return which blob is the config of the image."""
    return json.loads(registry.blobs[str(IMAGE)])["config"]["digest"]


def test_a_document_cannot_act_on_a_terminal(registry, tmp_path):
    file = tmp_path / "sbom.spdx"
    file.write_bytes(TAG_VALUE + b"\x1b[31mred\n")
    with serving(registry) as web:
        image = f"{web.host}/team/app:1"
        lading("sbom", "attach", image, "--sbom", file)
        shown = on_terminal("stdout", "sbom", "fetch", image).shown

        assert file.read_bytes() == lading("sbom", "fetch", image).stdout

    assert "SPDXVersion: SPDX-2.3" in shown
    assert "\x1b[31m" not in shown
