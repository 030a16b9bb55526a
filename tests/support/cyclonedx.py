"""The referee of CycloneDX documents."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from scanner.formats.cyclonedx_json import CYCLONEDX_JSON

if TYPE_CHECKING:
    from scanner.model.report import Report


@cache
def validator() -> JsonStrictValidator:
    """Return the validator, which takes a while to be made."""
    return JsonStrictValidator(SchemaVersion.V1_6)


def error_in(text: str) -> str | None:
    """Return what the reference library has against a document; None for a valid one."""
    error = validator().validate_str(text)
    return None if error is None else f"{error.data.json_path}: {error.data.message:.500}"


def emitted(report: Report) -> str:
    """Return the document as a text."""
    return "".join(CYCLONEDX_JSON.emit(report))


def document_of(report: Report) -> dict[str, Any]:
    """Return the document, of which the reference library has nothing to complain."""
    text = emitted(report)
    assert error_in(text) is None
    document: dict[str, Any] = json.loads(text)
    return document


def properties(owner: dict[str, Any]) -> dict[str, str]:
    """Return our own properties, by their names."""
    return {item["name"].removeprefix("lading:"): item["value"] for item in owner["properties"]}


def refs(document: dict[str, Any]) -> list[str]:
    """Return the references of everything that has one."""
    owners = (
        document["metadata"]["component"],
        *document["components"],
        *document.get("vulnerabilities", ()),
    )
    return [owner["bom-ref"] for owner in owners]


def left_out(document: dict[str, Any]) -> dict[str, int]:
    """Return how many components a document says to leave out, by their state."""
    return {
        name.removeprefix("left-out:"): int(value)
        for name, value in properties(document["metadata"]).items()
        if name.startswith("left-out:")
    }
