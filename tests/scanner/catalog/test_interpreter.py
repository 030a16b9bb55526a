"""Interpreters: which programs are some, and of which version."""

from __future__ import annotations

import json

import pytest

from tests.support.images import inventory_in

ELF = b"\x7fELF\x02\0"
HEADER = b'#define PY_VERSION "3.11.3"\n'
DETAILS = json.dumps(
    {"language": {"version_info": {"major": 3, "minor": 11, "micro": 2}}, "abi": {"flags": []}}
).encode()
EGG_INFO = b"Metadata-Version: 1.1\nName: Python\nVersion: 3.11.4\n"
MIDDLE = "opt/cpython-3.11.8"

EVIDENCE: list[tuple[str, dict[str, bytes | str | None], dict[str, str], str, str, str]] = [
    (
        "conda",
        {f"{MIDDLE}/conda-meta/python-3.11.1-h955ad1f_0.json": b"{}"},
        {},
        "3.11.1",
        f"{MIDDLE}/conda-meta/python-3.11.1-h955ad1f_0.json",
        "filename",
    ),
    (
        "build details",
        {f"{MIDDLE}/lib/python3.11/build-details.json": DETAILS},
        {},
        "3.11.2",
        f"{MIDDLE}/lib/python3.11/build-details.json",
        "manifest-analysis",
    ),
    (
        "header",
        {f"{MIDDLE}/include/python3.11/patchlevel.h": HEADER},
        {},
        "3.11.3",
        f"{MIDDLE}/include/python3.11/patchlevel.h",
        "manifest-analysis",
    ),
    (
        "A24-egg-info",
        {f"{MIDDLE}/lib/python3.11/lib-dynload/Python-3.11.egg-info": EGG_INFO},
        {},
        "3.11.4",
        f"{MIDDLE}/lib/python3.11/lib-dynload/Python-3.11.egg-info",
        "manifest-analysis",
    ),
    (
        "string",
        {f"{MIDDLE}/lib/libpython3.11.so.1.0": ELF + b"\0003.11.5\0"},
        {},
        "3.11.5",
        f"{MIDDLE}/lib/libpython3.11.so.1.0",
        "binary-analysis",
    ),
    (
        "end of a path",
        {f"{MIDDLE}/lib/x86_64-linux-gnu/libpython3.11.so.1.0": ELF + b"\0/x/3.11.6\0"},
        {},
        "3.11.6",
        f"{MIDDLE}/lib/x86_64-linux-gnu/libpython3.11.so.1.0",
        "binary-analysis",
    ),
    (
        "virtual environment",
        {"venv/pyvenv.cfg": f"home = /{MIDDLE}/bin\nversion = 3.11.7".encode()},
        {},
        "3.11.7",
        "venv/pyvenv.cfg",
        "manifest-analysis",
    ),
    ("variable", {}, {"PYTHON_VERSION": "3.11.9"}, "3.11.9", "", "other"),
    ("name of a directory", {}, {}, "3.11.8", MIDDLE, "filename"),
]
"""The more credible first."""


@pytest.mark.parametrize("rank", range(len(EVIDENCE)), ids=[f"L8-{name}" for name, *_ in EVIDENCE])
def test_the_version_is_from_the_most_credible_of_all_that_is_there(rank):
    _, _, _, version, path, technique = EVIDENCE[rank]
    files: dict[str, bytes | str | None] = {
        f"{MIDDLE}/bin/python3.11": ELF,
        f"{MIDDLE}/bin/python3": "python3.11",
    }
    variables: dict[str, str] = {}
    for _, more, set_by_config, *_ in EVIDENCE[rank:]:
        files |= more
        variables |= set_by_config

    (found,) = (
        environment.interpreters[0]
        for environment in inventory_in(files, variables=variables).environments
        if environment.path == MIDDLE
    )

    assert found.evidence is not None
    assert (version, path, technique) == (
        found.version,
        found.evidence.path,
        found.evidence.technique,
    )


def test_without_any_of_it_the_version_is_the_branch_in_the_name():
    (environment,) = inventory_in({"usr/bin/python3.11": ELF}).environments

    (interpreter,) = environment.interpreters
    assert interpreter.evidence is not None
    assert ("3.11", "usr/bin/python3.11") == (interpreter.version, interpreter.evidence.path)


