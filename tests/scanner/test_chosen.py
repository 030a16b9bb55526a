"""Manifests and lockfiles as targets by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scanner.errors import NotADirectory, UnreadableDocument
from scanner.model.inventory import Coverage, Subject
from scanner.pipeline import scan
from scanner.settings import Settings
from tests.support.shop import CLEAN, layout

if TYPE_CHECKING:
    from scanner.model.inventory import Inventory

UV_LOCK = """\
version = 1
requires-python = ">=3.11"
[[package]]
name = "idna"
version = "3.4"
source = { registry = "https://pypi.org/simple" }
"""
POETRY_LOCK = """\
[[package]]
name = "idna"
version = "3.4"
optional = false
python-versions = ">=3.5"
files = []
[metadata]
lock-version = "2.1"
python-versions = "*"
content-hash = ""
"""
PYLOCK = """\
lock-version = "1.0"
created-by = "x"
[[packages]]
name = "idna"
version = "3.4"
"""
SCRIPT = '# /// script\n# dependencies = ["idna==3.4"]\n# ///\n'
PROJECT = '[project]\nname = "x"\nversion = "1"\ndependencies = ["idna==3.4"]\n'
PIPFILE_LOCK = '{"_meta": {}, "default": {"idna": {"version": "==3.4"}}, "develop": {}}'
ENVIRONMENT = "name: x\ndependencies:\n  - pip:\n    - idna==3.4\n"
CONDA = "@EXPLICIT\nhttps://conda.anaconda.org/conda-forge/noarch/idna-3.4-pyhd8ed1ab_0.tar.bz2\n"
NOTHING = "neither an image, nor an SBOM, nor anything that declares distributions"


def found(inventory: Inventory) -> set[tuple[str, str | None, str, int | None]]:
    """Return the distributions that count, with the places that tell them."""
    return {
        (each.name, each.version, each.evidence.path, each.evidence.line)
        for each in inventory.included_components
        if each.name != "x"
    }


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("requirements.txt", "idna==3.4", 1),
        ("requirements-dev.in", "\nidna==3.4", 2),
        ("constraints.txt", "idna==3.4", 1),
        ("deps.txt", "idna==3.4", 1),
        ("deps", "idna==3.4", 1),
        ("packages.txt", "idna==3.4", 1),
        ("requirements.lock", "idna==3.4", 1),
        ("deps.list", "# what we need\n\nidna==3.4", 3),
        ("uv.lock", UV_LOCK, 3),
        ("poetry.lock", POETRY_LOCK, 1),
        ("pylock.toml", PYLOCK, 3),
        ("pylock.dev.toml", PYLOCK, 3),
        ("Pipfile", '[packages]\nidna = "==3.4"\n', 2),
        ("Pipfile.lock", PIPFILE_LOCK, 1),
        ("pyproject.toml", PROJECT, 4),
        ("setup.cfg", "[options]\ninstall_requires =\n    idna==3.4\n", 3),
        ("setup.py", 'from setuptools import setup\nsetup(install_requires=["idna==3.4"])\n', 2),
        ("environment.yml", ENVIRONMENT, 4),
        ("explicit.txt", CONDA, 2),
        ("tool.py", SCRIPT, 2),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 20 else "",
)
def test_a_file_alone_is_scanned(tmp_path, name, content, line):
    (tmp_path / name).write_text(content)
    (tmp_path / "requirements-other.txt").write_text("six==1.0")

    inventory = scan(str(tmp_path / name))

    assert {("idna", "3.4", name, line)} == found(inventory)
    assert ("file", Coverage.FULL) == (inventory.subject.source, inventory.coverage)


def test_a_file_is_what_its_directory_is_with_nothing_else_in_it(tmp_path):
    (tmp_path / "uv.lock").write_text(UV_LOCK)

    of_file, of_directory = scan(str(tmp_path / "uv.lock")), scan(str(tmp_path))

    assert of_directory.components == of_file.components
    assert (of_directory.problems, of_directory.included) == (of_file.problems, of_file.included)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_what_a_requirements_file_takes_in_is_read_by_any_name(tmp_path, encoding):
    """
    PowerShell writes UTF-16.
    """
    (tmp_path / "deps.txt").write_text("-r more/odd\n-c limits\nsix\n", encoding)
    (tmp_path / "more").mkdir()
    (tmp_path / "more/odd").write_text("idna==3.4\n")
    (tmp_path / "limits").write_text("six==1.0\nunused==1\n")
    (tmp_path / "requirements.txt").write_text("jinja2==2.0\n")

    inventory = scan(str(tmp_path / "deps.txt"))

    assert {("six", "1.0", "deps.txt", 3), ("idna", "3.4", "more/odd", 1)} == found(inventory)


def test_what_is_outside_of_the_directory_is_told_and_not_read(tmp_path):
    (tmp_path / "base.txt").write_text("idna==3.4\n")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/requirements.txt").write_text("-r ../base.txt\nsix==1.0\n")

    inventory = scan(str(tmp_path / "sub/requirements.txt"))

    assert {("six", "1.0", "requirements.txt", 2)} == found(inventory)
    assert ["line 1: an include outside of what is scanned: ../base.txt"] == [
        each.reason for each in inventory.problems
    ]


def test_only_chosen_files_of_a_directory_count(tmp_path):
    (tmp_path / "tests/data").mkdir(parents=True)
    (tmp_path / "a.txt").write_text("idna==3.4")
    (tmp_path / "tests/data/b.txt").write_text("six==1.0")
    (tmp_path / "requirements.txt").write_text("jinja2==2.0")
    files = (f"{tmp_path}/a.txt", f"{tmp_path}/tests/data/b.txt")

    inventory = scan(str(tmp_path), Settings(manifests=files))

    assert {("idna", "3.4", "a.txt", 1), ("six", "1.0", "tests/data/b.txt", 1)} == found(inventory)
    assert "dir" == inventory.subject.source


def test_an_image_has_no_files_to_choose(tmp_path):
    layout(CLEAN, tmp_path / "image")

    with pytest.raises(NotADirectory, match="nor files to choose"):
        scan(str(tmp_path / "image"), Settings(manifests=("requirements.txt",)))


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [("uv.lock", "version = [", "not TOML: "), ("Pipfile.lock", "{", "not JSON")],
)
def test_a_lockfile_that_is_broken_as_a_whole_is_incomplete_as_it_is_in_a_directory(
    tmp_path, name, content, reason
):
    (tmp_path / name).write_text(content)

    inventory = scan(str(tmp_path / name))

    (problem,) = inventory.problems
    assert Coverage.INCOMPLETE is inventory.coverage
    assert problem.reason.startswith(reason)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("letter.txt", "Dear Sir or Madam,", NOTHING),
        ("notes-requests.txt", "Dear Sir or Madam,", NOTHING),
        ("packages.txt", "Dear Sir or Madam,", NOTHING),
        ("comments", "# nothing\n", NOTHING),
        ("x.json", '{"a": 1}', NOTHING),
        ("plain.py", "print(1)", NOTHING),
        ("run.sh", "#!/bin/sh\nexit 1\n", NOTHING),
        ("requirements.txt", "-r missing.txt", "line 1: an include not there: missing.txt"),
    ],
)
def test_a_file_that_tells_nothing_is_an_error(tmp_path, name, content, reason):
    """
    One is passed over in a directory; where it was asked for, to be silent would be to be clean.
    """
    (tmp_path / name).write_text(content)

    with pytest.raises(UnreadableDocument) as error:
        scan(str(tmp_path / name))

    assert error.value.reason.startswith(f"{tmp_path}/{name}: {reason}")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("requirements.txt", "# none yet\n"),
        ("tool.py", "# /// script\n# dependencies = []\n# ///\n"),
        ("pyproject.toml", "[tool.ruff]\n"),
    ],
)
def test_a_file_may_need_nothing(tmp_path, name, content):
    (tmp_path / name).write_text(content)

    inventory = scan(str(tmp_path / name))

    assert (set(), Coverage.FULL) == (found(inventory), inventory.coverage)


@pytest.mark.parametrize(
    ("source", "location", "expected"),
    [
        ("dir", "a/b", "a/b"),
        ("file", "a/b", "a"),
        ("file", "b", "."),
        ("file", "/b", "/"),
        ("file", "/a/b", "/a"),
    ],
)
def test_what_paths_are_in_is_a_directory(source, location, expected):
    assert expected == Subject(location=location, source=source).directory
