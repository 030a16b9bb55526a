"""Interpreters, and until when they are maintained."""

from __future__ import annotations

from datetime import date

import pytest

from scanner.model.interpreter import END_OF_LIFE, Interpreter, branch_of


@pytest.mark.parametrize(
    ("implementation", "version", "expected"),
    [
        ("CPython", "3.9.18", "2025-10-31"),
        ("CPython", "3.9", "2025-10-31"),
        ("CPython", "3.14.0rc2", "2030-10-31"),
        ("CPython", "2.7.18", "2020-01-01"),
        ("CPython", "3.99.0", None),
        ("CPython", None, None),
        ("PyPy", "3.9.16", None),
        (None, "3.9.18", None),
    ],
)
def test_a_branch_of_cpython_has_a_last_day(implementation, version, expected):
    interpreter = Interpreter(path=None, implementation=implementation, version=version)

    assert expected == interpreter.end_of_life


@pytest.mark.parametrize("branch", END_OF_LIFE)
def test_every_last_day_is_a_day(branch):
    day = END_OF_LIFE[branch]

    assert day == date.fromisoformat(day).isoformat()


@pytest.mark.parametrize(
    ("version", "expected"), [("3.11.2", "3.11"), ("3.11", "3.11"), ("3", None), (None, None)]
)
def test_a_branch_is_two_numbers(version, expected):
    assert expected == branch_of(version)


@pytest.mark.parametrize(
    ("interpreter", "expected"),
    [
        (Interpreter(path=None), "Python"),
        (Interpreter(path=None, implementation="CPython", version="3.11.2"), "CPython 3.11.2"),
        (
            Interpreter(
                path=None, implementation="PyPy", version="3.9.16", implementation_version="7.3.11"
            ),
            "PyPy 3.9.16 (7.3.11)",
        ),
        (
            Interpreter(
                path=None,
                implementation="CPython",
                version="3.13.1",
                is_free_threaded=True,
                is_debug=True,
            ),
            "CPython 3.13.1, free-threaded, debug",
        ),
    ],
    ids=["unknown", "cpython", "pypy", "flags"],
)
def test_an_interpreter_has_a_name_for_people(interpreter, expected):
    assert expected == interpreter.name
