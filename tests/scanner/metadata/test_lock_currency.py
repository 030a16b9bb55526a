"""Whether a lockfile is of its manifest: what the tools wrote, and what changed since."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.metadata.lock_currency import (
    is_pdm_lock_current,
    is_pipfile_lock_current,
    is_poetry_lock_current,
    is_uv_lock_current,
)
from scanner.metadata.toml_table import Table, parse_toml

TESTDATA = Path(__file__).parents[3] / "testdata"
TOOLS = {
    "uv.lock": is_uv_lock_current,
    "poetry.lock": is_poetry_lock_current,
    "pdm.lock": is_pdm_lock_current,
    "Pipfile.lock": is_pipfile_lock_current,
}
LOCKS = sorted(
    path
    for folder in ("locks", "pipenv")
    for name in TOOLS
    for path in (TESTDATA / folder).rglob(name)
    if path.parent.name != "virtual"
)
IDS = [f"K19-{path.relative_to(TESTDATA)}" for path in LOCKS]
NAMES = {"Pipfile.lock": "Pipfile"}


def is_current(path: Path, change: tuple[str, str] = ("", "")) -> bool | None:
    text = path.read_text()
    lock = Table(json.loads(text)) if path.name == "Pipfile.lock" else parse_toml(text)
    manifest = (path.parent / NAMES.get(path.name, "pyproject.toml")).read_text()
    assert change[0] in manifest
    return TOOLS[path.name](lock, parse_toml(manifest.replace(*change, 1)))


@pytest.mark.parametrize("path", LOCKS, ids=IDS)
def test_what_a_tool_has_locked_is_current(path):
    assert is_current(path) is True


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("locks/service/uv.lock", (">=0.27", ">=0.26")),
        ("locks/service/pdm.lock", (">=0.27", ">=0.26")),
        ("locks/mixed/poetry.lock", ("dependencies = [", 'dependencies = ["six",')),
        ("pipenv/plain/Pipfile.lock", ("[packages]", '[packages]\nsix = "*"')),
    ],
    ids=["K19-uv", "K19-pdm", "K19-poetry", "K19-pipenv"],
)
def test_a_manifest_that_was_changed_has_another_lockfile(path, change):
    assert is_current(TESTDATA / path, change) is False


def test_what_does_not_matter_to_a_tool_changes_nothing():
    assert is_current(TESTDATA / "locks/service/uv.lock", ("[project]", "[project]\nlicense = 'x'"))


def test_a_lockfile_that_tells_nothing_is_not_known_to_be_current():
    assert {None} == {check(Table(), Table()) for check in TOOLS.values()}


KEYS = st.sampled_from(
    (
        *("metadata", "content-hash", "content_hash", "_meta", "hash", "sha256", "package"),
        *("project", "tool", "poetry", "pdm", "dependencies", "dependency-groups", "group"),
        *("source", "editable", "requires-dist", "name", "specifier", "resolution"),
    )
)
VALUES = st.recursive(
    st.sampled_from((None, True, 1, 1.5, "", "x", "name>=1", "\udcff", date(2026, 1, 1))),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=20,
)
DOCUMENTS = st.dictionaries(KEYS, VALUES, max_size=6)


@given(lock=DOCUMENTS, manifest=DOCUMENTS)
@pytest.mark.parametrize("name", TOOLS)
def test_any_values_anywhere_are_an_answer(name, lock, manifest):
    assert TOOLS[name](Table(lock), Table(manifest)) in {True, False, None}


def test_pipenv_may_have_hashed_names_as_they_are_compared():
    """
    pipenv 2026.10 does, and those before it did not.
    """
    manifest = parse_toml(
        """[[source]]
        url = "https://pypi.org/simple"
        verify_ssl = true
        name = "pypi"
        [packages]
        typer = {version = ">=0.12"}
        rich = {version = "*"}
        PyYAML = {version = "*"}
        colorama = {version = "*", markers = "sys_platform == 'win32'"}
        tomli = {version = "*", markers = "python_version < '3.11'"}
        [dev-packages]
        black = {version = "*"}
        """
    )
    digest = "0ae03f05aad9c4b25300a3395bebb4edc594c8859325d0dd13af4391609e5cc0"
    lock = Table({"_meta": {"hash": {"sha256": digest}}})

    assert is_pipfile_lock_current(lock, manifest) is True
