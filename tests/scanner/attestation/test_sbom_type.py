"""Telling an SBOM by what it says."""

from __future__ import annotations

import json

import pytest

from scanner.attestation.sbom_type import HEAD_BYTES, SBOM_TYPES, sbom_type_of
from tests.support.attestations import DOCUMENTS


@pytest.mark.parametrize("name", DOCUMENTS)
def test_each_kind_is_told(name):
    assert SBOM_TYPES[name] == sbom_type_of(DOCUMENTS[name])


def test_there_is_a_document_of_each_kind():
    assert sorted(SBOM_TYPES) == sorted(DOCUMENTS)


@pytest.mark.parametrize("key", ["bomFormat", "spdxVersion"])
def test_what_it_is_may_stand_at_its_end(key):
    """
    Tools that sort keys write the components before it, cosign among them.
    """
    value = {"bomFormat": "CycloneDX", "spdxVersion": "SPDX-2.3"}[key]
    document = json.dumps({"Components": "x" * 3 * HEAD_BYTES, key: value}).encode()

    found = sbom_type_of(document)

    assert found
    assert key[:4] == {"cyclonedx-json": "bomF", "spdx-json": "spdx"}[found.name]


@pytest.mark.parametrize(
    "document",
    [b"", b"{}", b"\xff\xfe", b"SPDX", b'{"bomFormat": "Other"}', b"<bom/>", b"x" * 3 * HEAD_BYTES],
    ids=["empty", "object", "no-text", "word", "other", "bare", "long"],
)
def test_anything_else_is_none(document):
    assert sbom_type_of(document) is None
