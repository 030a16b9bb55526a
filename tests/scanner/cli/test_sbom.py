"""``lading sbom``: what it reads that a plain scan does not."""

from __future__ import annotations

from scanner.licenses.corpus import text_of
from tests.support.command import lading


def test_an_sbom_has_the_licence_that_the_texts_settle(tmp_path):
    """A plain scan reads no texts."""
    directory = tmp_path / "site-packages" / "idna-3.4.dist-info"
    (directory / "licenses").mkdir(parents=True)
    metadata = "Metadata-Version: 2.4\nName: idna\nVersion: 3.4\nLicense: BSD\n"
    (directory / "METADATA").write_text(metadata)
    (directory / "licenses" / "LICENSE").write_text(text_of("BSD-3-Clause") or "")

    sbom = lading("sbom", f"dir:{tmp_path}")
    scan = lading("scan", f"dir:{tmp_path}", "-f", "cyclonedx-json")

    assert b'"BSD-3-Clause"' in sbom.stdout
    assert b'"BSD-3-Clause"' not in scan.stdout
