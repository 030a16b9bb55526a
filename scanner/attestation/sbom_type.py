"""Which kind of SBOM a document is, told by its first words, and what registries call it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

CYCLONEDX: Final = "https://cyclonedx.org/bom"
SPDX: Final = "https://spdx.dev/Document"
PREDICATES: Final = frozenset((CYCLONEDX, SPDX))
"""What in-toto calls a statement whose content is an SBOM, and so does cosign."""
HEAD_BYTES: Final = 64 << 10
"""How much of a document has to show what it is."""


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A standard in one of its forms."""

    name: str
    """As formats are called on the command line, without a version."""
    media_type: str
    predicate_type: str

    @property
    def is_json(self) -> bool:
        """Whether a statement can have it as it is; any other is a text in there."""
        return self.media_type.endswith("json")


_SIGNS: Final = (
    (rb'"bomFormat"\s*:\s*"CycloneDX"', "cyclonedx-json"),
    (rb'"spdxVersion"\s*:\s*"SPDX-', "spdx-json"),
    (rb'"https://spdx\.org/rdf/3\.', "spdx-3-json"),
    (rb'xmlns(?::\w+)?\s*=\s*["\']http://cyclonedx\.org/schema/bom/', "cyclonedx-xml"),
    (rb"(?:\A|\n)SPDXVersion:\s*SPDX-", "spdx-tag-value"),
)
_PATTERNS: Final = tuple((re.compile(sign), name) for sign, name in _SIGNS)
SBOM_TYPES: Final = {
    each.name: each
    for each in (
        DocumentType("cyclonedx-json", "application/vnd.cyclonedx+json", CYCLONEDX),
        DocumentType("cyclonedx-xml", "application/vnd.cyclonedx+xml", CYCLONEDX),
        DocumentType("spdx-json", "application/spdx+json", SPDX),
        DocumentType("spdx-3-json", "application/spdx+json", SPDX),
        DocumentType("spdx-tag-value", "text/spdx", SPDX),
    )
}
SCAN_RECORD: Final = DocumentType(
    "cosign-vuln", "application/json", "https://cosign.sigstore.dev/attestation/vuln/v1"
)
"""What a scan found, as cosign has it; no SBOM, and never taken for one."""
MEDIA_TYPES: Final = frozenset(each.media_type for each in SBOM_TYPES.values())


def sbom_type_of(document: bytes) -> DocumentType | None:
    """Return which kind a document is, or nothing if it is no SBOM."""
    head, tail = document[:HEAD_BYTES], document[-HEAD_BYTES:]
    for pattern, name in _PATTERNS:
        # Keys have no order: many tools sort them, and then these stand behind the components.
        if pattern.search(head) or (name.endswith("json") and pattern.search(tail)):
            return SBOM_TYPES[name]
    return None
