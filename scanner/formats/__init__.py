"""Reports as documents, and documents as inventories, one module for each format."""

from __future__ import annotations

from typing import Final

from layers.extensions import Extensions
from scanner.formats.emitter import Emitter
from scanner.formats.reader import Reader

_OF_INVENTORIES: Final = {
    "cyclonedx-1.4-json": "scanner.formats.cyclonedx:CYCLONEDX_1_4_JSON",
    "cyclonedx-1.4-xml": "scanner.formats.cyclonedx.xml:CYCLONEDX_1_4_XML",
    "cyclonedx-1.5-json": "scanner.formats.cyclonedx:CYCLONEDX_1_5_JSON",
    "cyclonedx-1.5-xml": "scanner.formats.cyclonedx.xml:CYCLONEDX_1_5_XML",
    "cyclonedx-1.7-json": "scanner.formats.cyclonedx:CYCLONEDX_1_7_JSON",
    "cyclonedx-1.7-xml": "scanner.formats.cyclonedx.xml:CYCLONEDX_1_7_XML",
    "cyclonedx-json": "scanner.formats.cyclonedx:CYCLONEDX_JSON",
    "cyclonedx-xml": "scanner.formats.cyclonedx.xml:CYCLONEDX_XML",
    "html": "scanner.formats.html:HTML",
    "json": "scanner.formats.native_json:NATIVE_JSON",
    "spdx-3-json": "scanner.formats.spdx.linked_data:SPDX_3_JSON",
    "spdx-json": "scanner.formats.spdx.spdx_json:SPDX_JSON",
    "spdx-tag-value": "scanner.formats.spdx.tag_value:SPDX_TAG_VALUE",
}
_OF_FINDINGS: Final = {
    "cosign-vuln": "scanner.formats.cosign_vuln:COSIGN_VULN",
    "csv": "scanner.formats.csv_table:CSV_TABLE",
    "cyclonedx-vex-json": "scanner.formats.cyclonedx.vex:CYCLONEDX_VEX_JSON",
    "github": "scanner.formats.github_annotations:GITHUB",
    "github-snapshot": "scanner.formats.github_snapshot:GITHUB_SNAPSHOT",
    "gitlab": "scanner.formats.gitlab:GITLAB",
    "junit": "scanner.formats.junit:JUNIT",
    "markdown": "scanner.formats.markdown:MARKDOWN",
    "openvex": "scanner.formats.openvex:OPENVEX",
    "sarif": "scanner.formats.sarif:SARIF",
}
"""Of an inventory that nobody judged these would say nothing; or are for whoever judges it anew."""
EMITTERS: Final = Extensions[Emitter](dict(sorted((_OF_INVENTORIES | _OF_FINDINGS).items())))
SBOM_EMITTERS: Final = Extensions[Emitter](_OF_INVENTORIES)
"""Those of :data:`EMITTERS` that are of use for an inventory that nobody judged."""
READERS: Final = Extensions[Reader](
    {
        "cyclonedx-json": "scanner.formats.reading.listed:CYCLONEDX_JSON",
        "cyclonedx-xml": "scanner.formats.reading.listed:CYCLONEDX_XML",
        "json": "scanner.formats.reading.native:NATIVE",
        "spdx-3-json": "scanner.formats.reading.listed:SPDX_3_JSON",
        "spdx-json": "scanner.formats.reading.listed:SPDX_JSON",
        "spdx-tag-value": "scanner.formats.reading.listed:SPDX_TAG_VALUE",
        "syft-json": "scanner.formats.reading.listed:SYFT_JSON",
    }
)
