"""Entries of Poetry and pipenv, whose tables name what they ask for: edited, and read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.advisories.content import IndexContent
from scanner.fixing.patch import patched
from scanner.fixing.plan import plan_of
from scanner.judging import Judging
from scanner.metadata.specifier import admits
from scanner.model.component import State
from scanner.pipeline import audit, scan
from scanner.settings import Settings
from testdata.images.writer import write_directory
from tests.support.advisories import advisory, index_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scanner.advisories.index import AdvisoryIndex

FIXED = "2.5"
SETTINGS = Settings(included=frozenset(State))
PROJECT = """[tool.poetry]
name = "app" # idna = "^1.0"
[tool.poetry.dependencies]
python = "^3.9"
{}
[tool.poetry.group.dev.dependencies]
pytest = "1.0"
"""
PIPFILE = "[requires]\npython_version = '3.9'\n[packages]\n{}\n[dev-packages]\npytest = '==1.0'\n"
POETRY_LOCK = '[[package]]\nname = "idna"\nversion = "1.0"\n[metadata]\nlock-version = "2.0"\n'
PIPENV_LOCK = '{"_meta": {}, "default": {"idna": {"version": "==1.0"}}}'
FORMS = (
    'idna = "{}"',
    "idna='{}' # \"{{1.0}}",
    '"Idna" = "{}"',
    'idna = {{version = "{}", allow-prereleases = true}}',
    "idna = {{ extras = ['a', \"b\"], markers = \"os_name == 'nt'\", version='{}' }} # version",
)
NUMBERS = st.lists(st.integers(0, 4), min_size=1, max_size=3).map(
    lambda numbers: ".".join(map(str, numbers))
)
CLAUSES = st.builds(
    "{}{}".format, st.sampled_from(["", "=", "==", "^", "~", ">=", ">", "<", "<=", "!="]), NUMBERS
)
OURS = st.lists(CLAUSES, min_size=1, max_size=2).map(", ".join)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AdvisoryIndex]:
    """Return an index with one advisory, about all that is below one version."""
    record = advisory(f"introduced 0, fixed {FIXED}", id="PYSEC-2026-1", package="idna")
    directory = tmp_path_factory.mktemp("index")
    with index_of(directory, IndexContent(advisories=(record,))) as opened:
        yield opened


def fixed(index: AdvisoryIndex, root: Path, **files: str) -> tuple[list[str], list[str]]:
    """Return the texts that files are changed to, and what is left to do but to lock."""
    named = {name.replace("_", "."): text.encode() for name, text in files.items()}
    write_directory(root, named)
    plan = plan_of(audit(scan(str(root), SETTINGS), index, Judging()))
    patches, left = patched(root, plan.edits)
    for patch in patches:
        patch.location.write_text(patch.after)
    tasks = [each.what for each in (*plan.tasks, *left) if not each.place.endswith("lock")]
    return [patch.after for patch in patches], tasks


def specifier_in(root: Path) -> str:
    """Return what a project asks for, as our own parser reads it."""
    (stated,) = (
        component.declaration
        for component in scan(str(root), SETTINGS).components
        if component.declaration
        and not component.declaration.is_locked
        and component.name.lower() == "idna"
    )
    return stated.specifier or ""


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("constraint", "expected"),
    [
        ("1.0", "2.5"),
        ("==1.0", "==2.5"),
        ("=1.0", "=2.5"),
        ("^1.0", "^2.5"),
        ("~1.0.2", "~2.5.0"),
        ("1.*", "2.*"),
        (">=1.0,<2", None),
        ("^3.0", None),
    ],
)
def test_an_entry_of_poetry_is_raised_in_its_own_words(index, tmp_path, form, constraint, expected):
    text = PROJECT.format(form.format(constraint))

    texts, tasks = fixed(index, tmp_path, pyproject_toml=text, poetry_lock=POETRY_LOCK)

    wanted = [PROJECT.format(form.format(expected))] if expected else []
    assert (wanted, expected is None) == (texts, bool(tasks))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("specifier", "expected"), [("==1.0", "==2.5"), ("~=1.0.2", "~=2.5.0"), ("<2", None)]
)
def test_an_entry_of_pipenv_is_raised(index, tmp_path, form, specifier, expected):
    text = PIPFILE.format(form.format(specifier))

    texts, tasks = fixed(index, tmp_path, Pipfile=text, Pipfile_lock=PIPENV_LOCK)

    wanted = [PIPFILE.format(form.format(expected))] if expected else []
    assert (wanted, expected is None) == (texts, bool(tasks))


@pytest.mark.parametrize(
    "entry",
    [
        'idna = [{version = "^1.0", python = "<3.9"}, {version = "^1.1", python = ">=3.9"}]',
        '[tool.poetry.dependencies.idna]\nversion = "^1.0"',
        'idna.version = "^1.0"',
    ],
    ids=["array", "table", "dotted"],
)
def test_what_stands_there_otherwise_is_told(index, tmp_path, entry):
    text = PROJECT.format(entry)

    texts, tasks = fixed(index, tmp_path, pyproject_toml=text, poetry_lock=POETRY_LOCK)

    assert [] == texts
    assert any(
        "idna^1.0: have it be idna^2.5 (it stands there otherwise)" == each for each in tasks
    )


@given(OURS, st.sampled_from(FORMS))
def test_what_is_written_is_read_again_and_allows_the_version(
    index, tmp_path_factory, constraint, form
):
    """
    Or else it did so before, or somebody is told.
    """
    root = tmp_path_factory.mktemp("project")
    text = PROJECT.format(form.format(constraint))
    before, after = PROJECT.format(form.format("\0")).split("\0")

    texts, tasks = fixed(index, root, pyproject_toml=text, poetry_lock=POETRY_LOCK)

    allowed = admits(specifier_in(root), FIXED)
    assert allowed or tasks
    for written in texts:
        assert allowed
        assert (before, after) == (written[: len(before)], written[-len(after) :])
