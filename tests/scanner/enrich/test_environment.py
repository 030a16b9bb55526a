"""Environments for all that was found, and interpreters for all environments."""

from __future__ import annotations

import pytest

from tests.support.images import inventory_in

ELF = b"\x7fELF\x02\0"
METADATA = b"Name: foo\nVersion: 1.0\n"
PYTHON = {"usr/bin/python3.11": ELF + b"\0003.11.2\0"}
OTHER = {"opt/bin/python3.12": ELF + b"\0003.12.4\0"}
SAME = {"opt/bin/python3.11": ELF + b"\0003.11.2\0"}
TARGET = {"app/vendor/foo-1.0.dist-info/METADATA": METADATA}
USER = {"root/.local/lib/python3.11/site-packages/foo-1.0.dist-info/METADATA": METADATA}
PYPY = {"srv/lib/pypy3.9/site-packages/foo-1.0.dist-info/METADATA": METADATA}


@pytest.mark.parametrize(
    ("files", "path", "expected"),
    [
        pytest.param(PYTHON | TARGET, "app/vendor", "CPython 3.11.2", id="C20-the-only-one"),
        pytest.param(
            PYTHON | SAME | TARGET, "app/vendor", "CPython 3.11.2", id="C20-two-of-one-version"
        ),
        pytest.param(PYTHON | OTHER | TARGET, "app/vendor", None, id="C20-one-of-two"),
        pytest.param(TARGET, "app/vendor", None, id="C20-none"),
        pytest.param(
            PYTHON | OTHER | USER, "root/.local", "CPython 3.11.2", id="C20-user-site-of-a-branch"
        ),
        pytest.param(OTHER | USER, "root/.local", "CPython 3.11", id="C20-user-site-of-another"),
        pytest.param(PYTHON | PYPY, "srv", "PyPy 3.9", id="C25-another-implementation"),
    ],
)
def test_the_only_interpreter_that_could_run_an_environment_does(files, path, expected):
    found = {each.path: each for each in inventory_in(files).environments}[path]

    names = [interpreter.name for interpreter in found.interpreters]
    assert ([expected] if expected else []) == names


def test_it_searches_what_the_environment_has():
    found = {each.path: each for each in inventory_in(PYTHON | TARGET).environments}

    (interpreter,) = found["app/vendor"].interpreters
    assert ("usr/bin/python3.11", ("app/vendor",)) == (
        interpreter.path,
        interpreter.site_directories,
    )


def test_a_copy_in_a_virtual_environment_runs_nothing_else():
    files = TARGET | {"v/bin/python3.11": ELF + b"\0003.11.2\0", "v/pyvenv.cfg": b"home = /gone"}

    found = {each.path: each for each in inventory_in(files).environments}

    assert () == found["app/vendor"].interpreters


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("/app/vendor", "python-path"),
        ("/lib::/app/vendor/", "python-path"),
        ("/link", "python-path"),
        ("/app", "directory"),
        ("", "directory"),
    ],
)
def test_a_directory_in_the_variable_of_the_image_is_searched_first(value, expected):
    """
    C20
    """
    files = TARGET | {"link": "app/vendor"}

    (environment,) = inventory_in(files, variables={"PYTHONPATH": value}).environments

    assert expected == environment.kind


@pytest.mark.parametrize(
    ("environment", "project"),
    [
        pytest.param(".venv", "", id="C22-in-the-project"),
        pytest.param("a/venv", "a", id="C22-in-the-nearest-project"),
        pytest.param("b/venv", "", id="C22-below-a-project"),
    ],
)
def test_a_virtual_environment_is_for_the_nearest_project_that_it_is_below(environment, project):
    requirements = {"requirements.txt": b"foo==1.0", "a/requirements.txt": b"foo==1.0"}
    files = {f"{environment}/pyvenv.cfg": b"home = /usr/bin\nversion = 3.11.2\n"}
    found = {each.path: each for each in inventory_in(requirements | files).environments}

    assert project == found[environment].project


def test_without_a_project_a_virtual_environment_is_for_none():
    (found,) = inventory_in({"opt/venv/pyvenv.cfg": b"home = /usr/bin\n"}).environments

    assert found.project is None
