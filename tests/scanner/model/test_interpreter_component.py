"""Interpreters as components."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.model.component import INTERPRETER, Component, Evidence, State
from scanner.model.environment import Environment
from scanner.model.interpreter import CPYTHON, PYPY, Interpreter
from scanner.model.interpreter_component import interpreters_in
from tests.support.reports import OWNER, inventory_of

PYTHON = Interpreter(
    path="usr/bin/python3.12",
    implementation=CPYTHON,
    version="3.12.3",
    evidence=Evidence("usr/include/python3.12/patchlevel.h", layer=2),
    owner=OWNER,
)
PREFIX = Environment(path="usr", kind="prefix", interpreters=(PYTHON,))


def found_in(*environments: Environment) -> list[tuple[Interpreter, Component | None]]:
    """Return the interpreters of these environments."""
    return list(interpreters_in(replace(inventory_of(), environments=environments)))


def component_of(**changes: object) -> Component | None:
    """Return an interpreter with these changes as a component."""
    changed = replace(PYTHON, **changes)  # type: ignore[arg-type] # any of its fields
    ((_, component),) = found_in(replace(PREFIX, interpreters=(changed,)))
    return component


def test_one_is_a_component_where_its_program_is():
    assert component_of() == Component(
        name="python",
        version="3.12.3",
        purl="pkg:generic/python@3.12.3",
        kind=INTERPRETER,
        state=State.INSTALLED,
        environment="usr",
        evidence=Evidence("usr/bin/python3.12", layer=2),
        owner=OWNER,
    )


def test_one_that_others_use_is_of_the_environment_that_it_is_in():
    venv = Environment(
        path="opt/venv", kind="virtual-environment", interpreters=(PYTHON,), base="usr"
    )

    ((_, component),) = found_in(venv, PREFIX)

    assert component is not None
    assert "usr" == component.environment


def test_other_implementations_go_by_their_own_version():
    pypy = component_of(implementation=PYPY, version="3.9.16", implementation_version="7.3.11")

    assert pypy is not None
    assert "pkg:generic/pypy@7.3.11" == pypy.purl


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"version": None}, id="no version"),
        pytest.param({"version": "3.12"}, id="the branch only"),
        pytest.param({"implementation": PYPY}, id="not its own version"),
    ],
)
def test_without_an_exact_version_it_is_none(changes):
    assert component_of(**changes) is None


def test_what_is_not_there_is_none():
    gone = replace(PYTHON, path=None)

    assert [] == found_in(replace(PREFIX, interpreters=(gone,)))


def test_they_are_in_the_order_of_their_paths():
    other = replace(PYTHON, path="opt/bin/python")

    found = found_in(replace(PREFIX, interpreters=(PYTHON, other)))

    assert ["opt/bin/python", "usr/bin/python3.12"] == [each.path for each, _ in found]
