"""Each tool that locks has locked projects here, and what it says of them is compared."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.scanner.catalog.test_lockfile import EXPORTS
from tests.scanner.catalog.test_pipfile import PROJECTS as OF_PIPENV
from tests.scanner.catalog.test_pyproject import HATCH as OF_HATCH
from tests.scanner.catalog.test_requirements import RECORDED, TRUTH

PROJECTS = {
    "uv": {project for project, tool in EXPORTS if tool == "uv"},
    "pdm": {project for project, tool in EXPORTS if tool == "pdm"},
    "poetry": {project for project, tool in EXPORTS if tool in {"poetry", "old"}},
    "pipenv": {project.name for project in OF_PIPENV},
    "pip-tools": {
        file.partition("/")[0]
        for file in TRUTH
        if "by pip-compile" in (RECORDED / file).read_text("utf-8")
    },
    "hatch": {project.name for project in OF_HATCH},
}


@pytest.mark.parametrize("tool", PROJECTS)
def test_at_least_five_projects_are_compared_with_what_each_tool_says(tool):
    assert len(PROJECTS[tool]) >= 5


def test_what_is_recorded_says_by_which_versions():
    noted = json.loads(Path("testdata/locks/tools.json").read_text("utf-8"))

    assert {"extras", "groups", "platforms"} <= set(noted)
    assert all(version for versions in noted.values() for version in versions.values())
