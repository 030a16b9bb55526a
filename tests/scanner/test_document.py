"""Saved reports."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from scanner.document import report_at
from scanner.errors import UnreadableDocument
from scanner.formats.native_json import NATIVE_JSON
from scanner.formats.reading.native import document_in
from scanner.formats.report_json import report_in
from scanner.model.environment import Environment
from scanner.model.interpreter import CPYTHON, Interpreter
from scanner.model.interpreter_component import interpreters_in
from scanner.model.inventory import Coverage
from scanner.model.report import Report
from tests.support.inventories import inventories
from tests.support.judgements import WITHOUT_SHRINKING, reports
from tests.support.reports import component, finding, report_of

JUDGED = report_of(
    component("a"), component("b"), findings=(finding(component("a")), finding(component("b")))
)


def emitted(report):
    return "".join(NATIVE_JSON.emit(report)).encode()


@settings(max_examples=60, phases=WITHOUT_SHRINKING, suppress_health_check=[HealthCheck.too_slow])
@given(reports)
def test_a_report_is_read_as_it_was_written(report):
    assert report == report_in(document_in(emitted(report)))


@settings(max_examples=10)
@given(inventories)
def test_an_inventory_that_nobody_judged_is_read_as_that(inventory):
    assert Report(inventory=inventory) == report_in(
        document_in(emitted(Report(inventory=inventory)))
    )


def test_a_saved_report_is_read_with_its_findings(tmp_path):
    file = tmp_path / "report.json"
    file.write_bytes(emitted(JUDGED))

    assert JUDGED == report_at(str(file))


def test_a_finding_of_an_interpreter_is_read_though_that_is_in_no_list():
    python = Interpreter(path="usr/bin/python3", implementation=CPYTHON, version="3.12.0")
    environment = Environment(path="usr", kind="prefix", interpreters=(python,))
    report = report_of(component("a"))
    inventory = replace(report.inventory, environments=(environment,))
    ((_, interpreter),) = interpreters_in(inventory)
    assert interpreter is not None
    report = replace(report, inventory=inventory, findings=(finding(interpreter),))

    assert report == report_in(document_in(emitted(report)))


@pytest.mark.parametrize(
    "change",
    [
        {"component": None},
        {"component": 2},
        {"component": -1},
        {"component": True},
        {"component": 1},
        {"status": "maybe"},
        {"records": [{"id": "X", "affected": [{"package": "x", "ranges": [{"ranges": [
            {"fixed": "no version"}]}]}]}]},
        {"records": [{"id": "X", "severity": {"level": "dire"}}]},
    ],
    ids=["none", "above", "below", "flag", "another", "status", "version", "level"],
)  # fmt: skip
def test_a_finding_that_cannot_be_read_is_a_problem_and_the_others_are_read(change):
    document = json.loads(emitted(JUDGED))
    document["findings"][0].update(change)

    report = report_in(document)

    assert JUDGED.findings[1:] == report.findings
    assert Coverage.INCOMPLETE is report.inventory.coverage
    assert report.inventory.problems[0].reason.startswith("findings[0]: not read: ")


def test_findings_do_not_move_to_the_component_that_stands_where_theirs_cannot_be_read():
    document = json.loads(emitted(JUDGED))
    document["components"][0]["state"] = "gone"

    assert () == report_in(document).findings


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b'{"format":1,"tool":{"name":"lading"}}',
        b'{"format":2,"tool":{"name":"lading"}}',
        b'{"format":1,"tool":{"name":"lading"},"findings":' + b"[" * 100_000,
    ],
    ids=["nothing", "other", "empty", "newer", "deep"],
)
def test_what_is_no_report_is_refused(tmp_path, data):
    file = tmp_path / "report.json"
    file.write_bytes(data)

    with pytest.raises(UnreadableDocument):
        report_at(str(file))
