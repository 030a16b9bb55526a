"""What is to be done about the findings of a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scanner.advisories.content import IndexContent
from scanner.fixing.plan import Edit, Plan, Task, plan_of
from scanner.judging import Judging
from scanner.model.component import State
from scanner.pipeline import audit, scan
from scanner.settings import Settings
from testdata.images.writer import write_directory
from tests.support.advisories import advisory, index_of

if TYPE_CHECKING:
    from pathlib import Path

    from scanner.model.advisory import Advisory

RECORD = advisory("introduced 0, fixed 2.5", id="PYSEC-2026-1", package="idna")
OTHER = advisory("introduced 0, fixed 2.0", id="PYSEC-2026-2", package="idna")
UNFIXED = advisory("introduced 0", id="PYSEC-2026-3", package="idna")
MALWARE = advisory("introduced 0", id="MAL-2026-1", package="idna")
LOCK = """version = 1
[[package]]
name = "app"
version = "1"
source = { virtual = "." }
dependencies = [{ name = "idna" }]
[[package]]
name = "idna"
version = "1.0"
source = { registry = "https://pypi.org/simple" }
"""
PROJECT = '[project]\nname = "app"\nversion = "1"\ndependencies = ["idna%s"]\n'


def plan(tmp_path: Path, files: dict[str, str], *records: Advisory) -> Plan:
    """Return the plan for a project."""
    root = tmp_path / "project"
    write_directory(root, {path: text.encode() for path, text in files.items()})
    with index_of(tmp_path, IndexContent(advisories=records or (RECORD, OTHER))) as index:
        inventory = scan(str(root), Settings(included=frozenset(State)))
        return plan_of(audit(inventory, index, Judging()))


def test_a_pin_is_raised_once_to_what_is_clean_of_everything(tmp_path):
    found = plan(tmp_path, {"requirements.txt": "# all\nidna==1.0\n"})

    edit = Edit(
        path="requirements.txt",
        first_line=2,
        last_line=2,
        name="idna",
        specifier="==1.0",
        wanted="==2.5",
        version="2.5",
    )
    assert Plan(edits=(edit,)) == found


def test_each_file_that_asks_for_it_is_edited(tmp_path):
    files = {"requirements.txt": "idna==1.0\n", "requirements-dev.txt": "Idna==1.1\n"}

    found = plan(tmp_path, files)

    assert [("requirements-dev.txt", "Idna"), ("requirements.txt", "idna")] == sorted(
        (edit.path, edit.name) for edit in found.edits
    )


@pytest.mark.parametrize(
    ("specifier", "edited"), [(">=1.0", []), ("~=1.0.0", ["~=2.5.0"]), ("==1.*", ["==2.*"])]
)
def test_of_a_lockfile_it_is_told_what_brings_it_up_to_date(tmp_path, specifier, edited):
    """
    And its manifest is edited only where it would keep that from happening.
    """
    files = {"uv.lock": LOCK, "pyproject.toml": PROJECT % specifier}

    found = plan(tmp_path, files)

    what = "run `uv lock --upgrade-package idna`: idna 1.0 to 2.5, for PYSEC-2026-1, PYSEC-2026-2"
    assert (Task(place="uv.lock", what=what),) == found.tasks
    assert edited == [edit.wanted for edit in found.edits]


def test_an_upper_bound_is_for_somebody_to_lift(tmp_path):
    found = plan(tmp_path, {"uv.lock": LOCK, "pyproject.toml": PROJECT % ">=1.0,<2"})

    what = "idna>=1.0,<2: have it allow 2.5, for PYSEC-2026-1, PYSEC-2026-2"
    assert () == found.edits
    assert Task(place="pyproject.toml:4", what=what) in found.tasks


@pytest.mark.parametrize(
    ("record", "what"),
    [
        (UNFIXED, "no version of idna without PYSEC-2026-3 is known"),
        (MALWARE, "remove idna: it is malware"),
    ],
    ids=["no fix", "malware"],
)
def test_what_no_version_helps_against_is_told(tmp_path, record, what):
    found = plan(tmp_path, {"requirements.txt": "idna==1.0\n"}, record)

    assert Plan(tasks=(Task(place="requirements.txt:1", what=what),)) == found


def test_what_even_the_better_version_has_is_told(tmp_path):
    later = advisory("introduced 2.5", id="PYSEC-2026-4", package="idna")

    found = plan(tmp_path, {"requirements.txt": "idna==1.0\n"}, RECORD, OTHER, later)

    what = "idna 2.0 still has PYSEC-2026-1"
    assert (["==2.0"], (Task(place="requirements.txt:1", what=what),)) == (
        [edit.wanted for edit in found.edits],
        found.tasks,
    )


def test_what_is_installed_is_to_be_upgraded(tmp_path):
    path = "venv/lib/python3.11/site-packages/idna-1.0.dist-info"
    metadata = "Metadata-Version: 2.1\nName: idna\nVersion: 1.0\n"

    found = plan(tmp_path, {f"{path}/METADATA": metadata})

    what = "upgrade idna 1.0 to 2.5, for PYSEC-2026-1, PYSEC-2026-2"
    assert Plan(tasks=(Task(place=path, what=what),)) == found


def test_what_keeps_back_the_version_is_to_be_raised_first(tmp_path):
    site = "venv/lib/python3.11/site-packages"
    header = "Metadata-Version: 2.1\nName: %s\nVersion: 1.0\n"
    files = {
        f"{site}/idna-1.0.dist-info/METADATA": header % "idna",
        f"{site}/asks-1.0.dist-info/METADATA": header % "asks" + "Requires-Dist: idna<2\n",
        f"{site}/asks-1.0.dist-info/REQUESTED": "",
    }

    found = plan(tmp_path, files)

    assert any(task.what.startswith("raise asks: it does not allow idna") for task in found.tasks)


def test_nothing_is_to_be_done_where_nothing_counts(tmp_path):
    assert Plan() == plan(tmp_path, {"requirements.txt": "idna==3.0\n"})
