"""What is attached to an image, and which of it is to be believed."""

from __future__ import annotations

import base64
import json
from dataclasses import replace

import pytest

from layers.digest import Digest
from layers.limits import Limits
from layers.registry.errors import RequestFailed
from scanner.attestation.attach import Sbom, attach_sbom
from scanner.attestation.attached import AttachedSbom
from scanner.attestation.envelope import envelope_of
from scanner.attestation.fetch import Refused, fetch_sbom, sboms_of
from scanner.attestation.key import parse_verifying_key
from scanner.attestation.sbom_type import SBOM_TYPES
from scanner.attestation.statement import PAYLOAD_TYPE, statement_of
from scanner.errors import NothingAttached
from tests.support.attestations import (
    CREATED,
    CYCLONEDX,
    DOCUMENTS,
    ENTRY,
    IMAGE,
    LAYOUT,
    SPDX,
    envelope,
    image_in,
    made_by_cosign,
    signing_key,
    with_attestation,
)
from tests.support.memory_registry import INDEX, MemoryRegistry
from tests.support.web import Answer, serving

KEY = signing_key()
LATER = "2026-02-01T00:00:00Z"
KIND = SBOM_TYPES["cyclonedx-json"]


@pytest.fixture
def registry():
    return MemoryRegistry()


@pytest.fixture
def image(registry):
    with serving(registry) as web:
        yield image_in(registry, web.host)


def attached(image, name="cyclonedx-json", key=None, created=CREATED):
    attach_sbom(image, Sbom.parse(name, DOCUMENTS[name]), key, created)


def refusal(image, key=KEY):
    """Return why the only attestation is not believed."""
    with pytest.raises(NothingAttached) as error:
        fetch_sbom(image, key.verifying_key)
    (reason,) = error.value.refused
    return reason.partition(": ")[2]


def signed(document=CYCLONEDX, subject=IMAGE, key=KEY):
    return envelope_of(statement_of(document, KIND, "reg/app", subject, Limits()), key)


def test_nothing_is_found_where_nothing_is(image):
    with pytest.raises(NothingAttached, match=r"no SBOM is attached to it$"):
        fetch_sbom(image, None)


def test_the_newest_is_taken(image):
    attached(image, "spdx-json", created=LATER)
    attached(image, "cyclonedx-json")

    assert SPDX == fetch_sbom(image, None).document
    assert [LATER, CREATED] == [each.place.created for each in sboms_of(image, None)]


def test_one_of_the_wanted_kind_is_taken(image):
    attached(image, "spdx-json", created=LATER)
    attached(image, "cyclonedx-json")

    assert CYCLONEDX == fetch_sbom(image, None, "cyclonedx-json").document
    with pytest.raises(NothingAttached, match="no SBOM in spdx-tag-value is attached"):
        fetch_sbom(image, None, "spdx-tag-value")


def test_with_a_key_an_unsigned_one_is_passed_over_however_new_it_is(image):
    attached(image, key=KEY)
    attached(image, "spdx-json", created=LATER)

    found = fetch_sbom(image, KEY.verifying_key)

    assert (CYCLONEDX, True) == (found.document, found.is_verified)


def test_with_a_key_an_unsigned_one_is_none(image):
    attached(image)

    assert "not signed" == refusal(image)


def test_without_a_key_nothing_is_verified(image):
    attached(image, key=KEY)

    found = sboms_of(image, None)
    assert [False, False] == [isinstance(each, Refused) or each.is_verified for each in found]


def test_what_is_kept_in_two_places_is_listed_once(image):
    attached(image, key=KEY)

    found = [*sboms_of(image, KEY.verifying_key)]

    assert [True] == [each.is_verified for each in found if isinstance(each, AttachedSbom)]
    assert ["not signed"] == [each.reason for each in found if isinstance(each, Refused)]


def test_another_key_is_refused(registry, image):
    with_attestation(registry, signed(key=signing_key("ed25519")))

    assert "none of its signatures is of the given key" == refusal(image)


def test_a_changed_payload_is_refused(registry, image):
    fields = json.loads(signed())
    payload = base64.b64decode(fields["payload"]).replace(b"1.6", b"1.5")
    signature = fields["signatures"][0]["sig"]
    changed = envelope(PAYLOAD_TYPE, base64.b64encode(payload).decode(), signature)
    with_attestation(registry, changed)

    assert "none of its signatures is of the given key" == refusal(image)


def test_what_was_signed_of_another_image_is_refused(registry, image):
    """
    Whoever may write to the registry can copy it from there, with its signature.
    """
    with_attestation(registry, signed(subject=Digest.of(b"another")))

    assert "it is signed, but about another image" == refusal(image)


def test_what_was_signed_of_nothing_is_refused(registry, image):
    statement = json.loads(base64.b64decode(json.loads(signed())["payload"]))
    nothing = json.dumps({**statement, "subject": []}).encode()
    with_attestation(registry, envelope_of(nothing, KEY))

    assert "it is signed, but about another image" == refusal(image)


