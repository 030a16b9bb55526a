"""CycloneDX as JSON (ECMA-424): a line for each component, so that documents can be compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.formats.json_text import json_lines_text

if TYPE_CHECKING:
    from scanner.formats.cyclonedx.data import Data

SCHEMA: Final = "http://cyclonedx.org/schema/bom-{}.schema.json"


def json_of(document: Data) -> str:
    """Return a document as a text."""
    return json_lines_text({"$schema": SCHEMA.format(document["specVersion"]), **document})
