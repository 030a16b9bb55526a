"""What an SBOM lists, whoever wrote it and in whichever format.

Only what serves to tell what is inside of a distribution is read: the components, however deep they
are nested, and not how they depend on each other.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from scanner.metadata.cyclonedx_document import parse_cyclonedx
from scanner.metadata.listed_component import SbomDocument
from scanner.metadata.spdx_document import parse_spdx

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MAX_BYTES: Final = 16 << 20
"""The largest one known has a tenth."""
FORMATS: Final[Mapping[str, Callable[[dict[str, object]], SbomDocument]]] = {
    "bomFormat": parse_cyclonedx,
    "spdxVersion": parse_spdx,
}
"""By a key that only documents of that format have."""


def parse_sbom(data: bytes) -> SbomDocument:
    """Read a document, as far as it can be read."""
    if len(data) > MAX_BYTES:
        return SbomDocument(oddities=(f"not read: {len(data):,} bytes are too many",))
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        return SbomDocument(oddities=(f"not read: not JSON: {error}",))
    if isinstance(document, dict):
        for key, parse in FORMATS.items():
            if key in document:
                return parse(document)
    return SbomDocument(oddities=("not read: neither CycloneDX nor SPDX 2",))
