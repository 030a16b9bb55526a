"""Images whose documents are hostile: one line on stderr, and an exit code that says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from layers.limits import MIB
from scanner.cli import FAILED, NOT_AN_IMAGE, TRY_AGAIN
from testdata.images.writer import digest, encoded, tar_of
from tests.support.command import lading
from tests.support.layouts import CONFIG, MANIFEST, TAR, Layout, platform, stored
from tests.support.registry import REPOSITORY
from tests.support.shop import distribution
from tests.support.web import Answer, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Change = Callable[[Layout], Mapping[str, object]]
    """Adds an image to a layout, and returns its descriptor."""

GOOD = tar_of(distribution("good", "1.0"))
DIFF_IDS = [digest(GOOD)]
DOCUMENT_BYTES = "limit max_document_bytes of 4,194,304 exceeded"
DEPTH = "limit max_document_depth of 64 exceeded"


def with_config(data: bytes) -> Change:
    return lambda layout: layout.image(GOOD, manifest={"config": layout.blob(data, CONFIG)})


def with_manifest(data: bytes, media_type: str = MANIFEST) -> Change:
    return lambda layout: layout.blob(data, media_type)


def with_digest(value: str) -> Change:
    return lambda layout: {**layout.image(GOOD), "digest": value}


def with_layer(**said: object) -> Change:
    return lambda layout: layout.image(
        manifest={"layers": [{**layout.blob(GOOD, TAR), **said}]},
        config={"rootfs": {"diff_ids": DIFF_IDS}},
    )


def of_type(kind: str, **fields: object) -> Change:
    def artifact(layout: Layout) -> Mapping[str, object]:
        config = layout.blob(b"{}", kind)
        return layout.image(GOOD, manifest={"config": config, **fields})

    return artifact


def in_indexes(count: int) -> Change:
    def nested(layout: Layout) -> Mapping[str, object]:
        entry = layout.image(GOOD)
        for _ in range(count):
            entry = layout.index(entry)
        return entry

    return nested


def of_platforms(count: int) -> Change:
    return lambda layout: layout.index(
        *({**layout.image(GOOD), "platform": platform(f"cpu{number}")} for number in range(count))
    )


HOSTILE: dict[str, tuple[Change, str]] = {
    "row-14-path": (with_digest("sha256:../../../etc/passwd"), "not a digest we can verify"),
    "row-14-capitals": (with_digest("sha256:" + "A" * 64), "not a digest we can verify"),
    "row-14-short": (with_digest("sha256:" + "a" * 63), "not a digest we can verify"),
    "row-14-layer": (with_layer(digest="sha256:../x"), "not a digest we can verify: 'sha256:../x'"),
    "row-14-diff-id": (
        with_config(encoded({"rootfs": {"diff_ids": ["sha256:../x"]}})),
        "not a digest we can verify: 'sha256:../x'",
    ),
    "row-16-more": (
        with_config(encoded({"rootfs": {"diff_ids": DIFF_IDS * 2}})),
        "1 layers, but the config has 2 diff IDs",
    ),
    "row-16-none": (with_config(b"{}"), "1 layers, but the config has 0 diff IDs"),
    "row-18-text": (with_config(b"no JSON"), "not JSON"),
    "row-18-array": (with_config(b"[]"), "not a JSON object"),
    "row-18-huge": (with_config(b"{}".ljust(5 * MIB)), DOCUMENT_BYTES),
    "row-19-huge": (with_manifest(b"{}".ljust(5 * MIB)), DOCUMENT_BYTES),
    "row-20-deep": (with_manifest(b"[" * 100_000 + b"]" * 100_000), DEPTH),
    "row-20-broad": (
        with_manifest(encoded({str(number): None for number in range(1_000_000)})),
        DOCUMENT_BYTES,
    ),
    "row-20-twice": (with_manifest(b'{"layers": [], "layers": []}'), "a key is there twice"),
    "row-20-nan": (with_manifest(b'{"size": NaN}'), "NaN is not a number"),
    "row-20-integer": (with_manifest(b'{"size": ' + b"9" * 5000 + b"}"), "not JSON: "),
    "row-20-mark": (with_manifest(b"\xef\xbb\xbf{}"), "not JSON: "),
    "row-21-both": (
        with_manifest(encoded({"manifests": [], "layers": [], "config": {}})),
        "both an index and a manifest",
    ),
    "row-22-chain": (in_indexes(1000), "limit max_index_depth of 3 exceeded"),
    "row-23-platforms": (of_platforms(201), "limit max_index_entries of 200 exceeded"),
    "row-24-schema": (
        with_manifest(encoded({"schemaVersion": 1, "fsLayers": []})),
        "Docker's schema 1, which is withdrawn; pull and push it to convert",
    ),
}


@pytest.mark.parametrize(("change", "reason"), HOSTILE.values(), ids=HOSTILE)
def test_an_image_whose_documents_cannot_be_trusted_is_not_read(tmp_path, change, reason):
    layout = Layout()
    target = stored(tmp_path, layout.with_entries(change(layout)), "directory")

    result = lading("sbom", target)

    assert (FAILED, b"", 1) == (result.code, result.stdout, len(result.lines))
    assert reason in result.stderr


@pytest.mark.hostile(row=22)
def test_an_index_that_seems_to_hold_itself_is_another_one(tmp_path):
    """
    Its own digest cannot be in it, so the blob of that name must be another.
    """
    layout = Layout()
    entry = layout.index(layout.image(GOOD))
    itself = encoded({"schemaVersion": 2, "manifests": [entry]})
    layout.files["blobs/" + str(entry["digest"]).replace(":", "/")] = itself
    files = layout.with_entries({**entry, "size": len(itself)})

    result = lading("sbom", stored(tmp_path, files, "directory"))

    assert (FAILED, 1) == (result.code, len(result.lines))
    assert "digest mismatch" in result.stderr


ARTIFACTS = {
    "row-25-helm": of_type("application/vnd.cncf.helm.config.v1+json"),
    "row-25-wasm": of_type("application/vnd.wasm.config.v0+json"),
    "row-25-sbom": of_type(
        "application/vnd.oci.empty.v1+json", artifactType="application/spdx+json"
    ),
}


@pytest.mark.parametrize("change", ARTIFACTS.values(), ids=ARTIFACTS)
def test_what_is_no_image_has_an_exit_code_of_its_own(tmp_path, change):
    """
    A registry is full of them, and nothing is wrong with that.
    """
    layout = Layout()
    target = stored(tmp_path, layout.with_entries(change(layout)), "directory")

    result = lading("sbom", target)

    assert (NOT_AN_IMAGE, b"", 1) == (result.code, result.stdout, len(result.lines))
    assert "not an image, but an artifact of type application/" in result.stderr


@pytest.mark.hostile(row=17)
def test_a_history_that_does_not_fit_is_noted(tmp_path):
    layout = Layout()
    entry = layout.image(GOOD, config={"history": [{"created_by": "x"}] * 50})
    target = stored(tmp_path, layout.with_entries(entry), "directory")

    result = lading("sbom", target)

    assert 0 == result.code
    assert b"the history of the image does not fit its layers" in result.stdout


@pytest.mark.hostile(row=60)
@pytest.mark.parametrize(
    ("status", "code"), [(429, TRY_AGAIN), (503, TRY_AGAIN), (403, FAILED), (404, FAILED)]
)
def test_what_may_pass_has_an_exit_code_that_says_so(status, code):
    """
    A pause of more than a minute is not made, but told.
    """
    with serving(lambda _: Answer(status, {"Retry-After": "61"})) as web:
        result = lading("sbom", f"{web.host}/{REPOSITORY}:1")

    assert (code, b"", 1) == (result.code, result.stdout, len(result.lines))
    assert f"status {status}" in result.stderr
