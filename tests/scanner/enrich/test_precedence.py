"""Which of several files of a project is believed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from scanner.enrich.precedence import with_precedence
from tests.support.images import inventory_in
from tests.support.shelf import LOCKED_PROJECT, PYPROJECT, encoded, uv_lock

if TYPE_CHECKING:
    from collections.abc import Mapping

POETRY = '[[package]]\nname = "idna"\nversion = "3.3"\n\n[metadata]\nlock-version = "2.0"\n'
PDM = '[[package]]\nname = "idna"\nversion = "3.2"\n\n[metadata]\nlock_version = "4.5"\n'
PIPENV = '{"_meta": {}, "default": {"idna": {"version": "==3.1"}}}'
PYLOCK = 'lock-version = "1.0"\ncreated-by = "x"\n[[packages]]\nname = "idna"\nversion = "3.0"\n'
UV = uv_lock(("idna", "3.4"))
COMPILED = "idna==2.9\n    # via -r requirements.in\n"


def believed(files: Mapping[str, bytes | str | None]) -> dict[str, str | None]:
    """Return, by the path of each declaration of idna, which file is believed instead."""
    return {
        each.evidence.path: each.declaration.superseded_by
        for each in inventory_in(encoded(files)).components
        if each.name == "idna" and each.declaration
    }


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        pytest.param({"uv.lock": UV}, {"poetry.lock": POETRY}, id="K19-uv"),
        pytest.param({"poetry.lock": POETRY}, {"pdm.lock": PDM}, id="K19-poetry"),
        pytest.param({"pdm.lock": PDM}, {"Pipfile.lock": PIPENV}, id="K19-pdm"),
        pytest.param({"Pipfile.lock": PIPENV}, {"pylock.toml": PYLOCK}, id="K19-pipenv"),
        pytest.param({"pylock.toml": PYLOCK}, {"requirements.txt": COMPILED}, id="K19-pylock"),
        pytest.param(
            {"requirements.txt": COMPILED}, {"pyproject.toml": PYPROJECT}, id="K19-compiled"
        ),
        pytest.param(
            {"requirements.txt": "idna==3.4\n"}, {"pyproject.toml": PYPROJECT}, id="K19-pinned"
        ),
        pytest.param(
            {"pyproject.toml": PYPROJECT}, {"requirements.txt": "idna\n"}, id="K19-manifests"
        ),
    ],
)
def test_the_better_of_two_files_is_believed(better, worse):
    (first,), (second,) = better, worse

    assert {first: None, second: first} == believed(better | worse)


def test_what_only_another_file_has_counts():
    inventory = inventory_in(encoded(LOCKED_PROJECT))

    counted = {each.name: each.evidence.path for each in inventory.components if _counts(each)}
    assert "pyproject.toml" == counted["hatchling"]
    assert "uv.lock" == counted["pytest"]


def _counts(component):
    return component.declaration is not None and not component.is_set_aside


def test_versions_of_two_files_of_one_kind_both_count_and_equal_ones_once():
    files = {"requirements.txt": "idna==3.4\n", "requirements-dev.txt": "idna==3.5\n"}

    assert {None} == set(believed(files).values())

    files = {"requirements.txt": "idna==3.4\n", "requirements-dev.txt": "idna==3.4\n"}
    expected = {"requirements.txt": None, "requirements-dev.txt": "requirements.txt"}
    assert expected == believed(files)


def test_projects_in_different_directories_have_nothing_to_do_with_each_other():
    files = {"a/uv.lock": UV, "b/requirements.txt": "idna==3.4\n"}

    assert dict.fromkeys(files) == believed(files)


def test_the_lockfile_of_a_workspace_is_believed_for_its_members():
    root = '[tool.uv.workspace]\nmembers = ["packages/*"]\n[project]\nname = "root"\n'
    member = '[project]\nname = "part"\nversion = "1"\ndependencies = ["idna>=3"]\n'
    lock = (
        'version = 1\n[manifest]\nmembers = ["part", "root"]\n'
        '[[package]]\nname = "idna"\nversion = "3.4"\nsource = { registry = "x" }\n'
        '[[package]]\nname = "part"\nversion = "1"\nsource = { editable = "packages/part" }\n'
        'dependencies = [{ name = "idna" }]\n'
        '[[package]]\nname = "root"\nsource = { virtual = "." }\n'
    )
    files = {"pyproject.toml": root, "packages/part/pyproject.toml": member, "uv.lock": lock}

    assert {"packages/part/pyproject.toml": "uv.lock", "uv.lock": None} == believed(files)


def test_the_lockfile_of_a_script_is_not_that_of_the_project():
    files = {"pyproject.toml": PYPROJECT, "tool.py.lock": UV}

    assert dict.fromkeys(files) == believed(files)


def test_what_is_superseded_is_neither_in_documents_nor_counted_as_matched():
    inventory = inventory_in(encoded(LOCKED_PROJECT))
    states = frozenset(each.state for each in inventory.components)

    from dataclasses import replace

    included = replace(inventory, included=states)
    assert 1 == [each.name for each in included.included_components].count("idna")
    assert 1 == [each.name for each in included.documented_components].count("idna")


def test_what_has_a_version_since_it_was_judged_is_judged_anew():
    """
    A resolver gives what a pyproject.toml asks for a version, and it is then as good as a pin.
    """
    files = {"requirements.txt": "idna==3.4\n", "pyproject.toml": PYPROJECT}
    inventory = inventory_in(encoded(files))
    resolved = replace(
        inventory,
        components=tuple(
            replace(each, version="3.5", declaration=replace(each.declaration, is_locked=True))
            if each.kind == "pyproject" and each.declaration
            else each
            for each in inventory.components
        ),
    )

    found = with_precedence(resolved).components

    assert {"requirements.txt": "pyproject.toml", "pyproject.toml": None} == {
        each.evidence.path: each.declaration.superseded_by
        for each in found
        if each.name == "idna" and each.declaration
    }
