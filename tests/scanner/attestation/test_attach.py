"""Attaching SBOMs to images, and finding them there: a round trip."""

from __future__ import annotations

import base64
import json
from dataclasses import replace

import pytest

from layers.digest import Digest
from layers.errors import InvalidManifest, LimitExceeded
from layers.limits import Limits
from layers.registry.errors import RequestFailed
from scanner.attestation.attach import Sbom, attach_sbom
from scanner.attestation.attestation_tag import attestation_tag
from scanner.attestation.fetch import fetch_sbom
from scanner.errors import UnusableSbom
from tests.support.attestations import (
    CREATED,
    CYCLONEDX,
    DOCUMENTS,
    ENTRY,
    IMAGE,
    LAYOUT,
    image_in,
    made_by_cosign,
    signing_key,
    with_attestation,
)
from tests.support.memory_registry import MemoryRegistry
from tests.support.registry import debian_registry
from tests.support.web import Answer, serving

SBOM = Sbom.parse("sbom", CYCLONEDX)
TAG = attestation_tag(IMAGE)


@pytest.fixture(scope="module")
def debian(tmp_path_factory):
    with debian_registry(tmp_path_factory.mktemp("registry")) as registry:
        yield registry


@pytest.fixture(params=["memory", "memory-without-referrers", "debian"])
def host(request):
    """Return a registry with the image."""
    if request.param == "debian":
        debian = request.getfixturevalue("debian")
        debian.push(LAYOUT.files, ENTRY, "team/app:1")
        yield debian.host
        return
    registry = MemoryRegistry(knows_referrers=request.param == "memory")
    registry.add(LAYOUT.files, ENTRY, "1")
    with serving(registry) as web:
        yield web.host


def image_at(host):
    return image_in(MemoryRegistry(), host)


