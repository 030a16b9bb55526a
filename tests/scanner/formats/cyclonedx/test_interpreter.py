"""Interpreters in documents."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.model.component import Evidence
from scanner.model.environment import Environment
from scanner.model.interpreter import Interpreter
from tests.support.cyclonedx import document_of, properties
from tests.support.reports import (
    OWNER,
    report_of,
)


def test_an_interpreter_is_a_platform_once_for_all_that_it_runs():
    interpreter = Interpreter(
        path="usr/bin/python3.13t",
        implementation="CPython",
        version="3.13.1",
        evidence=Evidence("usr/include/python3.13t/patchlevel.h", 0),
        is_free_threaded=True,
        is_externally_managed=True,
        owner=OWNER,
    )
    environments = (
        Environment(path="usr", kind="prefix", interpreters=(interpreter,)),
        Environment(path="opt/venv", kind="virtual-environment", interpreters=(interpreter,)),
    )
    report = report_of()
    report = replace(report, inventory=replace(report.inventory, environments=environments))

    (found,) = document_of(report)["components"]

    assert ("platform", "python", "3.13.1", "pkg:generic/python@3.13.1") == (
        found["type"],
        found["name"],
        found["version"],
        found["purl"],
    )
    method = {
        "technique": "manifest-analysis",
        "confidence": 1.0,
        "value": "/usr/include/python3.13t/patchlevel.h",
    }
    assert {
        "identity": [
            {
                "field": "version",
                "confidence": 1.0,
                "concludedValue": "3.13.1",
                "methods": [method],
                "tools": ["lading"],
            }
        ],
        "occurrences": [{"location": "/usr/bin/python3.13t"}],
    } == found["evidence"]
    assert {
        "end-of-life": "2029-10-31",
        "free-threaded": "true",
        "externally-managed": "true",
        "owner": str(OWNER),
    }.items() <= properties(found).items()


@pytest.mark.parametrize(
    ("interpreter", "expected"),
    [
        (
            Interpreter(
                path="opt/pypy/bin/pypy3",
                implementation="PyPy",
                version="3.9.16",
                implementation_version="7.3.11",
                evidence=Evidence("opt/pypy-7.3.11", technique="filename"),
            ),
            ["pkg:generic/pypy@7.3.11"],
        ),
        (
            Interpreter(
                path="usr/bin/python3",
                implementation="CPython",
                version="3.11.2",
                evidence=Evidence("", technique="other"),
            ),
            ["pkg:generic/python@3.11.2"],
        ),
        (Interpreter(path="usr/bin/python3", implementation="CPython"), []),
        (
            Interpreter(
                path=None, implementation="CPython", version="3.11.2", evidence=Evidence("x")
            ),
            [],
        ),
    ],
    ids=["pypy", "variable", "no version", "not there"],
)
def test_an_interpreter_has_the_version_of_what_it_is(interpreter, expected):
    environment = Environment(path="usr", kind="prefix", interpreters=(interpreter,))
    report = report_of()
    report = replace(report, inventory=replace(report.inventory, environments=(environment,)))

    assert expected == [found["purl"] for found in document_of(report)["components"]]
