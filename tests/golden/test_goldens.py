"""Whole documents, as they were when somebody last looked at them: ``make golden`` records them.

The image is hand-written, and its layers are not compressed: then its digests are the same
whichever zlib there is. Its findings are those of the bundled advisories.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner.advisories.index import AdvisoryIndex
from scanner.cli.options import FORMATS
from scanner.cli.output import write_files
from scanner.formats import EMITTERS
from scanner.judging import Judging
from scanner.pipeline import audit, scan
from scanner.settings import Settings
from tests.support.command import WORKFLOW
from tests.support.cyclonedx import complaint, error_in
from tests.support.shop import SHOP, layout
from tests.support.spdx import FORMATS as SPDX
from tests.support.spdx import errors_in

EXPECTED = Path(__file__).with_name("expected")
FILES = {
    "cyclonedx-1.7-json": EXPECTED / "shop.cyclonedx-1.7.json",
    "cosign-vuln": EXPECTED / "shop.cosign-vuln.json",
    "csv": EXPECTED / "shop.csv",
    "cyclonedx-json": EXPECTED / "shop.cyclonedx.json",
    "cyclonedx-xml": EXPECTED / "shop.cyclonedx.xml",
    "html": EXPECTED / "shop.html",
    "github": EXPECTED / "shop.github.txt",
    "github-snapshot": EXPECTED / "shop.github-snapshot.json",
    "gitlab": EXPECTED / "shop.gitlab.json",
    "json": EXPECTED / "shop.json",
    "junit": EXPECTED / "shop.junit.xml",
    "markdown": EXPECTED / "shop.md",
    "openvex": EXPECTED / "shop.openvex.json",
    "sarif": EXPECTED / "shop.sarif",
    "spdx-3-json": EXPECTED / "shop.spdx3.json",
    "spdx-json": EXPECTED / "shop.spdx.json",
    "spdx-tag-value": EXPECTED / "shop.spdx",
    "terminal": EXPECTED / "shop.txt",
}


@pytest.mark.parametrize("name", FILES)
def test_the_document_is_the_one_that_was_recorded(tmp_path, monkeypatch, recording, name):
    monkeypatch.chdir(tmp_path)
    for variable in ("FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(variable, raising=False)
    for variable, value in WORKFLOW.items():
        monkeypatch.setenv(variable, value)
    layout(SHOP, Path("shop.oci"), "none")
    settings = Settings(licenses=name.startswith(("cyclonedx", "spdx")))
    with AdvisoryIndex.opened() as index:
        report = audit(scan("shop.oci", settings), index, Judging(created="2025-01-01T00:00:00Z"))
    write_files([f"{name}=document"], report)
    if recording:
        Path("document").replace(FILES[name])
        return

    assert FILES[name].read_bytes().decode() == Path("document").read_bytes().decode()


@pytest.mark.parametrize("name", [name for name in FILES if name.startswith("cyclonedx")])
def test_a_recorded_cyclonedx_document_is_valid(name):
    assert complaint(EMITTERS[name], FILES[name].read_text("utf-8")) is None


def test_the_reference_library_takes_the_recorded_document():
    assert error_in(FILES["cyclonedx-json"].read_text("utf-8")) is None


@pytest.mark.parametrize("name", SPDX)
def test_the_recorded_spdx_documents_are_valid(name):
    assert errors_in(name, FILES[name].read_text("utf-8")) == []


def test_every_recorded_document_is_one_that_is_compared():
    assert set(FILES) <= set(FORMATS)
    assert sorted(FILES.values()) == sorted(EXPECTED.iterdir())
