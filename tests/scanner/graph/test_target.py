"""What markers mean in an installation."""

from __future__ import annotations

import pytest

from scanner.graph.target import values_of
from scanner.model.interpreter import CPYTHON, GRAALPY, PYPY, Interpreter

PLATFORM = ("os_name", "sys_platform", "platform_system", "platform_machine")


@pytest.mark.parametrize(
    ("platform", "expected"),
    [
        ("linux/amd64", ["posix", "linux", "Linux", "x86_64"]),
        ("linux/arm64", ["posix", "linux", "Linux", "aarch64"]),
        ("linux/arm64/v8", ["posix", "linux", "Linux", "aarch64"]),
        ("linux/arm/v7", ["posix", "linux", "Linux", "armv7l"]),
        ("linux/arm/v6", ["posix", "linux", "Linux", "armv6l"]),
        ("linux/386", ["posix", "linux", "Linux", "i686"]),
        ("linux/s390x", ["posix", "linux", "Linux", "s390x"]),
        ("darwin/arm64", ["posix", "darwin", "Darwin", "arm64"]),
        ("windows/amd64", ["nt", "win32", "Windows", "AMD64"]),
        ("linux", ["posix", "linux", "Linux", None]),
        ("posix", ["posix", None, None, None]),
        ("", [None, None, None, None]),
        ("plan9/amd64", [None, None, None, "x86_64"]),
    ],
)
def test_a_platform_decides_these(platform, expected):
    values = values_of(None, platform)
    only = [values.get(variable, ()) for variable in PLATFORM]

    assert expected == [each[0] if len(each) == 1 else None for each in only]


RELEASES = tuple(f"3.11.{release}" for release in range(40))
PYTHON = (
    "python_version",
    "python_full_version",
    "implementation_version",
    "implementation_name",
    "platform_python_implementation",
)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param(
            {"implementation": CPYTHON, "version": "3.11.2"},
            [("3.11",), ("3.11.2",), ("3.11.2",), ("cpython",), ("CPython",)],
            id="CPython",
        ),
        pytest.param(
            {"implementation": CPYTHON, "version": "3.14.0rc1", "is_free_threaded": True},
            [("3.14",), ("3.14.0rc1",), ("3.14.0rc1",), ("cpython",), ("CPython",)],
            id="pre-release",
        ),
        pytest.param(
            {"implementation": CPYTHON, "version": "3.12.1+"},
            [("3.12",), ("3.12.1+local",), ("3.12.1+local",), ("cpython",), ("CPython",)],
            id="between releases",
        ),
        pytest.param(
            {"implementation": PYPY, "version": "3.10.14", "implementation_version": "7.3.17"},
            [("3.10",), ("3.10.14",), ("7.3.17",), ("pypy",), ("PyPy",)],
            id="PyPy",
        ),
        pytest.param(
            {"implementation": GRAALPY, "version": "3.11.7"},
            [("3.11",), ("3.11.7",), None, ("graalpy",), ("GraalVM",)],
            id="GraalPy",
        ),
        pytest.param(
            {"implementation": CPYTHON, "version": "3.11"},
            [("3.11",), RELEASES, RELEASES, ("cpython",), ("CPython",)],
            id="only the branch",
        ),
        pytest.param({"version": "3"}, [None] * 5, id="only the language"),
        pytest.param({}, [None] * 5, id="nothing"),
    ],
)
def test_an_interpreter_decides_these(values, expected):
    known = values_of(Interpreter(path=None, **values), "")

    assert expected == [known.get(variable) for variable in PYTHON]


def test_python_2_has_its_own_name_for_linux():
    values = values_of(Interpreter(path=None, version="2.7.18"), "linux/amd64")

    assert ("linux2",) == values["sys_platform"]
