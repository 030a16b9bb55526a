"""What follows from everything found taken together: one module each, in this order."""

from __future__ import annotations

from typing import Final

from layers.extensions import Extensions
from scanner.enrich.enricher import Enricher

ENRICHERS: Final = Extensions[Enricher]({"archive": "scanner.enrich.archive:ARCHIVE"})
