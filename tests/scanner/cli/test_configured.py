"""What options are, by files, variables and flags."""

from __future__ import annotations

import os

import pytest

from scanner.configuration.toml_text import toml_text
from tests.support import command as support
from tests.support.configuration import all_options, another_value, arguments_of, context_of

OPTIONS = all_options()
COMMANDS = sorted({option.command for option in OPTIONS})
WRONG = 2


def lading(*words, **variables):
    return support.lading(*words, variables={"LADING_NO_CONFIG": "", **variables})


@pytest.fixture(autouse=True)
def project(tmp_path, monkeypatch):
    """Work in an empty repository, without variables and a user's file."""
    for name in os.environ:
        if name.startswith("LADING_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    directory = tmp_path / "project"
    (directory / ".git").mkdir(parents=True)
    monkeypatch.chdir(directory)
    return directory


def sources(context):
    """Return where each option of a command has its value from."""
    return {
        option.name: context.get_parameter_source(option.name).name
        for option in context.command.params
        if option.param_type_name == "option"
    }


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_option_of_a_command_is_set_by_a_file(command, project):
    options = [option for option in OPTIONS if option.command == command]
    lines = (f"{option.key} = {toml_text(another_value(option))}\n" for option in options)
    (project / "lading.toml").write_text(f"[{'.'.join(command)}]\n{''.join(lines)}")

    context = context_of(command, *arguments_of(command))

    assert options
    assert {option.parameter: "DEFAULT_MAP" for option in options} == sources(context)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_option_of_a_command_is_set_by_a_variable(command, monkeypatch):
    options = [option for option in OPTIONS if option.command == command]
    for option in options:
        value = another_value(option)
        name = "_".join(("LADING", *command, option.key)).replace("-", "_").upper()
        monkeypatch.setenv(name, str(value[0] if isinstance(value, list) else value))

    context = context_of(command, *arguments_of(command))

    assert {option.parameter: "ENVIRONMENT" for option in options} == sources(context)


def test_each_counts_before_the_one_behind_it(project, tmp_path, monkeypatch):
    """
    Defaults, the user's file, the project's, the environment, flags.
    """
    found = []

    def record(*words):
        found.append(context_of(("scan",), "x", *words).params["shown"])

    record()
    (tmp_path / "home/lading").mkdir(parents=True)
    (tmp_path / "home/lading/lading.toml").write_text('[scan]\nformat = "json"\n')
    record()
    (project / "lading.toml").write_text('scan.format = "spdx-json"\n')
    record()
    monkeypatch.setenv("LADING_SCAN_FORMAT", "cyclonedx-json")
    record()
    record("--format", "cyclonedx-xml")

    assert ["terminal", "json", "spdx-json", "cyclonedx-json", "cyclonedx-xml"] == found


def test_what_a_file_turns_on_a_variable_turns_off(project, monkeypatch):
    (project / "lading.toml").write_text("quiet = true\n")
    monkeypatch.setenv("LADING_SCAN_QUIET", "0")

    scan, tree = (context_of((name,), "x").params["quiet"] for name in ("scan", "tree"))

    assert (False, True) == (scan, tree)


def test_a_variable_that_all_commands_have_counts_less_than_that_of_one(monkeypatch):
    monkeypatch.setenv("LADING_CURATIONS", "a")
    monkeypatch.setenv("LADING_SCAN_CURATIONS", "b")

    scan, tree = (context_of((name,), "x").params["curations"] for name in ("scan", "tree"))

    assert ("b", "a") == (str(scan), str(tree))


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        pytest.param('fail-om = "high"', 1, "do you mean 'fail-on'?", id="key"),
        pytest.param("\n[scna]\nquiet = true", 2, "do you mean 'scan'?", id="table"),
        pytest.param("[sbom.write]\nquiet = 1", 2, "1 is not true or false", id="type"),
        pytest.param('[scan]\nfail-on = "hgh"', 2, "'hgh' is none of any, ", id="validator"),
        pytest.param("quiet = ", 1, "not TOML: Invalid value", id="syntax"),
    ],
)
def test_what_is_wrong_is_told_with_its_file_and_line(text, line, reason, project):
    """
    Whatever the command is: a file is right, or it is not.
    """
    (project / "lading.toml").write_text(text)

    result = lading("cache", "info")

    place = f"lading: {project / 'lading.toml'}:{line}: "
    assert (WRONG, [place]) == (result.code, [text[: len(place)] for text in result.lines])
    assert reason in result.stderr