def test_something_else_that_was_signed_is_no_sbom(registry, image):
    statement = json.loads(base64.b64decode(json.loads(signed())["payload"]))
    other = json.dumps({**statement, "predicateType": "https://slsa.dev/provenance/v1"}).encode()
    with_attestation(registry, envelope_of(other, KEY))

    with pytest.raises(NothingAttached) as error:
        fetch_sbom(image, KEY.verifying_key)

    assert () == error.value.refused


def test_what_is_said_to_be_something_else_is_not_even_read(registry, image):
    annotations = {"predicateType": "https://slsa.dev/provenance/v1"}
    with_attestation(registry, signed(), annotations=annotations)
    registry.blobs.clear()

    assert [] == [*sboms_of(image, None)]


def test_a_signed_document_that_is_no_sbom_is_refused(registry, image):
    with_attestation(registry, signed(b'{"hello": "world"}'))

    assert "it is said to be an SBOM, but is of no kind that we know" == refusal(image)


@pytest.mark.parametrize("said", [1 << 40, 65 << 20], ids=["absurd", "large"])
def test_an_envelope_that_is_too_large_is_not_read(registry, image, said):
    with_attestation(registry, signed(), size=said)

    assert "limit max_attached_bytes of 67,108,864 exceeded" == refusal(image)


@pytest.mark.parametrize(
    ("wrong", "reason"), [(-1, "an answer of more than"), (1, "truncated: expected")]
)
def test_an_envelope_of_another_size_than_its_descriptor_says_is_refused(
    registry, image, wrong, reason
):
    data = signed()
    with_attestation(registry, data, size=len(data) + wrong)

    assert reason in refusal(image)


def test_an_envelope_of_another_digest_is_refused(registry, image):
    data = signed()
    with_attestation(registry, data)
    registry.blobs[str(Digest.of(data))] = signed(SPDX)[: len(data)]

    assert "digest mismatch" in refusal(image)


def test_an_envelope_that_is_gone_costs_nothing_else(registry, image):
    with_attestation(registry, signed(SPDX))
    registry.blobs.clear()
    registry.add(LAYOUT.files, ENTRY, "1")
    attached(image, key=KEY)

    assert CYCLONEDX == fetch_sbom(image, KEY.verifying_key).document


def test_a_registry_that_fails_for_now_is_not_taken_for_one_without_sboms(registry):
    """
    Else who can slow a registry down decides which SBOM is found.
    """
    with serving(
        lambda request: Answer(503) if "/blobs/" in request.path else registry(request)
    ) as web:
        failing = image_in(registry, web.host)
        with serving(registry) as other:
            attached(image_in(registry, other.host), key=KEY)

        with pytest.raises(RequestFailed) as error:
            fetch_sbom(failing, KEY.verifying_key)

    assert error.value.passing


def test_what_is_an_sbom_by_the_type_of_its_artifact_is_found(registry, image):
    """
    oras says of a file that it is JSON, or nothing at all.
    """
    digest = str(Digest.of(SPDX))
    registry.blobs[digest] = SPDX
    layer = {"mediaType": "application/json", "digest": digest, "size": len(SPDX)}
    manifest = {
        "schemaVersion": 2,
        "artifactType": "application/spdx+json",
        "config": {**layer, "mediaType": "application/vnd.oci.empty.v1+json"},
        "layers": [layer],
        "subject": {"mediaType": "", "digest": str(IMAGE), "size": 1},
    }
    data = json.dumps(manifest).encode()
    registry.manifests[str(Digest.of(data))] = data

    assert SPDX == fetch_sbom(image, None).document


def test_what_cosign_2_attached_is_found(registry, image):
    with_attestation(registry, made_by_cosign("envelope.json"))
    key = parse_verifying_key("key", made_by_cosign("cosign.pub"))

    found = fetch_sbom(image, key)

    assert (True, "cyclonedx-json") == (found.is_verified, found.kind.name)
    assert "idna" == json.loads(found.document)["components"][0]["name"]


def test_what_cosign_3_attached_is_found(registry, image):
    data = made_by_cosign("bundle.json")
    with_attestation(registry, data, mediaType="application/vnd.dev.sigstore.bundle.v0.3+json")
    key = parse_verifying_key("key", made_by_cosign("cosign.pub"))

    assert fetch_sbom(image, key).is_verified


def test_what_is_attached_to_the_index_counts_behind_what_is_attached_to_the_image(registry):
    index = json.dumps({"schemaVersion": 2, "mediaType": INDEX, "manifests": [ENTRY]}).encode()
    top = Digest.of(index)
    with serving(registry) as web:
        image = image_in(registry, web.host)
        registry.manifests[str(top)] = index
        registry.tags["1"] = str(top)
        attached(replace(image, digest=top), "spdx-json", created=LATER)

        assert SPDX == fetch_sbom(image, None).document
        attached(image)
        assert CYCLONEDX == fetch_sbom(image, None).document
