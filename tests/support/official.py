"""What official schemas have against documents (testdata/schemas/README.md says whose they are)."""

from __future__ import annotations

import csv
import json
import re
from functools import cache
from io import StringIO
from pathlib import Path

import jsonschema_rs
from lxml import etree

SCHEMAS = Path(__file__).parents[2] / "testdata" / "schemas"
_TEXT = {"type": "string", "minLength": 1}
_TOOL = {
    "type": "object",
    "required": ["id", "name", "version", "vendor"],
    "properties": {"id": _TEXT, "name": _TEXT, "version": _TEXT},
}
_DATE = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$"}
_DEPENDENCY = {
    "type": "object",
    "required": ["package", "version"],
    "properties": {
        "package": {
            "type": "object",
            "required": ["name"],
            "properties": {"name": {"type": "string"}},
        },
        "version": {"type": "string"},
    },
}
_LOCATIONS = {
    "container_scanning": {
        "required": ["dependency", "operating_system", "image"],
        "properties": {"dependency": _DEPENDENCY, "operating_system": _TEXT, "image": _TEXT},
    },
    "dependency_scanning": {
        "required": ["file", "dependency"],
        "properties": {"dependency": _DEPENDENCY, "file": _TEXT},
    },
}
_VULNERABILITY = {
    "type": "object",
    "required": ["id", "identifiers", "location"],
    "properties": {
        "id": _TEXT,
        "name": {"type": "string", "maxLength": 255},
        "description": {"type": "string", "maxLength": 1 << 20},
        "solution": {"type": "string", "maxLength": 7000},
        "severity": {"enum": ["Info", "Unknown", "Low", "Medium", "High", "Critical"]},
        "identifiers": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["type", "name", "value"],
                "properties": {
                    "type": _TEXT,
                    "name": _TEXT,
                    "value": _TEXT,
                    "url": {"type": "string", "pattern": "^https?://.+"},
                },
            },
        },
        "links": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["url"],
                "properties": {"url": {"type": "string", "pattern": "^https?://.+"}},
            },
        },
    },
}
_GITLAB = {
    "type": "object",
    "required": ["scan", "version", "vulnerabilities"],
    "properties": {
        "version": {"type": "string", "pattern": r"^15\.[0-9]+\.[0-9]+$"},
        "scan": {
            "type": "object",
            "required": ["analyzer", "end_time", "scanner", "start_time", "status", "type"],
            "properties": {
                "analyzer": _TOOL,
                "scanner": _TOOL,
                "start_time": _DATE,
                "end_time": _DATE,
                "status": {"enum": ["success", "failure"]},
                "type": {"enum": [*_LOCATIONS]},
                "messages": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["level", "value"],
                        "properties": {
                            "level": {"enum": ["info", "warn", "fatal"]},
                            "value": _TEXT,
                        },
                    },
                },
            },
        },
        "vulnerabilities": {"type": "array", "items": _VULNERABILITY},
    },
}
_COMMAND = re.compile(r"::(?:error|warning|notice) (?:[a-z]+=[^,:\r\n]*,?)+::[^\r\n]*\n")


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


def _faults(validator, document):
    found = validator.iter_errors(document)
    return [f"{fault.instance_path}: {fault.message:.200}" for fault in found]


def sarif_errors(text):
    """Return what the schema of SARIF 2.1.0 has against a document."""
    document = json.loads(text)
    (run,) = document["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    lost = [each for each in run["results"] if rules[each["ruleIndex"]] != each["ruleId"]]
    return _faults(_sarif(), document) + lost


def junit_errors(text):
    """Return what the schema of Jenkins' xUnit plugin has against a document."""
    schema = _junit()
    schema.validate(etree.fromstring(text.encode()))
    return [fault.message for fault in schema.error_log]


def gitlab_errors(text):
    """Return what GitLab's schemas of security reports ask for, and a document has not."""
    document = json.loads(text)
    kind = document["scan"]["type"]
    faults = _faults(jsonschema_rs.validator_for(_GITLAB), document)
    for each in document["vulnerabilities"]:
        faults += _faults(jsonschema_rs.validator_for(_LOCATIONS[kind]), each["location"])
    is_complete = kind == "container_scanning" or "dependency_files" in document
    return faults if is_complete else [*faults, "no dependency_files"]


def github_errors(text):
    """Return the lines that are no workflow commands."""
    return [line for line in text.splitlines(keepends=True) if not _COMMAND.fullmatch(line)]


def csv_errors(text):
    """Return the rows that are not as long as the heading, and cells that would be computed."""
    head, *rows = csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""))
    acting = [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    return [row for row in rows if len(row) != len(head)] + acting


def markdown_errors(text):
    """Return the lines in which a blank or a tag is not ours, or a fold has no end."""
    tags = re.findall(r"<(?!/?(?:details|summary)>|(?:https?|git|ssh|ftp)://)", text)
    folds = text.count("<details>") - text.count("</details>")
    return tags + ["a fold has no end"] * bool(folds)


_SCALARS = {
    "type": "object",
    "maxProperties": 8,
    "additionalProperties": {"type": ["null", "string", "number", "boolean"]},
}
_RESOLVED = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "package_url": {"type": "string", "pattern": "^pkg"},
        "metadata": _SCALARS,
        "relationship": {"enum": ["direct", "indirect"]},
        "scope": {"enum": ["runtime", "development"]},
        "dependencies": {"type": "array", "items": {"type": "string"}},
    },
}
_MANIFEST = {
    "type": "object",
    "additionalProperties": False,
    "required": ["name"],
    "properties": {
        "name": {"type": "string"},
        "file": {
            "type": "object",
            "additionalProperties": False,
            "properties": {"source_location": {"type": "string"}},
        },
        "metadata": _SCALARS,
        "resolved": {"type": "object", "additionalProperties": _RESOLVED},
    },
}
_SNAPSHOT = {
    "type": "object",
    "additionalProperties": False,
    "required": ["version", "job", "sha", "ref", "detector", "scanned"],
    "properties": {
        "version": {"type": "integer"},
        "job": {
            "type": "object",
            "additionalProperties": False,
            "required": ["id", "correlator"],
            "properties": {"id": _TEXT, "correlator": _TEXT, "html_url": _TEXT},
        },
        "sha": {"type": "string", "minLength": 40, "maxLength": 40},
        "ref": {"type": "string", "pattern": "^refs/"},
        "detector": {
            "type": "object",
            "additionalProperties": False,
            "required": ["name", "url", "version"],
            "properties": {"name": _TEXT, "url": _TEXT, "version": _TEXT},
        },
        "metadata": _SCALARS,
        "manifests": {"type": "object", "additionalProperties": _MANIFEST},
        "scanned": {"type": "string", "format": "date-time"},
    },
}
"""GitHub's description of the REST API, "Create a snapshot of dependencies for a repository"."""


def github_snapshot_errors(text: str) -> list[str]:
    """Return what GitHub would have against a snapshot."""
    validator = jsonschema_rs.validator_for(_SNAPSHOT, validate_formats=True)
    return [error.message for error in validator.iter_errors(json.loads(text))]


ERRORS = {
    "csv": csv_errors,
    "github": github_errors,
    "gitlab": gitlab_errors,
    "junit": junit_errors,
    "markdown": markdown_errors,
    "sarif": sarif_errors,
}
"""What finds the errors of documents, by the formats of findings."""
