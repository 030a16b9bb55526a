"""``lading drift``, and what of declarations the other commands look at, as a user runs them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from testdata.images.writer import layout_blobs, write_directory
from tests.support.command import lading
from tests.support.shelf import LOCKED_PROJECT, PYPROJECT, SITE, encoded, installed, uv_lock
from tests.support.shop import distribution, image_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.shelf import Files


def write(directory: Path, files: Files) -> Path:
    """Write files below a directory."""
    for path, content in files.items():
        (directory / path).parent.mkdir(parents=True, exist_ok=True)
        (directory / path).write_bytes(content if isinstance(content, bytes) else b"")
    return directory


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write(tmp_path / "project", encoded(LOCKED_PROJECT, installed(("idna", "3.4"))))


def test_k19_a_project_that_does_not_differ_is_clean(project):
    result = lading("drift", project)

    assert (0, "") == (result.code, result.stderr)
    assert f"{project} compared with /.venv: 0 differences.\n" == result.stdout.decode()


def test_k19_differences_are_told_to_people_and_exit_with_1(project, tmp_path):
    elsewhere = write(tmp_path / "venv", installed(("idna", "3.3\x1b[2J"), root=""))

    result = lading("drift", project, "--against", elsewhere)

    text = result.stdout.decode()
    assert 1 == result.code
    assert "In another version than is declared" in text
    assert "locked otherwise" in text
    assert "\x1b" not in text


def test_k19_differences_are_told_to_programs(project, tmp_path):
    elsewhere = write(tmp_path / "venv", installed(("six", "1.0"), root=""))
    file = tmp_path / "drift.json"

    result = lading("drift", project, "--against", elsewhere, "-o", f"json={file}", "-f", "json")

    document = json.loads(result.stdout)
    assert result.stdout == file.read_bytes()
    assert ["/"] == document["environments"]
    assert [("missing", "idna", "/uv.lock:3"), ("undeclared", "six")] == [
        (each["kind"], each["name"], *([each["where"]] if each["declared"] else []))
        for each in document["differences"]
    ]


DIFFERING = {
    "missing": "Declared, and not installed",
    "undeclared": "Installed, and not declared",
    "version": "In another version than is declared",
    "hash": "From an archive that is not locked",
    "outdated": "Lockfiles that are out of date",
    "disagreement": "Lockfiles that disagree",
}


def test_k19_each_kind_of_difference_is_told_to_people_and_to_programs(tmp_path):
    pins = (("idna", "3.4"), ("colorama", "0.4.6"), ("orjson", "3.9"), ("pytest", "8.0"))
    pyproject = PYPROJECT.replace('"idna>=3"', '"idna>=3", "six", "click"')
    lock = uv_lock(*pins, ("click", "8.1")).replace(
        '{ name = "idna" },', '{ name = "idna" }, { name = "click" }, { name = "colorama" },'
    )
    other = '[[package]]\nname = "idna"\nversion = "3.7"\ngroups = ["main"]\nfiles = []\n'
    there = installed(("idna", "3.4"), ("colorama", "0.4.5"), ("requests", "2.0"))
    url = {"url": "https://x.test/idna.tar.gz", "archive_info": {"hashes": {"sha256": "f" * 64}}}
    there[f"{SITE}/idna-3.4.dist-info/direct_url.json"] = json.dumps(url)
    files = encoded({"pyproject.toml": pyproject, "uv.lock": lock, "poetry.lock": other}, there)

    project = write(tmp_path, files)
    people, programs = lading("drift", project), lading("drift", project, "-f", "json")

    text = people.stdout.decode()
    assert (1, 1) == (people.code, programs.code)
    assert [] == [title for title in DIFFERING.values() if title not in text]
    assert set(DIFFERING) == {each["kind"] for each in json.loads(programs.stdout)["differences"]}


def test_an_environment_that_is_not_there_is_a_mistake(project):
    result = lading("drift", project, "--environment", "/nowhere")

    assert 2 == result.code
    assert "no environment to compare with" in result.stderr


def test_a_directory_that_declares_nothing_is_a_mistake(tmp_path):
    result = lading("drift", write(tmp_path, installed(("idna", "3.4"))))

    assert 2 == result.code
    assert "nothing is declared" in result.stderr


def components(*arguments: str | Path, variables: dict[str, str] | None = None) -> set[str]:
    """Return the names of all distributions that an SBOM has."""
    result = lading("sbom", *arguments, "-f", "cyclonedx-json", variables=variables)
    assert 0 == result.code, result.stderr
    return {
        each["name"]
        for each in json.loads(result.stdout)["components"]
        if each["type"] == "library"
    }


def test_only_what_is_selected_is_in_an_sbom(project):
    everything = {"shelf", "idna", "colorama", "orjson", "pytest", "hatchling"}

    assert everything == components(project)
    assert everything - {"pytest", "hatchling"} == components(project, "--no-dev")
    assert everything - {"hatchling"} == components(project, "--groups", "Dev,docs")
    assert everything - {"orjson"} == components(project, "--extras", "none")


def test_environments_elsewhere_are_read_only_if_they_are_named(project, tmp_path):
    first = write(tmp_path / "one", installed(("first", "1.0"), root=""))
    second = write(tmp_path / "two", installed(("second", "1.0"), root=""))
    active = {"VIRTUAL_ENV": str(second)}

    assert components(project).isdisjoint(("first", "second"))
    assert "second" not in components(project, variables=active)
    assert "first" in components(project, "--venv", first)
    wanted = components(project, "--venv", first, "--use-host-environment", variables=active)
    assert {"first", "second"} <= wanted


def licensed(name: str, license_text: str, root: str) -> Files:
    """Return a virtual environment with one distribution that has a licence."""
    return {
        path: content + f"License: {license_text}\n".encode()
        if path.endswith("METADATA")
        else content
        for path, content in encoded(installed((name, "1.0"), root=root)).items()
        if isinstance(content, bytes)
    }


def concluded(document: bytes) -> dict[str, str | None]:
    """Return the licences of what is declared."""
    return {
        each["name"]: each["licensing"] and each["licensing"]["concluded"]
        for each in json.loads(document)["components"]
        if each["state"] == "declared"
    }


def test_licences_of_what_is_declared_are_those_of_the_environments_beside_it(tmp_path):
    project = write(tmp_path / "project", {"requirements.txt": b"first==1.0\nsecond==1.0\n"})
    project = write(project, licensed("first", "MIT", "venv"))
    elsewhere = write(tmp_path / "elsewhere", licensed("second", "Apache-2.0", ""))

    beside = lading("licenses", project, "-f", "json").stdout
    both = lading("licenses", project, "--venv", elsewhere, "-f", "json").stdout

    assert {"first": "MIT", "second": None} == concluded(beside)
    assert {"first": "MIT", "second": "Apache-2.0"} == concluded(both)


def test_an_image_has_no_environments_beside_it(tmp_path):
    image = tmp_path / "image"
    write_directory(image, layout_blobs([(image_of(distribution("idna", "3.4")), "1")], "none"))

    result = lading("scan", image, "--venv", tmp_path)

    reason = "an image has neither environments beside it nor files to choose"
    assert (4, f"lading: {image}: {reason}\n") == (result.code, result.stderr)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--no-dev", "--groups", "x"), "exclude each other"),
        (("--use-host-environment",), "VIRTUAL_ENV is not set"),
        (("--detection-priority", "sloppy"), "is none of precise, comprehensive"),
    ],
    ids=["no-dev-and-groups", "no-environment", "priority"],
)
def test_what_cannot_be_is_a_usage_error(project, arguments, message):
    result = lading("scan", project, *arguments, variables={"VIRTUAL_ENV": ""})

    assert 2 == result.code
    assert message in " ".join(result.stderr.replace("│", " ").split())


def test_an_assumed_version_is_marked(tmp_path):
    project = write(tmp_path, {"requirements.txt": b"idna>=3.1\n"})

    result = lading("scan", project, "--detection-priority", "comprehensive")

    assert "3.1 (assumed)" in result.stdout.decode()
    assert 1 == result.code


def test_which_file_is_believed_is_told_to_people(project):
    text = lading("scan", project, "--no-dev").stdout.decode()

    assert "/pyproject.toml: decided elsewhere: 4 by /uv.lock" in text
    assert "/uv.lock: 1 not selected" in text