@pytest.mark.parametrize(
    "files",
    [
        {"usr/lib/python3.10/build-details.json": b"{"},
        {"usr/include/python3.10/patchlevel.h": b'#define PY_VERSION "3.10.1"'},
        {"usr/include/python3.11/patchlevel.h": b"garbage"},
        {"usr/lib/python3.11/lib-dynload/Python-3.11.egg-info": b"Version: 3.10.1"},
        {"usr/lib/python3.11/lib-dynload/foo-3.11.egg-info": b"Version: 3.11.1"},
        {"usr/lib/libpython3.10.so.1.0": ELF + b"\0003.10.1\0"},
        {"usr/lib/perl/CORE/patchlevel.h": b'#define PY_VERSION "3.11.1"'},
        {"venv/pyvenv.cfg": b"home = /usr/bin\nversion = 3.10.1"},
        {"usr/local/conda-meta/python-3.11.1-0.json": b""},
    ],
    ids=[
        "no JSON",
        "another branch's header",
        "an odd header",
        "another branch's egg-info",
        "another distribution's egg-info",
        "another branch's library",
        "Perl's header",
        "another branch's environment",
        "another prefix's record",
    ],
)
def test_what_speaks_of_another_interpreter_says_nothing_of_this_one(files):
    environments = inventory_in({"usr/bin/python3.11": ELF, **files}).environments

    found = [i for e in environments for i in e.interpreters if i.path == "usr/bin/python3.11"]
    assert {"3.11"} == {interpreter.version for interpreter in found}


@pytest.mark.parametrize("version", ["", "3.10.1", "latest", "3.11", "3.11.x", "3.11.1\n"])
def test_a_variable_counts_only_if_it_is_a_version_of_the_branch(version):
    variables = {"PYTHON_VERSION": version}

    (environment,) = inventory_in({"usr/bin/python3.11": ELF}, variables=variables).environments

    assert "3.11" == environment.python_version


OF_PYPY = b"H\0\0\x003.9.16 (7.3.11+dfsg-2+deb12u3, Dec 30 2024, 22:36:23)\n[PyPy 7.3.11 with \0"
"""As Debian's has it: its program has 14 kB, and no version."""
PROGRAMS = [
    pytest.param("usr/bin/python3.11", b"\0003.11.2\0", "usr", "CPython 3.11.2", id="L8-debian"),
    pytest.param(
        "root/.local/share/uv/python/cpython-3.12.1-linux-x86_64-gnu/bin/python3.12",
        b"",
        "root/.local/share/uv/python/cpython-3.12.1-linux-x86_64-gnu",
        "CPython 3.12.1",
        id="L8-uv",
    ),
    pytest.param(
        "root/.local/share/uv/python/cpython-3.13.1+freethreaded-linux-x86_64-gnu/bin/python3.13t",
        b"",
        "root/.local/share/uv/python/cpython-3.13.1+freethreaded-linux-x86_64-gnu",
        "CPython 3.13.1, free-threaded",
        id="L8-uv-free-threaded",
    ),
    pytest.param(
        "root/.pyenv/versions/3.11.7/bin/python3.11",
        b"\0/root/.pyenv/versions/3.11.7\0",
        "root/.pyenv/versions/3.11.7",
        "CPython 3.11.7",
        id="L8-pyenv",
    ),
    pytest.param(
        "usr/bin/python3.11d", b"\0003.11.2\0", "usr", "CPython 3.11.2, debug", id="L8-debug"
    ),
    pytest.param(
        "usr/bin/python3.11-dbg", b"\0003.11.2\0", "usr", "CPython 3.11.2, debug", id="L8-dbg"
    ),
    pytest.param(
        "usr/bin/python3.13t", b"", "usr", "CPython 3.13, free-threaded", id="L8-free-threaded"
    ),
    pytest.param("usr/bin/python3.6m", b"\0003.6.9\0", "usr", "CPython 3.6.9", id="L8-pymalloc"),
    pytest.param("usr/bin/python", b"\0003.11.2\0", "usr", "CPython 3.11.2", id="L8-renamed"),
    pytest.param("usr/bin/python2.7", b"\0002.7.18\0", "usr", "CPython 2.7.18", id="L8-python-2"),
    pytest.param(
        "usr/bin/python", b"\0003.11.2\0003.2.0\0", "usr", "CPython", id="L8-renamed-of-two"
    ),
    pytest.param(
        "usr/libexec/platform-python3.6", b"\0003.6.8\0", "usr", "CPython 3.6.8", id="L8-rhel-8"
    ),
    pytest.param(
        "usr/lib/x86_64-linux-gnu/libpython3.11.so.1.0",
        b"\0003.11.2\0",
        "usr",
        "CPython 3.11.2",
        id="L8-library-alone",
    ),
    pytest.param(
        "app/_internal/libpython3.11.so.1.0",
        b"\0003.11.2\0",
        "app/_internal",
        "CPython 3.11.2",
        id="L8-library-of-an-application",
    ),
    pytest.param("python.exe", b"\0003.11.2\0", "", "CPython 3.11.2", id="L8-windows"),
    pytest.param("bin/python3.11", b"", "", "CPython 3.11", id="L8-root"),
    pytest.param(
        "opt/pypy3.9-v7.3.11-linux64/bin/pypy3.9",
        b"\0003.9.1\0",
        "opt/pypy3.9-v7.3.11-linux64",
        "PyPy 3.9.1 (7.3.11)",
        id="L8-pypy",
    ),
    pytest.param(
        "usr/lib/x86_64-linux-gnu/libpypy3.9-c.so",
        OF_PYPY,
        "usr",
        "PyPy 3.9.16 (7.3.11)",
        id="L8-pypy-of-debian",
    ),
    pytest.param(
        "opt/pypy/bin/libpypy3.9-c.so", OF_PYPY, "opt/pypy", "PyPy 3.9.16 (7.3.11)", id="L8-pypy-c"
    ),
]


