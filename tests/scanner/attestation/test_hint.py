"""Inventories that are only a hint, and say so."""

from __future__ import annotations

import pytest

from layers.manifest import Descriptor
from scanner.attestation.attached import Attached, AttachedSbom
from scanner.attestation.envelope import MEDIA_TYPE
from scanner.attestation.hint import with_hint
from scanner.attestation.sbom_type import SBOM_TYPES
from scanner.model.inventory import Coverage, Inventory, Subject
from tests.support.attestations import CYCLONEDX, IMAGE

EMPTY = Inventory(
    subject=Subject(location="reg/app", source="sbom"),
    coverage=Coverage.FULL,
    environments=(),
    components=(),
    problems=(),
)


def attached(media_type, is_verified):
    """Return an SBOM that is attached to an image."""
    descriptor = Descriptor(media_type=media_type, digest=IMAGE, size=len(CYCLONEDX))
    kind = SBOM_TYPES["cyclonedx-json"]
    return AttachedSbom(Attached(descriptor, IMAGE), CYCLONEDX, kind, is_verified)


@pytest.mark.parametrize(
    ("media_type", "reason"),
    [
        ("application/vnd.cyclonedx+json", "an unsigned SBOM: a hint"),
        (MEDIA_TYPE, "an unverified SBOM: a hint"),
    ],
    ids=["unsigned", "unverified"],
)
def test_what_nobody_answers_for_is_a_hint(media_type, reason):
    (problem,) = with_hint(EMPTY, attached(media_type, is_verified=False)).problems

    assert problem.reason.startswith(reason)
    assert not problem.incomplete


def test_what_is_verified_is_none():
    assert EMPTY == with_hint(EMPTY, attached(MEDIA_TYPE, is_verified=True))
