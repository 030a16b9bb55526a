"""Traces that installers leave, one module each; what they find becomes the inventory."""

from __future__ import annotations

from typing import Final

from layers.extensions import Extensions
from scanner.catalog.cataloger import Cataloger

CATALOGERS: Final = Extensions[Cataloger](
    {
        "archive": "scanner.catalog.archive:ARCHIVE",
        "dist-info": "scanner.catalog.dist_info:DIST_INFO",
        "environment": "scanner.catalog.environment:ENVIRONMENT",
        "frozen": "scanner.catalog.frozen:FROZEN",
    }
)