def test_a_line_of_a_project_file_is_told_as_it_stands_there(project):
    file = project / "pyproject.toml"
    file.write_text('[project]\nname = "app"\n\n[tool.lading.scan]\nfail-on = "hgh"\n')

    result = lading("cache", "info")

    assert WRONG == result.code
    assert result.stderr.startswith(f"lading: {file}:5: fail-on of lading scan: 'hgh' is none")


def test_help_and_the_commands_on_configuration_do_without_a_file_that_is_wrong(project):
    (project / "lading.toml").write_text("nonsense")

    codes = [lading(*words).code for words in (("scan", "-h"), ("--help",), ("config", "schema"))]

    assert [0, 0, 0] == codes


@pytest.mark.parametrize("place", ["first", "last"])
@pytest.mark.parametrize("option", ["--config={}", "--no-config"])
def test_a_file_is_chosen_or_none_anywhere_among_the_words(place, option, project):
    (project / "lading.toml").write_text("nonsense")
    (project / "other.toml").write_text('[scan]\nformat = "json"')
    (project / "app").mkdir()
    (project / "app/requirements.txt").write_text("shop==1\n")
    words = ["scan", "app"]
    words.insert(0 if place == "first" else 2, option.format("other.toml"))

    result = lading(*words)

    assert 0 == result.code
    assert ("config" in option[:8]) == result.stdout.startswith(b"{")


def test_what_follows_two_dashes_is_no_option():
    result = lading("scan", "--", "--no-config")

    assert "--no-config" in result.stderr
    assert "No such file" in result.stderr or 4 == result.code


def test_who_stands_in_a_project_follows_its_file_though_it_is_what_is_scanned(project):
    (project / "requirements.txt").write_text("shop==1\n")
    (project / "lading.toml").write_text('[scan]\nformat = "json"')

    assert lading("scan", ".").stdout.startswith(b"{")


def test_the_file_of_a_project_that_is_merely_named_is_not_followed(project):
    """
    Nothing of a target may change a result, or a target could turn its own findings off.
    """
    (project / "app").mkdir()
    (project / "app/requirements.txt").write_text("shop==1\n")
    (project / "app/lading.toml").write_text("nonsense")

    assert 0 == lading("scan", "app").code


def test_a_file_around_what_is_scanned_is_followed_and_one_inside_only_if_it_is_named(project):
    inner = project / "app"
    inner.mkdir()
    (inner / "requirements.txt").write_text("shop==1\n")
    (project / "lading.toml").write_text('[scan]\nformat = "json"')
    (inner / "lading.toml").write_text('[scan]\nformat = "spdx-json"')

    around, named = lading("scan", "app"), lading("scan", "app", "--config", "app/lading.toml")

    assert b'"schema"' in around.stdout or b'"subject"' in around.stdout
    assert b"SPDXRef-" in named.stdout
    assert "" == named.stderr.replace("lading: app: an empty directory\n", "")


def test_a_path_that_has_to_be_there_is_looked_for_beside_the_file(project, monkeypatch):
    (project / "lading.toml").write_text('[scan]\nreleases = ["a.json"]\n')
    (project / "a.json").write_text("{}")
    (project / "inner").mkdir()
    monkeypatch.chdir(project / "inner")

    there = lading("cache", "info").code
    (project / "a.json").unlink()
    missing = lading("cache", "info")

    assert (0, WRONG) == (there, missing.code)
    assert missing.stderr.startswith(f"lading: {project}/lading.toml:2: releases of lading scan: ")


def test_values_of_the_environment_are_checked_as_those_of_flags_are():
    result = lading("scan", "x", LADING_SCAN_FORMAT="jsn")

    assert WRONG == result.code
    assert "LADING_SCAN_FORMAT" in result.stderr
