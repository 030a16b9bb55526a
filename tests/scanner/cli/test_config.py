"""``lading config``, as a user runs it."""

from __future__ import annotations

import json
import tomllib

import pytest

from scanner.configuration.place import FILE_NAME
from tests.support import command

WRONG = 2
FREE = {"LADING_NO_CACHE": "", "LADING_NO_CONFIG": ""}


def lading(*words, **variables):
    return command.lading(*words, variables={**FREE, **variables})


@pytest.fixture(autouse=True)
def project(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    (tmp_path / "project/.git").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path / "project"


def shown(*words, **variables):
    result = lading("config", "show", *words, **variables)
    assert (0, "") == (result.code, result.stderr)
    return result.stdout.decode()


def test_what_is_set_is_shown_with_where_it_is_from(project):
    (project / FILE_NAME).write_text('[scan]\nfail-on = "high"\ninclude = ["archive"]\n')

    lines = shown("scan", LADING_SCAN_FORMAT="json", LADING_CURATIONS="c.yaml").splitlines()

    assert [
        ["Command", "Option", "Value", "From"],
        ["scan", "format", '"json"', "$LADING_SCAN_FORMAT"],
        ["scan", "fail-on", '"high"', f"{project}/lading.toml:2"],
        ["scan", "include", '["archive"]', f"{project}/lading.toml:3"],
        ["scan", "curations", '"c.yaml"', "$LADING_CURATIONS"],
    ] == [line.split() for line in lines]


def test_defaults_are_shown_on_request():
    found = json.loads(shown("sbom", "convert", "--defaults", "-f", "json"))

    assert ["sbom convert"] == list(found)
    assert {"value": False, "origin": None} == found["sbom convert"]["redact-emails"]


def test_as_toml_it_is_a_file_that_says_the_same(project):
    (project / FILE_NAME).write_text('[scan]\nfail-on = "high"\n[tree]\ndepth = 3\n')

    text = shown("-f", "toml")

    assert tomllib.loads((project / FILE_NAME).read_text()) == tomllib.loads(text)
    assert f'fail-on = "high"  # {project}/lading.toml:2\n' in text


@pytest.mark.parametrize("form", ["table", "toml", "json"])
def test_secrets_are_not_shown(form, project):
    (project / FILE_NAME).write_text('index-url = "https://me:s3cret@pypi.example/simple"\n')

    assert "s3cret" not in shown("-f", form)


def test_no_such_command_is_a_wrong_usage():
    assert WRONG == lading("config", "show", "scam").code


def test_a_file_is_checked_as_a_whole(project):
    (project / "a.toml").write_text('quite = true\n[scan]\nfail-on = "hgh"\n')

    result = lading("config", "validate", "a.toml")

    assert WRONG == result.code
    assert ["lading: a.toml:1: unknown", "lading: a.toml:3: fail-on"] == [
        line[:25] for line in result.lines
    ]


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [("quiet = true", 0, "lading.toml: good"), ("quiet =", WRONG, ""), (None, 0, "nothing is")],
    ids=["good", "wrong", "none"],
)
def test_without_a_name_the_files_that_count_are_checked(text, code, said, project):
    if text is not None:
        (project / FILE_NAME).write_text(text)

    result = lading("config", "validate")

    assert code == result.code
    assert said in result.stdout.decode()


def test_a_file_that_is_not_there_is_wrong():
    result = lading("config", "validate", "missing.toml")

    assert (WRONG, ["lading: missing.toml: No such file or directory"]) == (
        result.code,
        result.lines,
    )


@pytest.mark.parametrize("words", [(), ("--minimal",), ("-o", "other.toml")], ids=" ".join)
def test_a_file_is_begun_that_is_right_as_it_is(words):
    made = lading("config", "init", *words)
    checked = lading("config", "validate", words[-1] if "-o" in words else FILE_NAME)

    assert (0, 0) == (made.code, checked.code)


def test_a_file_that_is_there_is_replaced_only_by_force(project):
    (project / FILE_NAME).write_text("quiet = true")

    refused = lading("config", "init")

    assert (WRONG, "quiet = true") == (refused.code, (project / FILE_NAME).read_text())
    assert 0 == lading("config", "init", "--force").code
    assert "quiet = true" != (project / FILE_NAME).read_text()


def test_a_project_file_is_not_written():
    assert WRONG == lading("config", "init", "-o", "pyproject.toml").code
    assert lading("config", "init", "--minimal", "-o", "-").stdout.startswith(b"# Options")


def test_the_files_that_count_are_told_the_most_important_last(project, tmp_path):
    user = tmp_path / "home/lading/lading.toml"
    user.parent.mkdir(parents=True)
    none = lading("config", "path")
    for file in (user, project / FILE_NAME):
        file.touch()

    both, chosen = lading("config", "path"), lading("config", "path", "--config", str(user))

    assert (b"", True) == (none.stdout, str(user) in none.stderr)
    assert [str(user), str(project / FILE_NAME)] == both.stdout.decode().split()
    assert [str(user)] == chosen.stdout.decode().split()


def test_the_schema_is_json():
    assert "lading.toml" == json.loads(lading("config", "schema").stdout)["title"]