@pytest.mark.parametrize("kind", [None, "ecdsa", "ed25519"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_an_sbom_comes_back_as_it_went(host, name, kind):
    image = image_at(host)
    key = signing_key(kind) if kind else None

    attach_sbom(image, Sbom.parse("sbom", DOCUMENTS[name]), key, CREATED)
    found = fetch_sbom(image, key.verifying_key if key else None, name)

    assert DOCUMENTS[name] == found.document
    assert (name, kind is not None) == (found.kind.name, found.is_verified)


def test_an_artifact_is_called_by_its_digest():
    registry = MemoryRegistry()
    with serving(registry) as web:
        names = attach_sbom(image_in(registry, web.host), SBOM, signing_key(), CREATED)

    digests = [name.removeprefix(f"{web.host}/team/app@") for name in names]
    assert ["application/vnd.cyclonedx+json", "application/vnd.dev.sigstore.bundle.v0.3+json"] == [
        json.loads(registry.manifests[digest])["artifactType"] for digest in digests
    ]
    assert {str(IMAGE)} == {
        json.loads(registry.manifests[digest])["subject"]["digest"] for digest in digests
    }


def test_attestations_are_kept_as_cosign_keeps_them():
    registry = MemoryRegistry()
    with serving(registry) as web:
        attach_sbom(image_in(registry, web.host), SBOM, signing_key(), CREATED)

    manifest = json.loads(registry.tagged(TAG))
    (layer,) = manifest["layers"]
    config = json.loads(registry.blobs[manifest["config"]["digest"]])
    assert "application/vnd.oci.image.config.v1+json" == manifest["config"]["mediaType"]
    assert "application/vnd.dsse.envelope.v1+json" == layer["mediaType"]
    assert {
        "dev.cosignproject.cosign/signature": "",
        "predicateType": "https://cyclonedx.org/bom",
    } == layer["annotations"]
    assert [layer["digest"]] == config["rootfs"]["diff_ids"]
    assert "payload" in json.loads(registry.blobs[layer["digest"]])


def test_attestations_of_others_stay_where_they_are():
    registry = MemoryRegistry()
    theirs = made_by_cosign("envelope.json")
    with_attestation(registry, theirs, annotations={"theirs": "yes"}, urls=["https://a.example"])
    with serving(registry) as web:
        attach_sbom(image_in(registry, web.host), SBOM, signing_key(), CREATED)

    first, second = json.loads(registry.tagged(TAG))["layers"]
    assert (str(Digest.of(theirs)), {"theirs": "yes"}) == (first["digest"], first["annotations"])
    assert ["https://a.example"] == first["urls"]
    assert theirs != registry.blobs[second["digest"]]


def test_a_tag_that_is_no_list_of_attestations_is_not_overwritten():
    registry = MemoryRegistry()
    index = json.dumps({"schemaVersion": 2, "manifests": []}).encode()
    registry.tags[TAG] = str(Digest.of(index))
    registry.manifests[registry.tags[TAG]] = index
    with serving(registry) as web:
        image = image_in(registry, web.host)
        with pytest.raises(InvalidManifest, match="where cosign keeps attestations"):
            attach_sbom(image, SBOM, signing_key(), CREATED)

    assert index == registry.tagged(TAG)


def test_what_cannot_be_signed_is_not_attached():
    registry = MemoryRegistry()
    broken = Sbom.parse("sbom", CYCLONEDX[:-3])
    with serving(registry) as web:
        image = image_in(registry, web.host)
        with pytest.raises(UnusableSbom, match="not to be signed"):
            attach_sbom(image, broken, signing_key(), CREATED)

    assert [] == web.requests


def test_what_nobody_could_fetch_is_not_attached():
    registry = MemoryRegistry()
    with serving(registry) as web:
        image = replace(image_in(registry, web.host), limits=Limits(max_attached_bytes=100))
        attach_sbom(image, SBOM, None, CREATED)
        before = len(web.requests)
        with pytest.raises(LimitExceeded, match="max_attached_bytes"):
            attach_sbom(image, SBOM, signing_key(), CREATED)

    assert before == len(web.requests)


def test_what_is_no_sbom_is_not_attached():
    with pytest.raises(UnusableSbom, match=r"^notes\.txt: neither CycloneDX nor SPDX"):
        Sbom.parse("notes.txt", b"hello")


def test_an_image_that_is_not_in_the_registry_gets_no_sbom():
    registry = MemoryRegistry()
    with serving(registry) as web:
        image = replace(image_in(registry, web.host), digest=Digest.of(b"elsewhere"))
        with pytest.raises(RequestFailed) as error:
            attach_sbom(image, SBOM, None, CREATED)

    assert 404 == error.value.status
    assert {"GET"} == {request.method for request in web.requests}


@pytest.mark.parametrize("status", [403, 405, 429])
def test_a_registry_that_takes_nothing_is_an_error(status):
    registry = MemoryRegistry()
    with serving(
        lambda request: registry(request) if request.method in {"GET", "HEAD"} else Answer(status)
    ) as web:
        image = image_in(registry, web.host)
        with pytest.raises(RequestFailed) as error:
            attach_sbom(image, SBOM, None, CREATED)

    assert (status, status == 429) == (error.value.status, error.value.passing)


def test_equal_sboms_of_one_moment_are_attached_once(host):
    image = image_at(host)
    other = Sbom.parse("sbom", CYCLONEDX + b" ")

    assert attach_sbom(image, other, None, CREATED) == attach_sbom(image, other, None, CREATED)


def test_the_signature_is_of_the_statement():
    registry, key = MemoryRegistry(), signing_key()
    with serving(registry) as web:
        attach_sbom(image_in(registry, web.host), SBOM, key, CREATED)

    (layer,) = json.loads(registry.tagged(TAG))["layers"]
    envelope = json.loads(registry.blobs[layer["digest"]])
    statement = json.loads(base64.b64decode(envelope["payload"]))
    assert [{"name": f"{web.host}/team/app", "digest": {"sha256": IMAGE.hex}}] == statement[
        "subject"
    ]
    assert json.loads(CYCLONEDX) == statement["predicate"]
