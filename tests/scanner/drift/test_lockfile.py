"""Lockfiles beside their manifests and beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scanner.drift.difference import Kind
from scanner.drift.lockfile import differences_of_locks
from tests.support.images import inventory_in
from tests.support.shelf import LOCKED_PROJECT, PYPROJECT, encoded, uv_lock

if TYPE_CHECKING:
    from collections.abc import Mapping

POETRY = """\
[[package]]
name = "idna"
version = "3.3"

[metadata]
lock-version = "2.0"
content-hash = "0"
"""
PIPFILE = '[packages]\nidna = ">=3"\n'
PIPFILE_LOCK = '{"_meta": {}, "default": {"idna": {"version": "==2.1"}}}'


def told(
    files: Mapping[str, bytes | str | None],
) -> list[tuple[Kind, str, str | None, str | None, str]]:
    components = (each for each in inventory_in(encoded(files)).components if each.declaration)
    return [
        (each.kind, each.name, each.declared, each.found, each.where)
        for each in differences_of_locks(components)
    ]


def test_a_lockfile_of_its_manifest_does_not_differ():
    assert [] == told(LOCKED_PROJECT)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            {"uv.lock": uv_lock(("colorama", "0.4.6")), "pyproject.toml": PYPROJECT},
            (Kind.OUTDATED, "idna", ">=3", None, "pyproject.toml:4"),
            id="K19-not-locked",
        ),
        pytest.param(
            {"uv.lock": uv_lock(("idna", "2.9")), "pyproject.toml": PYPROJECT},
            (Kind.OUTDATED, "idna", ">=3", "2.9", "pyproject.toml:4"),
            id="K19-not-allowed",
        ),
        pytest.param(
            {"uv.lock": uv_lock(), "pyproject.toml": PYPROJECT.replace(">=3", ">=3.1")},
            (Kind.OUTDATED, "", None, None, "uv.lock"),
            id="K19-metadata-of-uv",
        ),
        pytest.param(
            {"poetry.lock": POETRY, "pyproject.toml": PYPROJECT},
            (Kind.OUTDATED, "", None, None, "poetry.lock"),
            id="K19-hash-of-poetry",
        ),
        pytest.param(
            {"Pipfile.lock": PIPFILE_LOCK, "Pipfile": PIPFILE},
            (Kind.OUTDATED, "idna", ">=3", "2.1", "Pipfile:2"),
            id="K19-pipenv",
        ),
        pytest.param(
            {"requirements.txt": "six==1.0\n    # via -r requirements.in\n"}
            | {"requirements.in": "six>=2\n"},
            (Kind.OUTDATED, "six", ">=2", "1.0", "requirements.in:1"),
            id="K19-pip-compile",
        ),
        pytest.param(
            LOCKED_PROJECT | {"poetry.lock": POETRY},
            (Kind.DISAGREEMENT, "idna", "3.4", "3.3", "poetry.lock:1"),
            id="K19-two-lockfiles",
        ),
    ],
)
def test_a_lockfile_that_does_not_fit_is_told(files, expected):
    assert expected in told(files)


FROZEN = "idna==3.6\nsix==1.0\n"
PINNING = '[project]\nname = "app"\ndependencies = ["idna==3.4", "attrs"]\n'


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            {"pyproject.toml": PINNING},
            (Kind.OUTDATED, "idna", "==3.4", "3.6", "pyproject.toml:3"),
            id="K19-pyproject",
        ),
        pytest.param(
            {"setup.cfg": "[options]\ninstall_requires =\n  idna<3.6\n"},
            (Kind.OUTDATED, "idna", "<3.6", "3.6", "setup.cfg:3"),
            id="K19-setup-cfg",
        ),
        pytest.param(
            {"setup.py": "from setuptools import setup\nsetup(install_requires=['idna<3.6'])\n"},
            (Kind.OUTDATED, "idna", "<3.6", "3.6", "setup.py:2"),
            id="K19-setup-py",
        ),
        pytest.param(
            {"requirements.in": "idna<3.6\nsix\n"},
            (Kind.OUTDATED, "idna", "<3.6", "3.6", "requirements.in:1"),
            id="K19-not-allowed-by-an-in-file",
        ),
        pytest.param(
            {"requirements.in": "idna\nattrs\n"},
            (Kind.OUTDATED, "attrs", None, None, "requirements.in:2"),
            id="K19-not-listed-of-an-in-file",
        ),
        pytest.param(
            {"uv.lock": uv_lock(("idna", "3.4"))},
            (Kind.DISAGREEMENT, "idna", "3.4", "3.6", "requirements.txt:1"),
            id="K19-uv",
        ),
    ],
)
def test_k19_requirements_that_are_all_pinned_are_a_lockfile(files, expected):
    assert [expected] == told({"requirements.txt": FROZEN} | files)


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({}, id="nothing-else"),
        pytest.param({"requirements-dev.txt": "idna==3.7\n"}, id="another-list"),
        pytest.param({"sub/pyproject.toml": PINNING}, id="another-directory"),
        pytest.param({"pyproject.toml": PINNING.replace("==3.4", ">=3")}, id="what-fits"),
        pytest.param(
            {"pyproject.toml": '[project]\nname = "a"\noptional-dependencies.x = ["idna<3"]\n'},
            id="an-extra",
        ),
        pytest.param(
            {"pyproject.toml": PINNING, "requirements.txt": f"{FROZEN}attrs>=20\n"},
            id="not-all-pinned",
        ),
    ],
)
def test_k19_a_list_of_requirements_differs_from_nothing_else(files):
    assert [] == told({"requirements.txt": FROZEN} | files)


def test_lockfiles_with_a_common_version_of_a_fork_agree():
    both = uv_lock(("idna", "3.4"), ("idna", "3.3"))

    kinds = [kind for kind, *_ in told({"uv.lock": both, "poetry.lock": POETRY})]
    assert Kind.DISAGREEMENT not in kinds


def test_what_a_marker_leaves_out_need_not_be_locked():
    assert [] == [
        each
        for each in told({"uv.lock": uv_lock(("idna", "3.4")), "pyproject.toml": PYPROJECT})
        if each[1] == "colorama"
    ]
