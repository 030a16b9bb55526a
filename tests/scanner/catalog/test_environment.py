"""Environments, by the directories that distributions are installed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from layers import Claims
from scanner.catalog import CATALOGERS
from scanner.catalog.environment import ENVIRONMENT, catalog
from scanner.model.component import Problem
from scanner.model.environment import Environment
from tests.support.images import inventory_in, tree_of

if TYPE_CHECKING:
    from layers import Tree

CONFIGURATION = b"home = /usr/bin\nimplementation = CPython\nversion = 3.11.2\n"
METADATA = b"Name: foo\nVersion: 1.0\n"
PROGRAM = b"\x7fELF\x02\0003.11.9\0"
SITE = "lib/python3.11/site-packages"
FOO = "foo-1.0.dist-info/METADATA"


def told(environment: Environment) -> tuple[str, str, str, tuple[str, ...]]:
    """Return path, kind, interpreters and site directories."""
    interpreters = " and ".join(interpreter.name for interpreter in environment.interpreters)
    return environment.path, environment.kind, interpreters, environment.site_directories


LAYOUTS = [
    pytest.param(
        {"opt/venv/pyvenv.cfg": CONFIGURATION, f"opt/venv/{SITE}/{FOO}": METADATA},
        [("opt/venv", "virtual-environment", "CPython 3.11.2", (f"opt/venv/{SITE}",))],
        id="C22-venv",
    ),
    pytest.param(
        {"pyvenv.cfg": CONFIGURATION, SITE: None},
        [("", "virtual-environment", "CPython 3.11.2", (SITE,))],
        id="C22-the-root",
    ),
    pytest.param(
        {
            "opt/venv/pyvenv.cfg": b"home = /build/python/bin\nversion = 3.11.1\n",
            f"opt/venv/{SITE}": None,
            "usr/bin/python3.11": PROGRAM,
        },
        [
            ("opt/venv", "virtual-environment", "CPython 3.11.1", (f"opt/venv/{SITE}",)),
            ("usr", "prefix", "CPython 3.11.9", ()),
        ],
        id="C23-home-is-nowhere",
    ),
    pytest.param(
        {"opt/venv/pyvenv.cfg": CONFIGURATION},
        [("opt/venv", "virtual-environment", "CPython 3.11.2", ())],
        id="C22-no-distributions",
    ),
    pytest.param(
        {
            "usr/bin/python3.12": PROGRAM.replace(b"3.11.9", b"3.12.4"),
            "opt/venv/bin/python": "/usr/bin/python3.12",
            "opt/venv/pyvenv.cfg": CONFIGURATION,
            f"opt/venv/{SITE}": None,
        },
        [
            (
                "opt/venv",
                "virtual-environment",
                "CPython 3.12.4 and CPython 3.11.2",
                (f"opt/venv/{SITE}",),
            ),
            ("usr", "prefix", "CPython 3.12.4", ()),
        ],
        id="C22-upgraded-interpreter-that-searches-nothing-here",
    ),
    pytest.param(
        {
            "opt/conda/conda-meta/history": b"",
            f"opt/conda/{SITE}": None,
            "opt/conda/conda-meta/python-3.11.5-h955ad1f_0.json": b"{}",
            "opt/conda/envs/r/conda-meta/history": b"",
        },
        [
            ("opt/conda", "conda", "CPython 3.11.5", (f"opt/conda/{SITE}",)),
            ("opt/conda/envs/r", "conda", "", ()),
        ],
        id="C22-conda",
    ),
    pytest.param(
        {"usr/local/lib/python3.11/site-packages/README.txt": b""},
        [("usr/local", "prefix", "CPython 3.11", (f"usr/local/{SITE}",))],
        id="prefix of an interpreter that is not there",
    ),
    pytest.param(
        {
            "usr/lib/python3.9/site-packages/foo-1.0.dist-info/METADATA": METADATA,
            "usr/lib64/python3.9/site-packages/bar-1.0.dist-info/METADATA": METADATA,
        },
        [
            (
                "usr",
                "prefix",
                "CPython 3.9",
                ("usr/lib64/python3.9/site-packages", "usr/lib/python3.9/site-packages"),
            )
        ],
        id="C19-rpm",
    ),
    pytest.param(
        {"usr/lib/python3/dist-packages/foo-1.0.dist-info/METADATA": METADATA},
        [("usr", "prefix", "CPython", ("usr/lib/python3/dist-packages",))],
        id="C19-debian-without-an-interpreter",
    ),
    pytest.param(
        {
            "usr/bin/python3.11": PROGRAM,
            "usr/lib/python3.11/dist-packages": None,
            "usr/lib/python3/dist-packages": None,
            "usr/local/lib/python3.11/dist-packages": None,
        },
        [
            (
                "usr",
                "prefix",
                "CPython 3.11.9",
                (
                    "usr/local/lib/python3.11/dist-packages",
                    "usr/lib/python3/dist-packages",
                    "usr/lib/python3.11/dist-packages",
                ),
            )
        ],
        id="C19-debian",
    ),
    pytest.param(
        {
            "usr/bin/python3": "python3.6",
            "usr/bin/python3.6": PROGRAM.replace(b"3.11.9", b"3.6.15"),
            "usr/bin/python3.11": PROGRAM,
            "usr/lib64/python3.6/site-packages": None,
            "usr/lib64/python3.11/site-packages": None,
            "usr/lib/python3.11/site-packages": None,
        },
        [
            (
                "usr",
                "prefix",
                "CPython 3.6.15 and CPython 3.11.9",
                (
                    "usr/lib64/python3.6/site-packages",
                    "usr/lib64/python3.11/site-packages",
                    "usr/lib/python3.11/site-packages",
                ),
            )
        ],
        id="C19-suse-python311",
    ),
    pytest.param(
        {
            "bin": "usr/bin",
            "lib": "usr/lib",
            "usr/bin/python3.11": PROGRAM,
            "lib/python3.11/site-packages/foo-1.0.dist-info/METADATA": METADATA,
        },
        [("usr", "prefix", "CPython 3.11.9", (f"usr/{SITE}",))],
        id="C19-usr-merge",
    ),
    pytest.param(
        {"Python311/Lib/site-packages": None, "Python311/python311.dll": b"MZ\0003.11.7\0"},
        [("Python311", "prefix", "CPython 3.11.7", ("Python311/Lib/site-packages",))],
        id="C24-windows",
    ),
    pytest.param(
        {
            "app/venv/Scripts/python.exe": b"MZ\0",
            "app/venv/Lib/site-packages": None,
            "app/venv/pyvenv.cfg": b"home = C:\\Python311\r\nversion = 3.11.7\r\n",
        },
        [
            (
                "app/venv",
                "virtual-environment",
                "CPython 3.11.7",
                ("app/venv/Lib/site-packages",),
            )
        ],
        id="C24-windows-venv",
    ),
    pytest.param(
        {"opt/pypy/lib/pypy3.9/site-packages": None, "opt/pypy/bin/pypy3.9": b"\x7fELF"},
        [("opt/pypy", "prefix", "PyPy 3.9", ("opt/pypy/lib/pypy3.9/site-packages",))],
        id="C25-pypy",
    ),
    pytest.param(
        {
            f"opt/graalpy-24.1.1-linux-amd64/{SITE}": None,
            "opt/graalpy-24.1.1-linux-amd64/bin/graalpy": b"\x7fELF",
            "opt/graalpy-24.1.1-linux-amd64/bin/python3": "graalpy",
        },
        [
            (
                "opt/graalpy-24.1.1-linux-amd64",
                "prefix",
                "GraalPy 3.11 (24.1.1)",
                (f"opt/graalpy-24.1.1-linux-amd64/{SITE}",),
            )
        ],
        id="C25-graalpy",
    ),
    pytest.param(
        {f"var/task/{FOO}": METADATA, f"opt/python/{FOO}": METADATA},
        [
            ("opt/python", "directory", "", ("opt/python",)),
            ("var/task", "directory", "", ("var/task",)),
        ],
        id="C20-lambda",
    ),
    pytest.param(
        {f"opt/python/{FOO}": METADATA, f"opt/python/{SITE}/{FOO}": METADATA},
        [("opt/python", "prefix", "CPython 3.11", (f"opt/python/{SITE}", "opt/python"))],
        id="C20-lambda-with-both-layouts",
    ),
    pytest.param({FOO: METADATA}, [("", "directory", "", ("",))], id="C20-the-root"),
    pytest.param(
        {f"root/.local/{SITE}": None},
        [("root/.local", "user", "CPython 3.11", (f"root/.local/{SITE}",))],
        id="C20-user-site",
    ),
    pytest.param(
        {
            "opt/venv/lib64": "lib",
            f"opt/venv/{SITE}/{FOO}": METADATA,
            "opt/venv/pyvenv.cfg": CONFIGURATION,
        },
        [("opt/venv", "virtual-environment", "CPython 3.11.2", (f"opt/venv/{SITE}",))],
        id="C21-lib64",
    ),
    pytest.param(
        {
            f"usr/{SITE}/{FOO}": METADATA,
            f"opt/app/{SITE}": f"/usr/{SITE}",
        },
        [("usr", "prefix", "CPython 3.11", (f"usr/{SITE}",))],
        id="C27-site-directory-that-is-a-link",
    ),
    pytest.param(
        {
            f"nix/store/abc-python3-3.11.9/{SITE}/README.txt": b"",
            "nix/store/abc-python3-3.11.9/bin/python3.11": b"\x7fELF",
            f"nix/store/def-python3.11-requests-2.31.0/{SITE}/{FOO}": METADATA,
        },
        [
            (
                "nix/store/abc-python3-3.11.9",
                "prefix",
                "CPython 3.11.9",
                (f"nix/store/abc-python3-3.11.9/{SITE}",),
            ),
            (
                "nix/store/def-python3.11-requests-2.31.0",
                "prefix",
                "CPython 3.11.9",
                (f"nix/store/def-python3.11-requests-2.31.0/{SITE}",),
            ),
        ],
        id="C28-nix",
    ),
    pytest.param(
        {f"app/external/pypi__requests/site-packages/{FOO}": METADATA},
        [
            (
                "app/external/pypi__requests/site-packages",
                "directory",
                "",
                ("app/external/pypi__requests/site-packages",),
            )
        ],
        id="C29-bazel",
    ),
    pytest.param(
        {f"app/__pypackages__/3.11/lib/{FOO}": METADATA, "usr/bin/python3.11": PROGRAM},
        [
            (
                "app/__pypackages__/3.11",
                "pypackages",
                "CPython 3.11.9",
                ("app/__pypackages__/3.11/lib",),
            ),
            ("usr", "prefix", "CPython 3.11.9", ()),
        ],
        id="C30-pdm",
    ),
    pytest.param(
        {
            f"opt/conda/pkgs/python-3.11.5-h955ad1f_0/{SITE}": None,
            "opt/conda/pkgs/python-3.11.5-h955ad1f_0/bin/python3.11": b"\x7fELF",
            "root/.cache/pip/wheels/ab/foo-1.0.dist-info/METADATA": METADATA,
        },
        [
            (
                "opt/conda/pkgs/python-3.11.5-h955ad1f_0",
                "cache",
                "CPython 3.11.5",
                (f"opt/conda/pkgs/python-3.11.5-h955ad1f_0/{SITE}",),
            ),
            ("root/.cache/pip/wheels/ab", "cache", "", ("root/.cache/pip/wheels/ab",)),
        ],
        id="C18-caches",
    ),
    pytest.param(
        {
            f"opt/venv/{SITE}/{FOO}": METADATA,
            f"opt/venv/{SITE}/foo-nspkg.pth": b"import sys, types, os;",
            f"opt/venv/{SITE}/foo/bar/__init__.py": b"",
        },
        [("opt/venv", "prefix", "CPython 3.11", (f"opt/venv/{SITE}",))],
        id="C26-namespace-packages",
    ),
    pytest.param(
        {"app/site-packages/foo/_vendor/bar-1.0.dist-info/METADATA": METADATA},
        [("app/site-packages", "directory", "", ("app/site-packages",))],
        id="C13-vendored",
    ),
    pytest.param(
        {
            "var/task/setuptools-80.dist-info/METADATA": METADATA,
            "var/task/setuptools/_vendor/wheel-0.45.dist-info/METADATA": METADATA,
        },
        [("var/task", "directory", "", ("var/task",))],
        id="C13-vendored-in-a-target",
    ),
    pytest.param({"app/site-packages/README.txt": b""}, [], id="a name alone makes no environment"),
    pytest.param(
        {f"opt/venv/{SITE}": b"", "opt/venv/lib/python3.11/x": b""},
        [],
        id="a file with the name of a site directory",
    ),
    pytest.param(
        {
            f"app/{FOO}": METADATA,
            "app/foo-1.0.dist-info/licenses/src/bar-1.0.dist-info/METADATA": METADATA,
        },
        [("app", "directory", "", ("app",))],
        id="a dist-info among licences",
    ),
    pytest.param({"app/main.py": b""}, [], id="nothing of Python"),
]


@pytest.mark.parametrize(("files", "expected"), LAYOUTS)
def test_an_environment_is_where_distributions_are_installed(files, expected):
    inventory = inventory_in({"etc/os-release": b"", **files})

    assert expected == list(map(told, inventory.environments))


@pytest.mark.parametrize(
    "files", [case.values[0] for case in LAYOUTS], ids=[case.id for case in LAYOUTS]
)
def test_every_distribution_is_in_an_environment_that_is_listed(files):
    inventory = inventory_in({"etc/os-release": b"", **files})

    paths = {environment.path for environment in inventory.environments}
    assert [] == [each for each in inventory.components if each.environment not in paths]


BASED: dict[str, bytes | str | None] = {
    "usr/bin/python3.11": PROGRAM,
    "usr/bin/python3": "python3.11",
    "usr/lib/python3.11/EXTERNALLY-MANAGED": b"",
}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            {"v/pyvenv.cfg": CONFIGURATION, "v/bin/python": "/usr/bin/python3"},
            ("venv", "/usr/bin", "usr", True, "usr/bin/python3.11"),
            id="C22-missing-system-site-packages",
        ),
        pytest.param(
            {
                "v/pyvenv.cfg": CONFIGURATION + b"include-system-site-packages = false\nuv = 0.5.1",
                "v/bin/python": "/usr/bin/python3",
            },
            ("uv 0.5.1", "/usr/bin", "usr", False, "usr/bin/python3.11"),
            id="C22-uv",
        ),
        pytest.param(
            {
                "v/pyvenv.cfg": CONFIGURATION + b"include-system-site-packages = false",
                "v/bin/python": "/usr/bin/python3",
                "v/pipx_metadata.json": b"{}",
            },
            ("pipx", "/usr/bin", "usr", False, "usr/bin/python3.11"),
            id="C22-pipx",
        ),
        pytest.param(
            {
                "v/pyvenv.cfg": CONFIGURATION + b"include-system-site-packages = false",
                "v/bin/python": PROGRAM,
            },
            ("venv", "/usr/bin", "usr", False, "v/bin/python"),
            id="C22-copies",
        ),
        pytest.param(
            {
                "v/pyvenv.cfg": b"home = /gone/bin\ninclude-system-site-packages = false",
                "v/bin/python": "/gone/bin/python3.11",
            },
            ("venv", "/gone/bin", None, False, None),
            id="C23-relocated",
        ),
        pytest.param(
            {"v/pyvenv.cfg": b"home = x://u:s3cr3t@h/"},
            ("venv", "x://h/", None, True, None),
            id="C23-a-secret",
        ),
    ],
)
def test_a_virtual_environment_has_the_interpreter_that_it_was_made_with(files, expected):
    inventory = inventory_in(BASED | files)

    venv = next(each for each in inventory.environments if each.path == "v")
    program = venv.interpreters[0].path
    assert expected == (venv.creator, venv.home, venv.base, venv.sees_base, program)


def test_what_is_left_to_the_operating_system_is_not_so_in_a_virtual_environment():
    """
    I6
    """
    files: dict[str, bytes | str | None] = {
        "v/pyvenv.cfg": CONFIGURATION,
        "v/bin/python": "/usr/bin/python3",
    }

    usr, venv = inventory_in(BASED | files).environments

    assert usr.interpreters[0].is_externally_managed
    assert not venv.interpreters[0].is_externally_managed


@pytest.mark.parametrize(
    "content",
    ["/nowhere", "pyvenv.cfg", None],
    ids=["dangling", "loop", "directory"],
)
def test_a_configuration_that_cannot_be_read_still_makes_a_virtual_environment(content):
    tree = tree_of({"opt/venv/pyvenv.cfg": content, f"opt/venv/{SITE}": None})

    problem, found = catalog(tree)

    assert isinstance(problem, Problem)
    assert ("opt/venv/pyvenv.cfg", "environment") == (problem.path, problem.cataloger)
    assert isinstance(found, Environment)
    assert ("virtual-environment", "3.11") == (found.kind, found.python_version)


def test_an_environment_that_a_later_layer_removes_is_gone():
    """
    H6
    """
    venv = {"opt/venv/pyvenv.cfg": CONFIGURATION, f"opt/venv/{SITE}/{FOO}": METADATA}

    assert () == inventory_in(venv, {"opt/.wh.venv": b""}).environments


def names_in(tree: Tree) -> list[tuple[str, str | None]]:
    found = [item for item in catalog(tree) if isinstance(item, Environment)]
    return [(environment.path, environment.python_version) for environment in found]


def test_all_that_it_reads_is_claimed():
    files = {
        "opt/venv/pyvenv.cfg": CONFIGURATION,
        "opt/venv/lib/python3.11/site-packages": None,
        "usr/lib/python3/dist-packages": None,
        "usr/bin/python3.11": PROGRAM,
        "opt/conda/conda-meta/history": b"",
        "app/__pypackages__/3.12/lib": None,
    }

    tree = tree_of(files, claims=Claims(ENVIRONMENT.claims, ENVIRONMENT.excerpts))

    assert [
        ("app/__pypackages__/3.12", "3.12"),
        ("opt/conda", None),
        ("opt/venv", "3.11.2"),
        ("usr", "3.11.9"),
    ] == names_in(tree)


def test_a_cataloger_goes_by_the_name_that_it_is_registered_by():
    assert sorted(CATALOGERS) == sorted(cataloger.name for cataloger in CATALOGERS.values())
