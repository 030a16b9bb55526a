"""The referees of CycloneDX documents: the official schemas, and the reference library."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cyclonedx.schema
import jsonschema_rs
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from lxml import etree

from scanner.formats import EMITTERS
from scanner.formats.cyclonedx import CYCLONEDX_JSON
from tests.support.documents import parsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.formats.emitter import Emitter
    from scanner.model.report import Report

VERSIONS = ("1.4", "1.5", "1.6", "1.7")
FORMS = sorted(name for name in EMITTERS if name.startswith("cyclonedx"))
SCHEMAS = Path(cyclonedx.schema.__file__).with_name("_res")
NAMESPACE = "http://cyclonedx.org/schema/bom/"


@cache
def validator() -> JsonStrictValidator:
    """Return the reference library's validator, which takes a while to be made."""
    return JsonStrictValidator(SchemaVersion.V1_6)


def error_in(text: str) -> str | None:
    """Return what the reference library has against a document; None for a valid one."""
    error = validator().validate_str(text)
    return None if error is None else f"{error.data.json_path}: {error.data.message:.500}"


@cache
def schema(version: str) -> jsonschema_rs.Draft7Validator:
    """Return the official schema of JSON documents, which has everything checked, formats too."""
    text = (SCHEMAS / f"bom-{version}.SNAPSHOT.schema.json").read_text("utf-8")
    registry = jsonschema_rs.Registry(
        [
            (f"http://cyclonedx.org/schema/{path.name}", json.loads(path.read_text("utf-8")))
            for path in SCHEMAS.glob("*.SNAPSHOT.schema.json")
        ]
    )
    return jsonschema_rs.Draft7Validator(json.loads(text), registry=registry, validate_formats=True)


@cache
def xml_schema(version: str) -> etree.XMLSchema:
    """Return the official schema of XML documents."""
    parser = etree.XMLParser(no_network=True)
    return etree.XMLSchema(etree.parse(SCHEMAS / f"bom-{version}.SNAPSHOT.xsd", parser))


def complaint(emitter: Emitter, text: str) -> str | None:
    """Return what the official schema has against a document; None for a valid one."""
    version = emitter.media_type.rpartition("=")[2]
    if "xml" in emitter.media_type:
        official = xml_schema(version)
        is_valid = official.validate(parsed(emitter.name, text.encode()))
        return None if is_valid else str(official.error_log)[:500]
    errors = schema(version).iter_errors(json.loads(text))
    return next((f"{error.instance_path}: {error.message:.500}" for error in errors), None)


def complaints(report: Report) -> dict[str, str]:
    """Return what is wrong with a report in any of the forms; nothing, if all are valid."""
    found = {name: complaint(EMITTERS[name], emitted(report, name)) for name in FORMS}
    return {name: error for name, error in found.items() if error}


def emitted(report: Report, name: str = CYCLONEDX_JSON.name) -> str:
    """Return a document as a text."""
    return "".join(EMITTERS[name].emit(report))


def document_of(report: Report, version: str = "1.6") -> dict[str, Any]:
    """Return the document, of which the official schema has nothing to complain."""
    name = CYCLONEDX_JSON.name if version == "1.6" else f"cyclonedx-{version}-json"
    text = emitted(report, name)
    assert complaint(EMITTERS[name], text) is None
    document: dict[str, Any] = json.loads(text)
    return document


def xml_of(report: Report, version: str = "1.6") -> etree._Element:
    """Return the root of the document as XML, which is valid."""
    name = "cyclonedx-xml" if version == "1.6" else f"cyclonedx-{version}-xml"
    text = emitted(report, name)
    assert complaint(EMITTERS[name], text) is None
    root: etree._Element = parsed(name, text.encode())
    return root


def components(owner: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every component of a document, and what is inside of each behind it."""
    for component in owner.get("components", ()):
        yield component
        yield from components(component)


def properties(owner: dict[str, Any]) -> dict[str, str]:
    """Return our own properties, by their names."""
    return {item["name"].removeprefix("lading:"): item["value"] for item in owner["properties"]}


def refs(document: dict[str, Any]) -> list[str]:
    """Return the references of everything that has one."""
    owners = (
        document["metadata"]["component"],
        *components(document),
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
