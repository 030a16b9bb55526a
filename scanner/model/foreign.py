"""What a document says that this model has no words for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """Fields of an SBOM as they stand there, to be written again where they are understood."""

    standard: str
    """Whose words they are: ``cyclonedx``, ``spdx``, ``spdx-3`` or ``syft``."""
    fields: str
    """An object of JSON, in the shortest form."""
