"""Reports as documents, and documents as inventories, one module for each format."""

from __future__ import annotations

from typing import Final

from layers.extensions import Extensions
from scanner.formats.emitter import Emitter
from scanner.formats.reader import Reader

EMITTERS: Final = Extensions[Emitter](
    {
        "cyclonedx-1.4-json": "scanner.formats.cyclonedx:CYCLONEDX_1_4_JSON",
        "cyclonedx-1.4-xml": "scanner.formats.cyclonedx:CYCLONEDX_1_4_XML",
        "cyclonedx-1.5-json": "scanner.formats.cyclonedx:CYCLONEDX_1_5_JSON",
        "cyclonedx-1.5-xml": "scanner.formats.cyclonedx:CYCLONEDX_1_5_XML",
        "cyclonedx-1.7-json": "scanner.formats.cyclonedx:CYCLONEDX_1_7_JSON",
        "cyclonedx-1.7-xml": "scanner.formats.cyclonedx:CYCLONEDX_1_7_XML",
        "cyclonedx-json": "scanner.formats.cyclonedx:CYCLONEDX_JSON",
        "cyclonedx-vex-json": "scanner.formats.cyclonedx:CYCLONEDX_VEX_JSON",
        "cyclonedx-xml": "scanner.formats.cyclonedx:CYCLONEDX_XML",
        "html": "scanner.formats.html:HTML",
        "json": "scanner.formats.native_json:NATIVE_JSON",
        "openvex": "scanner.formats.openvex:OPENVEX",
        "spdx-3-json": "scanner.formats.spdx.linked_data:SPDX_3_JSON",
        "spdx-json": "scanner.formats.spdx.spdx_json:SPDX_JSON",
        "spdx-tag-value": "scanner.formats.spdx.tag_value:SPDX_TAG_VALUE",
    }
)
READERS: Final = Extensions[Reader](
    {
        "cyclonedx-json": "scanner.formats.reading.listed:CYCLONEDX_JSON",
        "cyclonedx-xml": "scanner.formats.reading.listed:CYCLONEDX_XML",
        "json": "scanner.formats.reading.native:NATIVE",
        "spdx-3-json": "scanner.formats.reading.listed:SPDX_3_JSON",
        "spdx-json": "scanner.formats.reading.listed:SPDX_JSON",
        "spdx-tag-value": "scanner.formats.reading.listed:SPDX_TAG_VALUE",
    }
)
