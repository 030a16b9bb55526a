"""What follows from everything found taken together: one module each, in this order."""

from __future__ import annotations

from typing import Final

from layers.extensions import Extensions
from scanner.enrich.enricher import Enricher

ENRICHERS: Final = Extensions[Enricher](
    {
        "archive": "scanner.enrich.archive:ARCHIVE",
        "editable": "scanner.enrich.editable:EDITABLE",
        "environment": "scanner.enrich.environment:ENVIRONMENT",
        "ownership": "scanner.enrich.ownership:OWNERSHIP",
        "conda-left-over": "scanner.enrich.conda_left_over:CONDA_LEFT_OVER",
        "conda-identity": "scanner.enrich.conda_identity:CONDA_IDENTITY",
        "record": "scanner.enrich.record:RECORDS",
        "locked": "scanner.enrich.locked:LOCKED",
        "twin": "scanner.enrich.twin:TWIN",
        "shadow": "scanner.enrich.shadow:SHADOW",
        "bundled": "scanner.enrich.bundled:BUNDLED",
        "verify": "scanner.enrich.verify:VERIFICATION",
        "version": "scanner.enrich.version:VERSION",
        "dependency": "scanner.enrich.dependency:DEPENDENCY",
        "precedence": "scanner.enrich.precedence:PRECEDENCE",
    }
)
