"""Reports as documents, one module for each format."""

from __future__ import annotations

from typing import Final

from layers.extensions import Extensions
from scanner.formats.emitter import Emitter

EMITTERS: Final = Extensions[Emitter](
    {
        "cyclonedx-json": "scanner.formats.cyclonedx_json:CYCLONEDX_JSON",
        "json": "scanner.formats.native_json:NATIVE_JSON",
        "spdx-3-json": "scanner.formats.spdx.linked_data:SPDX_3_JSON",
        "spdx-json": "scanner.formats.spdx.spdx_json:SPDX_JSON",
        "spdx-tag-value": "scanner.formats.spdx.tag_value:SPDX_TAG_VALUE",
    }
)
