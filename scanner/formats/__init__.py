"""Reports as documents, one module for each format."""

from __future__ import annotations

from typing import Final

from layers.extensions import Extensions
from scanner.formats.emitter import Emitter

EMITTERS: Final = Extensions[Emitter](
    {
        "cyclonedx-json": "scanner.formats.cyclonedx_json:CYCLONEDX_JSON",
        "json": "scanner.formats.native_json:NATIVE_JSON",
    }
)
