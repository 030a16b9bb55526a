"""What a document in OpenVEX 0.2.0 has to be like, as its specification and its schema have it."""

from __future__ import annotations

from typing import Any

import jsonschema

from scanner.model.decision import JUSTIFICATIONS

TEXT = {"type": "string", "minLength": 1}
TIME = {"type": "string", "format": "date-time", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"}
IRI = {"type": "string", "pattern": r"^[A-Za-z][A-Za-z0-9+.-]*:\S+$"}


def _object(required: list[str], **properties: object) -> dict[str, Any]:
    return {
        "type": "object",
        "required": required,
        "properties": properties,
        "additionalProperties": False,
    }


def _listed(items: object, least: int = 0) -> dict[str, object]:
    return {"type": "array", "uniqueItems": True, "minItems": least, "items": items}


_COMPONENT = {
    "@id": IRI,
    "identifiers": _object([], purl={"type": "string", "pattern": "^pkg:"}),
    "hashes": _object([], **{"sha-256": {"type": "string", "pattern": "^[0-9a-f]{64}$"}}),
}
_PART = _object([], **_COMPONENT)
_STATEMENT = _object(
    ["vulnerability", "status", "products"],
    vulnerability=_object(["name"], name=TEXT, aliases=_listed(TEXT)),
    products=_listed(
        _object([], **_COMPONENT, subcomponents=_listed(_object([], **_COMPONENT))), 1
    ),
    status={"enum": ["not_affected", "affected", "fixed", "under_investigation"]},
    status_notes=TEXT,
    justification={"enum": list(JUSTIFICATIONS)},
    impact_statement=TEXT,
    action_statement=TEXT,
)
_WHY = {
    "if": {"properties": {"status": {"const": "not_affected"}}},
    "then": {"oneOf": [{"required": ["justification"]}, {"required": ["impact_statement"]}]},
}
_HOW = {
    "if": {"properties": {"status": {"const": "affected"}}},
    "then": {"required": ["action_statement"]},
}
SCHEMA = _object(
    ["@context", "@id", "author", "timestamp", "version", "statements"],
    **{"@context": {"const": "https://openvex.dev/ns/v0.2.0"}, "@id": IRI},
    author=TEXT,
    role=TEXT,
    timestamp=TIME,
    version={"type": "integer", "minimum": 1},
    tooling=TEXT,
    statements=_listed(_STATEMENT | {"allOf": [_WHY, _HOW]}),
)


def openvex_error(document: object) -> str | None:
    """Return what is wrong with a document; None for a valid one."""
    errors = jsonschema.Draft202012Validator(SCHEMA).iter_errors(document)
    return next((f"{error.json_path}: {error.message:.300}" for error in errors), None)
