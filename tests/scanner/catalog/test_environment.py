"""Environments, by the directories that distributions are installed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from layers import Claims
from scanner.catalog import CATALOGERS
from scanner.catalog.dist_info import catalog as distributions
from scanner.catalog.environment import ENVIRONMENT, catalog
from scanner.model.component import Component, Problem
from scanner.model.environment import Environment
from tests.support.images import tree_of

if TYPE_CHECKING:
    from layers import Tree

CONFIGURATION = b"home = /usr/bin\nimplementation = CPython\nversion = 3.11.2\n"
METADATA = b"Name: foo\nVersion: 1.0\n"


def environments_in(tree: Tree) -> list[Environment]:
    found = [item for item in catalog(tree) if isinstance(item, Environment)]
    return sorted(found, key=lambda environment: environment.path)


def environment(
    path: str,
    kind: str,
    *sites: str,
    implementation: str | None = None,
    version: str | None = None,
) -> Environment:
    return Environment(
        path=path,
        kind=kind,
        site_directories=sites,
        implementation=implementation,
        python_version=version,
    )


LAYOUTS = [
    pytest.param(
        {
            "opt/venv/pyvenv.cfg": CONFIGURATION,
            "opt/venv/lib/python3.11/site-packages/foo-1.0.dist-info/METADATA": METADATA,
        },
        [
            environment(
                "opt/venv",
                "virtual-environment",
                "opt/venv/lib/python3.11/site-packages",
                implementation="CPython",
                version="3.11.2",
            )
        ],
        id="virtual environment",
    ),
    pytest.param(
        {"pyvenv.cfg": CONFIGURATION, "lib/python3.11/site-packages": None},
        [
            environment(
                "",
                "virtual-environment",
                "lib/python3.11/site-packages",
                implementation="CPython",
                version="3.11.2",
            )
        ],
        id="virtual environment that is itself the root",
    ),
    pytest.param(
        {
            "opt/venv/pyvenv.cfg": b"home = /build/python/bin\nversion = 3.12.1\n",
            "opt/venv/lib/python3.12/site-packages": None,
        },
        [
            environment(
                "opt/venv",
                "virtual-environment",
                "opt/venv/lib/python3.12/site-packages",
                implementation="CPython",
                version="3.12.1",
            )
        ],
        id="C23-home-is-nowhere",
    ),
    pytest.param(
        {"opt/venv/pyvenv.cfg": CONFIGURATION},
        [
            environment(
                "opt/venv", "virtual-environment", implementation="CPython", version="3.11.2"
            )
        ],
        id="virtual environment without distributions",
    ),
    pytest.param(
        {"usr/local/lib/python3.11/site-packages/README.txt": b""},
        [
            environment(
                "usr/local",
                "prefix",
                "usr/local/lib/python3.11/site-packages",
                implementation="CPython",
                version="3.11",
            )
        ],
        id="prefix of an interpreter",
    ),
    pytest.param(
        {
            "usr/lib/python3.9/site-packages/foo-1.0.dist-info/METADATA": METADATA,
            "usr/lib64/python3.9/site-packages/bar-1.0.dist-info/METADATA": METADATA,
        },
        [
            environment(
                "usr",
                "prefix",
                "usr/lib/python3.9/site-packages",
                "usr/lib64/python3.9/site-packages",
                implementation="CPython",
                version="3.9",
            )
        ],
        id="C19-two-site-directories",
    ),
    pytest.param(
        {"usr/lib/python3/dist-packages/foo-1.0.dist-info/METADATA": METADATA},
        [environment("usr", "prefix", "usr/lib/python3/dist-packages", implementation="CPython")],
        id="C19-debian",
    ),
    pytest.param(
        {"Python311/Lib/site-packages/foo-1.0.dist-info/METADATA": METADATA},
        [
            environment(
                "Python311", "prefix", "Python311/Lib/site-packages", implementation="CPython"
            )
        ],
        id="C24-windows",
    ),
    pytest.param(
        {"opt/pypy/lib/pypy3.9/site-packages/foo-1.0.dist-info/METADATA": METADATA},
        [
            environment(
                "opt/pypy",
                "prefix",
                "opt/pypy/lib/pypy3.9/site-packages",
                implementation="PyPy",
                version="3.9",
            )
        ],
        id="C25-pypy",
    ),
    pytest.param(
        {
            "var/task/foo-1.0.dist-info/METADATA": METADATA,
            "opt/python/foo-1.0.dist-info/METADATA": METADATA,
        },
        [
            environment("opt/python", "directory", "opt/python"),
            environment("var/task", "directory", "var/task"),
        ],
        id="C20-targets",
    ),
    pytest.param(
        {"foo-1.0.dist-info/METADATA": METADATA},
        [environment("", "directory", "")],
        id="C20-target-that-is-the-root",
    ),
    pytest.param(
        {"app/site-packages/foo/_vendor/bar-1.0.dist-info/METADATA": METADATA},
        [environment("app/site-packages", "directory", "app/site-packages")],
        id="vendored",
    ),
    pytest.param(
        {
            "var/task/setuptools-80.dist-info/METADATA": METADATA,
            "var/task/setuptools/_vendor/wheel-0.45.dist-info/METADATA": METADATA,
        },
        [environment("var/task", "directory", "var/task")],
        id="C13-vendored-in-a-target",
    ),
    pytest.param({"app/site-packages/README.txt": b""}, [], id="a name alone makes no environment"),
    pytest.param(
        {"opt/venv/lib/python3.11/site-packages": b"", "opt/venv/lib/python3.11/x": b""},
        [],
        id="a file with the name of a site directory",
    ),
    pytest.param(
        {
            "opt/venv/lib64": "lib",
            "opt/venv/lib/python3.11/site-packages/foo-1.0.dist-info/METADATA": METADATA,
        },
        [
            environment(
                "opt/venv",
                "prefix",
                "opt/venv/lib/python3.11/site-packages",
                implementation="CPython",
                version="3.11",
            )
        ],
        id="C21-lib64",
    ),
    pytest.param(
        {
            "usr/lib/python3.11/site-packages/foo-1.0.dist-info/METADATA": METADATA,
            "opt/app/lib/python3.11/site-packages": "/usr/lib/python3.11/site-packages",
        },
        [
            environment(
                "usr",
                "prefix",
                "usr/lib/python3.11/site-packages",
                implementation="CPython",
                version="3.11",
            )
        ],
        id="C27-site-directory-that-is-a-link",
    ),
    pytest.param(
        {
            "app/foo-1.0.dist-info/METADATA": METADATA,
            "app/foo-1.0.dist-info/licenses/src/bar-1.0.dist-info/METADATA": METADATA,
        },
        [environment("app", "directory", "app")],
        id="a dist-info among licences",
    ),
    pytest.param({"app/main.py": b""}, [], id="nothing of Python"),
]


@pytest.mark.parametrize(("files", "expected"), LAYOUTS)
def test_an_environment_is_where_distributions_are_installed(files, expected):
    assert expected == environments_in(tree_of({"etc/os-release": b"", **files}))


@pytest.mark.parametrize(
    "content",
    ["/nowhere", "pyvenv.cfg", None],
    ids=["dangling", "loop", "directory"],
)
def test_a_configuration_that_cannot_be_read_still_makes_a_virtual_environment(content):
    tree = tree_of({"opt/venv/pyvenv.cfg": content, "opt/venv/lib/python3.11/site-packages": None})

    problem, found = catalog(tree)

    assert isinstance(problem, Problem)
    assert ("opt/venv/pyvenv.cfg", "environment") == (problem.path, problem.cataloger)
    assert isinstance(found, Environment)
    assert ("virtual-environment", "3.11") == (found.kind, found.python_version)


def test_an_environment_that_a_later_layer_removes_is_gone():
    """
    H6
    """
    venv = {
        "opt/venv/pyvenv.cfg": CONFIGURATION,
        "opt/venv/lib/python3.11/site-packages/foo-1.0.dist-info/METADATA": METADATA,
    }

    assert [] == environments_in(tree_of(venv, {"opt/.wh.venv": b""}))


@pytest.mark.parametrize(
    "files", [case.values[0] for case in LAYOUTS], ids=[case.id for case in LAYOUTS]
)
def test_every_distribution_is_in_an_environment_that_is_listed(files):
    tree = tree_of({"etc/os-release": b"", **files})
    paths = {found.path for found in environments_in(tree)}

    outside = [
        item
        for item in distributions(tree)
        if isinstance(item, Component) and item.environment not in paths
    ]

    assert [] == outside


def test_all_that_it_reads_is_claimed():
    files = {
        "opt/venv/pyvenv.cfg": CONFIGURATION,
        "opt/venv/lib/python3.11/site-packages": None,
        "usr/lib/python3/dist-packages": None,
        "app/foo-1.0.dist-info/METADATA": METADATA,
    }

    found = environments_in(tree_of(files, claims=Claims(ENVIRONMENT.claims)))

    assert ["app", "opt/venv", "usr"] == [item.path for item in found]
    assert [None, "3.11.2", None] == [item.python_version for item in found]


def test_a_cataloger_goes_by_the_name_that_it_is_registered_by():
    assert sorted(CATALOGERS) == sorted(cataloger.name for cataloger in CATALOGERS.values())
