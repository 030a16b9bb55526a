"""What a document says of itself, beside the inventory that it is of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from scanner.model.imprint import NO_IMPRINT, Imprint

CYCLONEDX: Final = "CycloneDX"
SPDX: Final = "SPDX"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFacts:
    """A software bill of materials, as far as rules speak of the document and not of its lines."""

    format: str | None = None
    """:data:`CYCLONEDX`, :data:`SPDX` or whatever else it says it is."""
    version: tuple[int, ...] = ()
    """Of the format: ``(1, 6)``."""
    encoding: str | None = None
    """``json``, ``xml`` or ``tag-value``."""
    name: str | None = None
    namespace: str | None = None
    """What tells it from all others: a serial number, the namespace of its identifiers."""
    created: str | None = None
    """When, as it stands there."""
    tools: tuple[tuple[str, str | None], ...] = ()
    """By what it was made, each with its version."""
    lifecycle: str | None = None
    """At which point of its subject's life: ``post-build``, ``analyzed`` …"""
    data_license: str | None = None
    """Under which it is given away itself."""
    imprint: Imprint = NO_IMPRINT
    is_signed: bool = False
    is_valid: bool | None = None
    """Whether it is valid by its schema; None if nobody has looked."""
    has_vulnerabilities: bool = False
    states: frozenset[str] = frozenset()
    """What it says of each component beyond its inventory, by the names of the data: ``purpose``,
    ``completeness`` (of its dependencies), ``file-properties``."""
    admits: frozenset[str] = frozenset()
    """The names of the data of which it says where they are not known, and is not just silent."""
