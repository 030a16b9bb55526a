"""A finding in a lockfile: at its entry's line, with the way that leads to it, in any format."""

from __future__ import annotations

import json
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from scanner.advisories.content import IndexContent
from scanner.formats import EMITTERS
from scanner.pipeline import audit, scan
from scanner.settings import Settings
from tests.support.advisories import advisory, index_of
from tests.support.command import lading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scanner.model.report import Report

PROJECT = '[project]\nname = "app"\nversion = "1"\ndependencies = ["requests"]\n'
CONDA = "https://conda.anaconda.org/conda-forge/linux-64"

LOCKFILES = {
    "uv.lock": """
        version = 1

        [[package]]
        name = "app"
        version = "1"
        source = { virtual = "." }
        dependencies = [{ name = "requests" }]

        [[package]]
        name = "idna"  # here
        version = "3.4"
        source = { registry = "https://pypi.org/simple" }

        [[package]]
        name = "requests"
        version = "2.31.0"
        source = { registry = "https://pypi.org/simple" }
        dependencies = [
            { name = "idna" },
        ]
        """,
    "poetry.lock": """
        [[package]]
        name = "idna"  # here
        version = "3.4"
        groups = ["main"]
        files = []

        [[package]]
        name = "requests"
        version = "2.31.0"
        groups = ["main"]
        files = []

        [package.dependencies]
        idna = ">=2.5,<4"

        [metadata]
        lock-version = "2.1"
        """,
    "pdm.lock": """
        [metadata]
        lock_version = "4.5.0"

        [[package]]
        name = "idna"  # here
        version = "3.4"
        groups = ["default"]

        [[package]]
        name = "requests"
        version = "2.31.0"
        groups = ["default"]
        dependencies = ["idna<4,>=2.5"]
        """,
    "pylock.toml": """
        lock-version = "1.0"
        created-by = "test"

        [[packages]]
        name = "idna"  # here
        version = "3.4"
        wheels = [{ url = "https://x.test/idna-3.4-py3-none-any.whl", hashes = { sha256 = "a" } }]

        [[packages]]
        name = "requests"
        version = "2.31.0"
        dependencies = [{ name = "idna" }]
        wheels = [{ url = "https://x.test/requests-2.31.0.whl", hashes = { sha256 = "a" } }]
        """,
    "requirements.txt": """
        requests==2.31.0
            # via -r requirements.in
        idna==3.4  # here
            # via requests
        """,
    "conda-lock.yml": """
        version: 1
        metadata:
          channels: []
          platforms: [linux-64]
          sources: [environment.yml]
        package:
        - manager: pip
          name: idna  # here
          version: '3.4'
          platform: linux-64
          url: https://files.pythonhosted.org/packages/idna-3.4-py3-none-any.whl
          category: main
        - manager: pip
          name: requests
          version: 2.31.0
          platform: linux-64
          dependencies:
            idna: '>=2.5,<4'
          url: https://files.pythonhosted.org/packages/requests-2.31.0-py3-none-any.whl
          category: main
        """,
    "Pipfile.lock": """
        {"_meta": {"pipfile-spec": 6}, "default": {
            "idna": {"hashes": ["# here"], "version": "==3.4"},
            "requests": {"version": "==2.31.0"}
        }, "develop": {}}
        """,
    "pixi.lock": """
        version: 6
        environments:
          default:
            channels: []
            packages:
              linux-64:
              - pypi: https://files.pythonhosted.org/packages/idna-3.4-py3-none-any.whl
              - pypi: https://files.pythonhosted.org/packages/requests-2.31.0-py3-none-any.whl
        packages:
        - pypi: https://files.pythonhosted.org/packages/idna-3.4-py3-none-any.whl
          name: idna  # here
          version: '3.4'
        - pypi: https://files.pythonhosted.org/packages/requests-2.31.0-py3-none-any.whl
          name: requests
          version: 2.31.0
          requires_dist:
          - idna>=2.5,<4
        """,
}
"""Each has idna, which requests needs, and that is what the project asks for."""
WAYLESS = frozenset(("Pipfile.lock",))
"""What does not tell what needs what."""
MANIFESTS = {
    "conda-lock.yml": {"environment.yml": "dependencies:\n- pip:\n  - requests\n"},
    "pixi.lock": {"pixi.toml": '[workspace]\nname = "app"\n[pypi-dependencies]\nrequests = "*"\n'},
    "requirements.txt": {},
    "Pipfile.lock": {"Pipfile": '[packages]\nrequests = "*"\n'},
}


@pytest.fixture(params=LOCKFILES)
def located(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Report, str, int]]:
    """A report of a project with a lockfile, the lockfile's name, and the line of the entry."""
    name = request.param
    text = dedent(LOCKFILES[name]).lstrip()
    line = next(number for number, each in enumerate(text.splitlines(), 1) if "# here" in each)
    project = tmp_path / "project"
    project.mkdir()
    for path, content in {name: text, **MANIFESTS.get(name, {"pyproject.toml": PROJECT})}.items():
        (project / path).write_text(content)
    record = advisory("introduced 0, fixed 3.7", package="idna", id="PYSEC-1")
    with index_of(tmp_path, IndexContent(advisories=[record])) as index:
        yield audit(scan(str(project), Settings()), index), name, line


def test_sarif_is_at_the_line_of_the_entry_and_names_the_way(located):
    report, path, line = located

    (result,) = json.loads("".join(EMITTERS["sarif"].emit(report)))["runs"][0]["results"]

    place = result["locations"][0]["physicalLocation"]
    start = place["region"]["startLine"]
    assert path == place["artifactLocation"]["uri"]
    assert start <= line <= start + 1, "an entry may begin with its bracket, or another key"
    assert (path not in WAYLESS) == ("through requests → idna" in result["message"]["text"])


def test_json_has_the_line_and_what_is_before_it_on_the_way(located):
    report, path, line = located

    document = json.loads("".join(EMITTERS["json"].emit(report)))
    (found,) = (document["components"][each["component"]] for each in document["findings"])

    assert found["evidence"]["path"] == f"/{path}"
    assert found["evidence"]["line"] <= line <= found["declaration"]["last_line"]
    via = (found["directness"] or {}).get("via")
    assert (path not in WAYLESS) == (via is not None and via.endswith(":requests"))


def test_the_report_for_people_names_the_line_and_the_way(tmp_path):
    (tmp_path / "uv.lock").write_text(dedent(LOCKFILES["uv.lock"]).lstrip())

    shown = " ".join(lading("scan", tmp_path).stdout.decode().split())

    assert "/uv.lock:9 through requests" in shown
