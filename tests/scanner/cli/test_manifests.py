"""Single files as targets, as a user runs commands on them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.support.command import lading
from tests.support.shelf import installed

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def deps(tmp_path: Path) -> Path:
    """Return a requirements file by a name that is none of one, beside what must not be read."""
    directory = tmp_path / "project"
    (directory / "more").mkdir(parents=True)
    (directory / "deps.txt").write_text("# needed\nidna==3.4\n-r more/base\n")
    (directory / "more/base").write_text("six==1.0\n")
    (directory / "requirements.txt").write_text("jinja2==2.0\n")
    return directory / "deps.txt"


def test_findings_exit_with_1_and_are_told_with_their_line(deps):
    result = lading("scan", deps, "-q")

    assert (1, "") == (result.code, result.stderr)
    assert "/deps.txt:2" in result.stdout.decode()


def test_places_in_sarif_are_below_the_directory_of_the_file(deps):
    document = json.loads(lading("scan", deps, "-q", "-f", "sarif").stdout)

    (run,) = document["runs"]
    places = {
        (place["artifactLocation"]["uri"], place["region"]["startLine"])
        for result in run["results"]
        for place in (each["physicalLocation"] for each in result["locations"])
    }
    assert {("deps.txt", 2)} == places
    assert f"file://{deps.parent}/" == run["originalUriBaseIds"]["%SRCROOT%"]["uri"]


def test_gitlab_is_told_of_a_dependency_scan(deps):
    document = json.loads(lading("scan", deps, "-q", "-f", "gitlab").stdout)

    assert "dependency_scanning" == document["scan"]["type"]
    assert ["deps.txt", "more/base"] == [each["path"] for each in document["dependency_files"]]


@pytest.mark.parametrize("format_", ["cyclonedx-json", "spdx-json"])
def test_an_sbom_of_a_file_is_read_back_as_the_same(deps, tmp_path, format_):
    sbom = tmp_path / "sbom.json"
    written = lading("sbom", deps, "-q", "-o", f"{format_}={sbom}")

    result = lading("scan", sbom, "-q", "-f", "json")

    names = {each["name"] for each in json.loads(result.stdout)["components"]}
    assert (0, 1, {"idna", "six"}) == (written.code, result.code, names)


def test_licenses_and_the_tree_of_a_file_are_told(deps):
    licenses, tree = lading("licenses", deps, "-q"), lading("tree", deps, "-q")

    assert "idna" in licenses.stdout.decode()
    assert {b"idna 3.4", b"six 1.0"} <= set(tree.stdout.splitlines())


def test_a_file_is_compared_with_an_environment_beside_it(deps):
    environment = deps.parent / ".venv"
    for path, content in installed(("idna", "3.3"), ("six", "1.0")).items():
        (deps.parent / path).parent.mkdir(parents=True, exist_ok=True)
        (deps.parent / path).write_bytes(content if isinstance(content, bytes) else b"")

    result = lading("drift", deps, "--venv", environment, "-q", "-f", "json")

    (difference,) = json.loads(result.stdout)["differences"]
    assert (1, "idna", "version") == (result.code, difference["name"], difference["kind"])


def test_a_file_is_fixed_in_its_place(deps):
    result = lading("fix", deps, "--write")

    assert "idna==3.4" not in deps.read_text()
    assert "lading: deps.txt: changed" in result.lines


def test_only_chosen_files_of_a_directory_are_read(deps):
    chosen = ("--manifest", deps, "--manifest", deps.parent / "requirements.txt")

    result = lading("scan", deps.parent, *chosen, "-q", "-f", "json")

    names = {each["name"] for each in json.loads(result.stdout)["components"]}
    assert {"idna", "six", "jinja2"} == names


def test_a_directory_without_the_chosen_file_fails(deps):
    result = lading("scan", deps.parent, "--manifest", "elsewhere.txt")

    assert (4, f"lading: elsewhere.txt: not a file in {deps.parent}\n") == (
        result.code,
        result.stderr,
    )


def test_prose_fails_in_one_line(tmp_path):
    (tmp_path / "letter.txt").write_text("Dear Sir or Madam,\n")

    result = lading("scan", tmp_path / "letter.txt")

    reason = "neither an image, nor an SBOM, nor anything that declares distributions"
    assert (4, f"lading: {tmp_path}/letter.txt: {reason}\n") == (result.code, result.stderr)
