"""CycloneDX as JSON (ECMA-424): a line for each component, so that documents can be compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.formats.json_text import json_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.formats.cyclonedx.data import Data

SCHEMA: Final = "http://cyclonedx.org/schema/bom-{}.schema.json"


def json_of(document: Data) -> Iterator[str]:
    """Return a document line by line."""
    return json_lines({"$schema": SCHEMA.format(document["specVersion"]), **document})
