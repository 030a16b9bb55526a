"""The referees of SPDX documents: the official schemas and readers of others."""

from __future__ import annotations

import json
from contextlib import redirect_stdout
from functools import cache
from importlib.resources import files
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

import jsonschema_rs
from ntia_conformance_checker import NTIAChecker
from ply.yacc import NullLogger
from spdx_python_model.bindings import v3_0_1
from spdx_tools.spdx.parser.jsonlikedict.json_like_dict_parser import JsonLikeDictParser
from spdx_tools.spdx.parser.tagvalue.parser import Parser
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document

from scanner.formats import EMITTERS

if TYPE_CHECKING:
    from pathlib import Path

    from scanner.model.report import Report

FORMATS = ("spdx-3-json", "spdx-json", "spdx-tag-value")


def emitted(name: str, report: Report) -> str:
    """Return a document as a text."""
    return "".join(EMITTERS[name].emit(report))


def errors_in(name: str, text: str) -> list[str]:
    """Return all that schemas and the readers of others have against a document."""
    text.encode()
    if name == "spdx-tag-value":
        # Its tables are made each time, and not written beside the library.
        parser = Parser(debug=False, write_tables=False, errorlog=NullLogger())
        return _messages(parser.parse(text))
    document = json.loads(text)
    found = [f"{error.instance_path}: {error.message:.300}" for error in _errors(name, document)]
    if found:
        return found
    if name == "spdx-json":
        return _messages(JsonLikeDictParser().parse(document))
    objects_of(text)
    return []


def objects_of(text: str) -> v3_0_1.SHACLObjectSet:
    """Return the objects of an SPDX 3 document, all references among them resolved."""
    objects = v3_0_1.SHACLObjectSet()
    v3_0_1.JSONLDDeserializer().read(BytesIO(text.encode()), objects)
    # Named individuals of the model, and licences of the list, are in no document.
    missing = {each for each in objects.link() if "/spdxdocs/" in each}
    assert missing == set()
    return objects


def document_of(name: str, report: Report) -> dict[str, Any]:
    """Return a document in JSON, against which nobody has anything."""
    text = emitted(name, report)
    assert errors_in(name, text) == []
    document: dict[str, Any] = json.loads(text)
    return document


def packages_of(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the packages of an SPDX 2.3 document, by their names."""
    return {package["name"]: package for package in document["packages"]}


def facts_of(package: dict[str, Any]) -> dict[str, Any]:
    """Return what is in the first annotation of an element of SPDX 2.3."""
    facts: dict[str, Any] = json.loads(package["annotations"][0]["comment"])
    return facts


def elements_of(document: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """Return the elements of an SPDX 3 document that are of a type."""
    return [each for each in document["@graph"] if each["type"] == kind]


def gaps(path: Path, specification: str) -> tuple[NTIAChecker, dict[str, set[str]]]:
    """Return what ``sbomcheck`` says, and the names of packages that lack something for NTIA."""
    with redirect_stdout(StringIO()):
        checker = NTIAChecker(str(path), sbom_spec=specification)
    missing = {
        "version": {name for name, _ in checker.components_without_versions},
        "supplier": {name for name, _ in checker.components_without_suppliers},
    }
    return checker, missing


def _messages(document: Any) -> list[str]:  # noqa: ANN401 - of a library without types
    return [each.validation_message for each in validate_full_spdx_document(document)]


def _errors(name: str, document: dict[str, Any]) -> list[jsonschema_rs.ValidationError]:
    return [*_schema({"spdx-json": "2.3", "spdx-3-json": "3.0"}[name]).iter_errors(document)]


@cache
def _schema(version: str) -> Any:  # noqa: ANN401 - one of several classes
    text = (files("lib4sbom") / "schemas" / "spdx" / f"{version}-schema.json").read_text("utf-8")
    return jsonschema_rs.validator_for(json.loads(text), validate_formats=True)
