"""The field by which an SBOM is known, and what has to stand in it.

Its name alone is not enough: what ``"bomFormat": null`` is said of need not be CycloneDX.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scanner.metadata.listed_component import Fields

CYCLONEDX: Final = "bomFormat"
SPDX_2: Final = "spdxVersion"
SPDX_3: Final = "@graph"
SYFT: Final = "artifactRelationships"
_SPDX_2_VERSION: Final = re.compile(r"SPDX-2\.[0-3]")
_KNOWN: Final[Mapping[str, Callable[[object], bool]]] = {
    CYCLONEDX: lambda value: isinstance(value, str) and value.lower() == "cyclonedx",
    SPDX_2: lambda value: isinstance(value, str) and _SPDX_2_VERSION.fullmatch(value) is not None,
    SPDX_3: lambda value: isinstance(value, list),
    SYFT: lambda value: isinstance(value, list),
}
_MAX_SHOWN: Final = 80


def header_of(document: Fields) -> str:
    """Return the field that tells of which format a document is.

    Raises:
        ValueError: if it has none, or nothing that is known stands in it.

    """
    fields = [key for key in _KNOWN if key in document]
    for key in fields:
        if _KNOWN[key](document[key]):
            return key
    for key in fields:
        value = document[key]
        said = value if isinstance(value, str) else json.dumps(value)
        raise ValueError(f"unknown {key}: {said[:_MAX_SHOWN]}")
    raise ValueError("neither CycloneDX nor SPDX, nor Syft's JSON")
