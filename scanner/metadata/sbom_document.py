"""What an SBOM lists, whoever wrote it and in whichever format.

Each format is brought to the shape that its standard has in JSON, and read there: CycloneDX,
SPDX 2 and Syft's own. Nothing that is odd keeps the rest from being read.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from scanner.metadata.cyclonedx_document import parse_cyclonedx
from scanner.metadata.cyclonedx_xml import parse_xml
from scanner.metadata.listed_component import MAX_COMPONENTS, SbomDocument
from scanner.metadata.sbom_header import CYCLONEDX, SPDX_2, SPDX_3, SYFT, header_of
from scanner.metadata.spdx_3_document import as_spdx_2
from scanner.metadata.spdx_document import parse_spdx
from scanner.metadata.spdx_tag_value import parse_tag_value
from scanner.metadata.syft_document import parse_syft

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scanner.metadata.listed_component import Fields

MAX_BYTES: Final = 16 << 20
"""The largest one known in a distribution has a tenth."""
FORMATS: Final[Mapping[str, Callable[[Fields, int], SbomDocument]]] = {
    CYCLONEDX: parse_cyclonedx,
    SPDX_2: parse_spdx,
    SPDX_3: lambda document, most: parse_spdx(as_spdx_2(document, most), most, "spdx-3"),
    SYFT: parse_syft,
}
"""By the field that tells the format."""
XML: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<|(?:\xfe\xff|\xff\xfe)")
TAG_VALUE: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:#[^\n]*\n\s*)*SPDXVersion[ \t]*:")


def parse_sbom(
    data: bytes, max_bytes: int = MAX_BYTES, max_components: int = MAX_COMPONENTS
) -> SbomDocument:
    """Read a document, as far as it can be read."""
    if len(data) > max_bytes:
        return _unread(f"{len(data):,} bytes are too many")
    try:
        document = value_in(data)
        header = header_of(document)
    except (ValueError, RecursionError) as error:
        return _unread(str(error))
    return FORMATS[header](document, max_components)


def encoding_of(data: bytes) -> str:
    """Return ``tag-value``, ``xml`` or ``json``, by how a document begins."""
    if TAG_VALUE.match(data):
        return "tag-value"
    return "xml" if XML.match(data) else "json"


def value_in(data: bytes) -> Fields:
    """Return a document in the shape that it has as JSON.

    Raises:
        ValueError, RecursionError: if it is in none of these forms.

    """
    if TAG_VALUE.match(data):
        return parse_tag_value(data)
    if XML.match(data):
        return parse_xml(data)
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"not JSON: {error}") from error
    return document if isinstance(document, dict) else {}


def _unread(reason: str) -> SbomDocument:
    return SbomDocument(oddities=(f"not read: {reason}",), is_complete=False)
