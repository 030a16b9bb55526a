"""The official schemas of formats of findings (testdata/schemas/README.md says whose they are)."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import jsonschema_rs
from lxml import etree

SCHEMAS = Path(__file__).parents[2] / "testdata" / "schemas"


@cache
def _sarif():
    schema = json.loads((SCHEMAS / "sarif-2.1.0.json").read_bytes())
    for kind in ("run", "toolComponent"):
        # No regular expression of ECMA-262, for a bracket in it that nothing opens.
        del schema["definitions"][kind]["properties"]["language"]["pattern"]
    return jsonschema_rs.validator_for(schema, validate_formats=True)


@cache
def _junit():
    return etree.XMLSchema(etree.parse(SCHEMAS / "junit-10.xsd"))


def sarif_errors(text):
    """Return what the schema of SARIF 2.1.0 has against a document."""
    found = _sarif().iter_errors(json.loads(text))
    return [f"{fault.instance_path}: {fault.message:.200}" for fault in found]


def junit_errors(text):
    """Return what the schema of Jenkins' xUnit plugin has against a document."""
    schema = _junit()
    schema.validate(etree.fromstring(text.encode()))
    return [fault.message for fault in schema.error_log]
