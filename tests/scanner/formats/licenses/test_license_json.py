"""The licence report as JSON, and what is read of it again."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files

import jsonschema
import pytest

from scanner.errors import UnreadableDocument
from scanner.formats.licenses.license_json import emit, read
from scanner.licenses.comparison import licensed_of
from scanner.model.inventory import Coverage
from tests.support.license_reports import LIBRARY, awkward, license_report_of

SCHEMA = json.loads(files("scanner.formats.licenses").joinpath("licenses.schema.json").read_bytes())


def document_of(report):
    """Return the document, parsed."""
    return json.loads(b"".join(emit(report)))


@pytest.mark.parametrize(
    "report", [LIBRARY, awkward(), license_report_of()], ids=["library", "awkward", "empty"]
)
def test_it_is_as_its_schema_says(report):
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    validator = jsonschema.Draft202012Validator(SCHEMA)

    assert [] == list(validator.iter_errors(document_of(report)))


def test_the_schema_knows_every_key():
    """
    Additional keys are allowed to come, but not without a word in the schema.
    """
    (component, *_) = document_of(LIBRARY)["components"]

    assert SCHEMA["properties"].keys() == document_of(LIBRARY).keys()
    assert SCHEMA["$defs"]["component"]["properties"].keys() == component.keys()
    assert SCHEMA["$defs"]["licensing"]["properties"].keys() == component["licensing"].keys()


def test_what_is_read_again_is_what_was_written():
    saved, is_whole = read(b"".join(emit(LIBRARY)))

    assert licensed_of(LIBRARY.inventory) == saved
    assert is_whole


def test_what_was_incomplete_is_read_as_such():
    report = replace(LIBRARY, inventory=replace(LIBRARY.inventory, coverage=Coverage.INCOMPLETE))

    _, is_whole = read(b"".join(emit(report)))

    assert not is_whole


def test_of_the_report_of_a_scan_only_what_is_included_counts():
    document = document_of(LIBRARY) | {"included": ["archive"]}

    assert ((), True) == read(json.dumps(document).encode())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"{",
        b"[" * 100_000,
        b"[]",
        b"{}",
        b'{"components": 1}',
        b'{"components": [{"name": "x", "version": null, "state": "installed"}]}',
        b'{"components": []}',
    ],
    ids=["empty", "bytes", "cut", "deep", "list", "other", "number", "scan", "coverage"],
)
def test_what_is_no_such_report_is_said_to_be_none(data):
    with pytest.raises(UnreadableDocument):
        read(data)
