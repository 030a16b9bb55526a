"""The published schema of reports."""

from __future__ import annotations

import json

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings

from scanner.formats.native_json import NATIVE_JSON
from scanner.formats.report_schema import PLACE, schema
from tests.support.judgements import WITHOUT_SHRINKING, reports
from tests.support.reports import component, finding, report_of

PUBLISHED = json.loads(PLACE.read_bytes())


def closed(value):
    """Return a schema by which nothing may be there that it does not speak of."""
    if isinstance(value, dict):
        inner = {key: closed(each) for key, each in value.items()}
        is_object = value.get("type") == "object" and "properties" in value
        return inner | ({"additionalProperties": False} if is_object else {})
    return [closed(each) for each in value] if isinstance(value, list) else value


CLOSED = jsonschema_rs.validator_for(closed(PUBLISHED))


def errors_in(report):
    document = json.loads("".join(NATIVE_JSON.emit(report)))
    return [f"{each.instance_path}: {each.message}" for each in CLOSED.iter_errors(document)]


def test_what_is_published_is_what_the_model_says():
    """
    ``make schema`` writes it.
    """
    assert schema() == PUBLISHED


def test_the_schema_is_one():
    assert jsonschema_rs.meta.is_valid(PUBLISHED)


@settings(max_examples=60, phases=WITHOUT_SHRINKING, suppress_health_check=[HealthCheck.too_slow])
@given(reports)
def test_every_report_is_as_the_schema_has_it_and_has_nothing_else(report):
    assert [] == errors_in(report)


@pytest.mark.parametrize("name", ["findings", "component", "tool"])
def test_what_is_missing_is_told(name):
    document = json.loads("".join(NATIVE_JSON.emit(report_of(findings=(finding(component()),)))))
    for part in (document, *document["findings"]):
        part.pop(name, None)

    assert not CLOSED.is_valid(document)
