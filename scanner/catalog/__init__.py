"""Traces that installers leave, one module each; what they find becomes the inventory."""

from __future__ import annotations

from typing import Final

from layers.extensions import Extensions
from scanner.catalog.cataloger import Cataloger

CATALOGERS: Final = Extensions[Cataloger](
    {
        "dist-info": "scanner.catalog.dist_info:DIST_INFO",
        "egg-info": "scanner.catalog.egg_info:EGG_INFOS",
        "environment": "scanner.catalog.environment:ENVIRONMENT",
        "sdist": "scanner.catalog.sdist:SDIST",
    }
)
