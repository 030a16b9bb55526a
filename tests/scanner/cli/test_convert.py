"""``lading convert``."""

from __future__ import annotations

import json

import pytest

from scanner.cli import FAILED
from scanner.match.policy import CLEAN
from tests.support.command import lading


@pytest.mark.parametrize("name", ["sarif", "json", "markdown", "cyclonedx-json"])
def test_a_saved_report_becomes_what_the_scan_would_have_written(tmp_path, images, name):
    saved, document = tmp_path / "report.json", tmp_path / "document"
    lading("scan", images / "shop.oci", "-o", f"json={saved}", "-o", f"{name}={document}")

    result = lading("convert", saved, "-f", name)

    assert (CLEAN, document.read_bytes()) == (result.code, result.stdout)


def test_what_is_no_saved_report_is_refused(tmp_path):
    file = tmp_path / "sbom.json"
    file.write_text(json.dumps({"bomFormat": "CycloneDX"}))

    result = lading("convert", file)

    assert (FAILED, [f"lading: {file}: no report of ours"]) == (
        result.code,
        result.lines,
    )
