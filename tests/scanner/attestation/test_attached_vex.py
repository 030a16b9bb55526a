"""VEX that is attached to an image: what a key verifies is followed, all else is told."""

from __future__ import annotations

from contextlib import closing

import pytest

from layers.errors import UnreadableImage
from layers.registry.publisher import Publisher
from scanner.attestation.attached_vex import HINT, attached_vex, scanned_image
from scanner.attestation.bundle import BUNDLE, bundle_of
from scanner.model.inventory import Subject
from scanner.settings import Settings
from tests.support.attestations import (
    CYCLONEDX,
    IMAGE,
    VEX,
    attach_vex,
    image_in,
    signed_vex,
    signing_key,
    with_attestation,
)
from tests.support.memory_registry import MemoryRegistry
from tests.support.vex import CVE, IDNA, openvex, said
from tests.support.web import serving

KEY = signing_key()
OTHER = signing_key("ed25519")
DOCUMENT = openvex(said("not_affected", IDNA))
PREDICATE = {"annotations": {"predicateType": VEX.predicate_type}}


@pytest.fixture
def registry():
    return MemoryRegistry()


@pytest.fixture
def image(registry):
    with serving(registry) as web:
        yield image_in(registry, web.host)


def found(image, key=KEY):
    """Return the names of what is stated, and why the rest is not."""
    document = attached_vex(image, key.verifying_key if key else None)
    names = [name for each in document.statements for name in each.names]
    return names, [each.reason for each in document.malformed]


def publish(image, data, media_type):
    with closing(Publisher(image.reference, image.registry, image.limits)) as publisher:
        attach_vex(publisher, data, media_type)


def test_nothing_is_stated_where_nothing_is_attached(image):
    assert found(image) == ([], [])


@pytest.mark.parametrize("fields", [PREDICATE, {}], ids=["announced", "unannounced"])
def test_what_the_key_verifies_is_followed(registry, image, fields):
    with_attestation(registry, signed_vex(DOCUMENT), **fields)

    assert found(image) == ([CVE], [])


def test_a_bundle_of_cosign_3_is_followed(image):
    publish(image, bundle_of(signed_vex(DOCUMENT), KEY.verifying_key), BUNDLE)

    assert found(image) == ([CVE], [])


def test_a_statement_without_products_is_on_the_image_that_it_is_attached_to(registry, image):
    statement = said("not_affected") | {"products": []}
    with_attestation(registry, signed_vex(openvex(statement)), **PREDICATE)

    (product,) = attached_vex(image, KEY.verifying_key).statements[0].products
    assert {str(IMAGE)} == product.digests


@pytest.mark.parametrize("fields", [PREDICATE, {}], ids=["announced", "unannounced"])
def test_without_a_key_what_is_signed_is_told_and_no_more(registry, image, fields):
    with_attestation(registry, signed_vex(DOCUMENT), **fields)

    assert found(image, key=None) == ([], [HINT])


@pytest.mark.parametrize("key", [KEY, None], ids=["with-a-key", "without"])
def test_what_is_not_signed_is_told_and_no_more(image, key):
    publish(image, DOCUMENT, VEX.media_type)

    assert found(image, key) == ([], [HINT])


def test_what_another_key_signed_is_not_followed(registry, image):
    with_attestation(registry, signed_vex(DOCUMENT, key=OTHER), **PREDICATE)

    assert found(image) == ([], ["none of its signatures is of the given key"])


def test_what_is_signed_about_another_image_is_not_followed(registry, image):
    other = type(IMAGE).of(b"other")
    with_attestation(registry, signed_vex(DOCUMENT, subject=other), **PREDICATE)

    assert found(image) == ([], ["it is signed, but about another image"])


def test_what_is_signed_and_no_vex_is_told(registry, image):
    with_attestation(registry, signed_vex(b'{"statements": 1}'), **PREDICATE)

    names, (reason,) = found(image)
    assert (names, "statements is no list") == ([], reason)


def test_an_sbom_is_no_vex(registry, image):
    kind = type(VEX)("cyclonedx-json", "application/json", "https://cyclonedx.org/bom")
    with_attestation(registry, signed_vex(CYCLONEDX, kind=kind))
    publish(image, CYCLONEDX, "application/vnd.cyclonedx+json")

    assert found(image) == ([], [])


@pytest.mark.parametrize(
    "subject",
    [
        Subject(location="app.tar", source="docker-archive", digest=str(IMAGE)),
        Subject(location="/src", source="dir"),
    ],
    ids=["an-archive", "a-directory"],
)
def test_only_to_an_image_in_a_registry_something_is_attached(subject):
    with pytest.raises(UnreadableImage, match="in registries only"):
        scanned_image(subject, Settings())
