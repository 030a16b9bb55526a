"""The JSON Schema of our own JSON, from the annotations and the docstrings of the model.

``make schema`` writes it to ``report.schema.json``, which is what is published.
"""

from __future__ import annotations

import ast
import inspect
import json
from dataclasses import fields
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from scanner.formats.inventory_json import ENUMERATIONS as FOUND_ENUMERATIONS
from scanner.formats.inventory_json import FORMAT
from scanner.formats.inventory_json import RECORDS as FOUND
from scanner.formats.inventory_json import SPELLINGS as FOUND_SPELLINGS
from scanner.formats.record_json import BY_RULE
from scanner.formats.report_json import ENUMERATIONS, RECORDS, SPELLINGS
from scanner.model.advisory import Level
from scanner.model.change import Change
from scanner.model.component import Component
from scanner.model.environment import Environment
from scanner.model.finding import Finding
from scanner.model.interpreter import Interpreter
from scanner.model.inventory import Inventory
from scanner.model.operating_system import OperatingSystem
from scanner.model.report import Report
from scanner.model.system_package import SystemPackage

if TYPE_CHECKING:
    from collections.abc import Mapping

PLACE: Final = Path(__file__).with_name("report.schema.json")
IDENTIFIER: Final = "urn:lading:report:1"
Schema: TypeAlias = dict[str, Any]


def schema() -> Schema:
    """Return the schema of a report."""
    kinds = (each for each in (*FOUND, *RECORDS, Finding) if each is not Inventory)
    definitions = {kind.__name__: _record(kind) for kind in kinds} | {
        kind.__name__: {"enum": [member.value for member in kind]}
        for kind in (*FOUND_ENUMERATIONS, *ENUMERATIONS)
    }
    # Only of those that are in the graph; a conda package is there with its distribution.
    definitions["Directness"]["properties"]["path"] = _WAY
    definitions["Level"] = {"enum": [level.name.lower() for level in Level]}
    found, report = _record(Inventory)["properties"], _record(Report)["properties"]
    always = {
        "format": {"const": FORMAT},
        "tool": _object({"name": {"const": "lading"}, "version": _TEXT}),
        **found,
        "cycles": _list(_TEXTS),
        **{name: report.pop(name) for name in ("created", "imprint")},
    }
    del report["inventory"]
    source = {"digest": report.pop("advisories_digest"), "sources": report.pop("sources")}
    judged = {"advisories": _object(source), **report}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": IDENTIFIER,
        "title": "Report of Lading",
        **_object(always),
        # What was not matched has no findings, rather than none.
        "dependentRequired": {key: list(judged) for key in judged},
        "properties": always | judged,
        "$defs": dict(sorted(definitions.items())),
    }


def _record(kind: type) -> Schema:
    """Return the schema of a class: its fields, and what follows from them."""
    spelling = {**FOUND_SPELLINGS, **SPELLINGS}.get(kind, BY_RULE)
    said = _docstrings(kind)
    properties: Schema = {}
    for each in (each for each in fields(kind) if each.compare):
        of_type = _type(spelling.annotation(each))
        is_optional = str(each.type).endswith(" | None")
        described = {"description": said[each.name]} if each.name in said else {}
        properties[spelling.key(each.name)] = described | (
            _or_null(of_type) if is_optional else of_type
        )
    following = _FOLLOWING.get(kind, {})
    return {"description": said[""], **_object(properties | following)}


def _docstrings(kind: type) -> Mapping[str, str]:
    """Return what is said of a class, and below each of its fields."""
    (definition,) = ast.parse(inspect.getsource(kind)).body
    assert isinstance(definition, ast.ClassDef)
    found = {"": ast.get_docstring(definition) or ""}
    for field, text in pairwise(definition.body):
        match field, text:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(said))),
            ):
                found[name] = said
            case _:
                continue
    return {name: " ".join(text.replace("``", "`").split()) for name, text in found.items()}


def _type(annotation: str) -> Schema:
    kind, _, element = annotation.removesuffix("]").partition("[")
    if kind in ("tuple", "frozenset"):
        return _list(_type(element.removesuffix(", ...")))
    if kind == "Mapping":
        return {"type": "object", "additionalProperties": _type(element.removeprefix("str, "))}
    return _SIMPLE.get(annotation) or {"$ref": f"#/$defs/{annotation}"}


def _or_null(of_type: Schema) -> Schema:
    if set(of_type) == {"type"}:
        return {"type": [of_type["type"], "null"]}
    return {"anyOf": [of_type, {"type": "null"}]}


def _object(properties: Schema) -> Schema:
    return {"type": "object", "required": list(properties), "properties": properties}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


_TEXT: Final[Schema] = {"type": "string"}
_FLAG: Final[Schema] = {"type": "boolean"}
_NUMBER: Final[Schema] = {"type": "integer"}
_SHORT: Final = {"description": "Its type, name and version.", **_or_null(_TEXT)}
_TEXTS: Final = _list(_TEXT)
_CONTENT: Final = {"anyOf": [_object({"text": _TEXT}), _object({"base64": _TEXT})]}
_SIMPLE: Final[Mapping[str, Schema]] = {
    **dict.fromkeys(("str", "path", "place", "NormalizedName", "Version"), _TEXT),
    "bool": _FLAG,
    "int": _NUMBER,
    "float": {"type": "number"},
    "bytes": _CONTENT,
}
_WAY: Final = {
    "description": "By which distributions it is there; null if these are too many.",
    "anyOf": [_TEXTS, {"type": "null"}],
}
_CONTACTS: Final = {"contacts": _list(_type("Contact"))}
_COMPONENT: Final = {"description": "Which of `components` it is of, counted from 0."}
_FOLLOWING: Final[Mapping[type, Schema]] = {
    Change: {"counted": _FLAG, "created_by": _or_null(_TEXT)},
    Component: {"owner": _SHORT, "supplier": _or_null(_type("Supplier")), **_CONTACTS},
    Environment: {"implementation": _or_null(_TEXT), "python_version": _or_null(_TEXT)},
    Finding: {
        "component": _COMPONENT | _or_null(_NUMBER),
        "id": _TEXT,
        "aliases": _TEXTS,
        "severity": _type("Severity"),
        "fingerprint": _TEXT,
        "counted": _FLAG,
        "left_to": _SHORT,
        "purl": _TEXT,
        "path": _TEXT,
        "layer": _or_null(_NUMBER),
    },
    Interpreter: {"end_of_life": _or_null(_TEXT), "owner": _SHORT},
    OperatingSystem: {"end_of_life": _or_null(_TEXT)},
    SystemPackage: _CONTACTS,
}
"""What the document has beside the fields of a class."""


if __name__ == "__main__":
    PLACE.write_text(json.dumps(schema(), indent=2) + "\n", "utf-8")
