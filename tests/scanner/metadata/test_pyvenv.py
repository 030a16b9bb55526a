"""Configurations of virtual environments (PEP 405)."""

from __future__ import annotations

import pytest

from scanner.metadata.pyvenv import VirtualEnvironment, parse_pyvenv

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
version = 3.11.2
"""
UV = b"""home = /usr/bin
implementation = CPython
uv = 0.5.1
version_info = 3.11.2
include-system-site-packages = false
"""


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(VENV, VirtualEnvironment("3.11.2"), id="venv"),
        pytest.param(VIRTUALENV, VirtualEnvironment("3.11.2", "CPython"), id="virtualenv"),
        pytest.param(UV, VirtualEnvironment("3.11.2", "CPython"), id="uv"),
        pytest.param(
            VENV.replace(b"\n", b"\r\n"), VirtualEnvironment("3.11.2"), id="of a Windows editor"
        ),
        pytest.param(b"VERSION=3.9", VirtualEnvironment("3.9"), id="keys in any case"),
        pytest.param(
            b"version = 3.8.1\nversion = 3.9.1\n", VirtualEnvironment("3.9.1"), id="the last counts"
        ),
        pytest.param(
            b"version_info = unknown\nversion = 3.10.4\n",
            VirtualEnvironment("3.10.4"),
            id="what says no version",
        ),
        pytest.param(
            b"version_info =\nversion = 3.10.4\n", VirtualEnvironment("3.10.4"), id="no value"
        ),
        pytest.param(b"version = 3.14.0a1+", VirtualEnvironment("3.14.0"), id="pre-release"),
        pytest.param("version = ٣.٩".encode(), VirtualEnvironment(), id="other digits"),
        pytest.param(b"\xff\xfe= =\n\0", VirtualEnvironment(), id="no text"),
        pytest.param(b"", VirtualEnvironment(), id="empty"),
    ],
)
def test_the_interpreter_is_what_the_configuration_says(data, expected):
    assert expected == parse_pyvenv(data)
