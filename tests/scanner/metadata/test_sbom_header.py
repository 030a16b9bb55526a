"""By what a document is known to be an SBOM."""

from __future__ import annotations

import re

import pytest

from scanner.metadata.sbom_header import CYCLONEDX, SPDX_2, SPDX_3, header_of


@pytest.mark.parametrize(
    ("document", "header"),
    [
        pytest.param({"bomFormat": "CycloneDX"}, CYCLONEDX, id="CycloneDX"),
        pytest.param({"bomFormat": "cyclonedx"}, CYCLONEDX, id="another spelling"),
        pytest.param({"spdxVersion": "SPDX-2.3"}, SPDX_2, id="SPDX 2"),
        pytest.param({"@context": "x", "@graph": []}, SPDX_3, id="SPDX 3"),
        pytest.param(
            {"bomFormat": None, "spdxVersion": "SPDX-2.2"}, SPDX_2, id="the one that fits"
        ),
    ],
)
def test_what_stands_in_a_field_tells_the_format(document, header):
    assert header == header_of(document)


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        pytest.param({}, "neither CycloneDX nor SPDX, nor Syft's JSON", id="none"),
        pytest.param({"bomFormat": None}, "unknown bomFormat: null", id="null"),
        pytest.param({"bomFormat": "Other"}, "unknown bomFormat: Other", id="another format"),
        pytest.param({"spdxVersion": 5}, "unknown spdxVersion: 5", id="number"),
        pytest.param({"spdxVersion": "SPDX-9"}, "unknown spdxVersion: SPDX-9", id="version"),
        pytest.param({"@graph": {"a": 1}}, 'unknown @graph: {"a": 1}', id="one object"),
        pytest.param({"bomFormat": "x" * 99}, f"unknown bomFormat: {'x' * 80}", id="long"),
    ],
)
def test_a_field_with_something_else_in_it_is_named(document, reason):
    with pytest.raises(ValueError, match=f"^{re.escape(reason)}$"):
        header_of(document)
