"""Scans of what somebody attached to an image."""

from __future__ import annotations

import pytest

from scanner.attestation.attach import Sbom, attach_sbom
from scanner.errors import NothingAttached
from scanner.model.inventory import Coverage
from scanner.pipeline import scan
from scanner.settings import Settings
from tests.support.attestations import CREATED, image_in, made_by_cosign, with_attestation
from tests.support.memory_registry import MemoryRegistry
from tests.support.registry import settings
from tests.support.web import serving

LISTED = b"""{"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components":
[{"type": "library", "name": "idna", "version": "3.4", "purl": "pkg:pypi/idna@3.4"}]}"""
KNOWN = Settings(registry=settings())


@pytest.mark.parametrize("is_signed", [False, True], ids=["unsigned", "signed"])
def test_what_is_attached_is_scanned_as_a_hint(is_signed):
    registry = MemoryRegistry()
    with serving(registry) as web:
        image = image_in(registry, web.host)
        if is_signed:
            with_attestation(registry, made_by_cosign("envelope.json"))
        else:
            attach_sbom(image, Sbom.parse("sbom", LISTED), None, CREATED)

        inventory = scan(f"attached:{web.host}/team/app:1", KNOWN)

    hints = [each.reason for each in inventory.problems if each.cataloger == "attestation"]
    assert ["idna"] == [component.name for component in inventory.components]
    assert Coverage.SBOM is inventory.coverage
    assert image.name == inventory.subject.location
    assert ["unverified" if is_signed else "unsigned"] == [hint.split()[1] for hint in hints]


def test_an_image_without_an_sbom_is_an_error():
    registry = MemoryRegistry()
    with serving(registry) as web:
        image_in(registry, web.host)
        with pytest.raises(NothingAttached):
            scan(f"attached:{web.host}/team/app:1", KNOWN)
