"""Configurations of virtual environments (PEP 405)."""

from __future__ import annotations

import pytest

from scanner.metadata.pyvenv import MAX_CHARACTERS, VirtualEnvironment, parse_pyvenv

VENV = b"""home = /usr/bin
include-system-site-packages = false
version = 3.11.2
executable = /usr/bin/python3.11
command = /usr/bin/python3 -m venv /opt/venv
"""
VIRTUALENV = b"""home = /usr/bin
implementation = CPython
version_info = 3.11.2.final.0
virtualenv = 20.17.1
include-system-site-packages = false
base-prefix = /usr
version = 3.11.2
"""
UV = b"""home = /usr/bin
implementation = CPython
uv = 0.5.1
version_info = 3.11.2
include-system-site-packages = false
"""


@pytest.mark.parametrize(
    ("data", "version", "implementation", "creator"),
    [
        pytest.param(VENV, "3.11.2", None, "venv", id="C22-venv"),
        pytest.param(VIRTUALENV, "3.11.2", "CPython", "virtualenv 20.17.1", id="C22-virtualenv"),
        pytest.param(UV, "3.11.2", "CPython", "uv 0.5.1", id="C22-uv"),
    ],
)
def test_an_environment_is_signed_by_the_tool_that_made_it(data, version, implementation, creator):
    expected = VirtualEnvironment(
        python_version=version,
        implementation=implementation,
        home="/usr/bin",
        sees_system=False,
        creator=creator,
    )

    assert expected == parse_pyvenv(data)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(VENV.replace(b"\n", b"\r\n"), "3.11.2", id="of a Windows editor"),
        pytest.param(b"VERSION=3.9", "3.9", id="keys in any case"),
        pytest.param(b"version = 3.8.1\nversion = 3.9.1\n", "3.9.1", id="the last counts"),
        pytest.param(b"version_info = unknown\nversion = 3.10.4\n", "3.10.4", id="no version"),
        pytest.param(b"version_info =\nversion = 3.10.4\n", "3.10.4", id="no value"),
        pytest.param(b"version = 3.14.0a1+", "3.14.0a1", id="pre-release"),
        pytest.param("version = ٣.٩".encode(), None, id="other digits"),
        pytest.param(b"\xff\xfe= =\n\0", None, id="no text"),
        pytest.param(b"", None, id="empty"),
    ],
)
def test_the_version_is_what_the_configuration_says(data, expected):
    assert expected == parse_pyvenv(data).python_version


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"include-system-site-packages = true", True, id="C22-true"),
        pytest.param(b"include-system-site-packages = True", True, id="C22-True"),
        pytest.param(b"Include-System-Site-Packages=TRUE", True, id="C22-any-case"),
        pytest.param(b"include-system-site-packages = yes", False, id="C22-yes"),
        pytest.param(b"include-system-site-packages = false", False, id="C22-false"),
        pytest.param(b"include-system-site-packages =", False, id="C22-nothing"),
        pytest.param(
            b"include-system-site-packages = true\ninclude-system-site-packages = false",
            False,
            id="C22-twice",
        ),
        pytest.param(b"home = /usr/bin", True, id="C22-missing"),
    ],
)
def test_the_system_is_seen_where_the_interpreter_would_see_it(data, expected):
    """
    ``site`` takes ``true`` alone for true, in any case, the last of several, and for a default.
    """
    assert expected is parse_pyvenv(data).sees_system


def test_a_value_is_not_kept_at_any_length():
    assert MAX_CHARACTERS == len(parse_pyvenv(b"home = " + b"x" * 10_000).home or "")