@pytest.mark.parametrize(("path", "strings", "prefix", "name"), PROGRAMS)
def test_an_interpreter_alone_is_an_environment(path, strings, prefix, name):
    (environment,) = inventory_in({"etc/passwd": b"", path: ELF + strings}).environments

    (interpreter,) = environment.interpreters
    assert (prefix, "prefix", path, name) == (
        environment.path,
        environment.kind,
        interpreter.path,
        interpreter.name,
    )


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("usr/bin/python3", b"#!/bin/sh\n"),
        ("usr/bin/python3-config", ELF),
        ("usr/bin/python3.11-gdb.py", ELF),
        ("usr/bin/pythonista", ELF),
        ("usr/bin/pythonw.exe", ELF),
        ("usr/lib/python3", ELF),
        ("usr/lib/libpython3.so", ELF),
        ("site/foo.libs/libpython3-497db0c6.11.so.1.0", ELF),
        ("usr/lib/python.dll", ELF),
        ("usr/bin/python3", "nowhere"),
        ("usr/bin/python3", None),
    ],
    ids=[
        "script",
        "configuration",
        "debugger",
        "name",
        "windowed",
        "place",
        "stub",
        "wheel",
        "dll",
        "link",
        "directory",
    ],
)
def test_what_has_such_a_name_is_not_always_an_interpreter(path, content):
    assert () == inventory_in({"etc/passwd": b"", path: content}).environments


def test_the_first_interpreter_of_a_prefix_is_the_default_and_then_comes_the_newest():
    """
    C19: Enterprise Linux has a second one in ``/usr`` for applications.
    """
    files: dict[str, bytes | str | None] = {
        "usr/bin/python3": "python3.9",
        "usr/bin/python3.8": ELF,
        "usr/bin/python3.9": ELF,
        "usr/bin/python3.11": ELF,
    }

    (environment,) = inventory_in(files).environments

    assert ["3.9", "3.11", "3.8"] == [each.version for each in environment.interpreters]


def test_two_names_of_one_interpreter_are_one():
    program = ELF + b"\0003.11.2\0"
    files = {"bin/python3.11": program, "bin/python3": program, "bin/python": program}

    (environment,) = inventory_in(files).environments

    assert ["bin/python3.11"] == [each.path for each in environment.interpreters]


def test_builds_of_one_branch_are_several_interpreters():
    files = {
        "usr/bin/python3.13": ELF,
        "usr/bin/python3.13t": ELF,
        "usr/lib/python3.13/site-packages": None,
        "usr/lib/python3.13t/site-packages": None,
    }

    (environment,) = inventory_in(files).environments

    assert [
        ("CPython 3.13", ("usr/lib/python3.13/site-packages",)),
        ("CPython 3.13, free-threaded", ("usr/lib/python3.13t/site-packages",)),
    ] == sorted((each.name, each.site_directories) for each in environment.interpreters)


@pytest.mark.parametrize(
    ("name", "expected"), [("python3.11", True), ("python3.12", False)], ids=["I6-own", "I6-other"]
)
def test_an_interpreter_may_be_left_to_the_operating_system(name, expected):
    files = {"usr/bin/python3.11": ELF, f"usr/lib/{name}/EXTERNALLY-MANAGED": b"[x]"}

    (environment,) = inventory_in(files).environments

    assert expected is environment.interpreters[0].is_externally_managed


def test_flags_are_from_the_details_where_the_name_has_none():
    details = DETAILS.replace(b'"flags": []', b'"flags": ["t", "d"]')
    files = {"usr/bin/python3.11": ELF, "usr/lib/python3.11/build-details.json": details}

    (environment,) = inventory_in(files).environments

    assert "CPython 3.11.2, free-threaded, debug" == environment.interpreters[0].name


@pytest.mark.parametrize(
    "path",
    [
        "usr/lib/python3.11/build-details.json",
        "usr/include/python3.11/patchlevel.h",
        "usr/lib/python3.11/lib-dynload/Python-3.11.egg-info",
    ],
)
def test_what_cannot_be_read_is_a_problem(path):
    inventory = inventory_in({"usr/bin/python3.11": ELF, path: "/nowhere"})

    problems = {(problem.path, problem.cataloger) for problem in inventory.problems}
    assert (path, "environment") in problems
    assert "3.11" == inventory.environments[0].python_version
