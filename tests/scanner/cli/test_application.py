"""What the program says of itself, and what a shell asks it."""

from __future__ import annotations

import re

import pytest

from scanner.cli.application import COMMANDS
from scanner.cli.drift_options import DRIFT_FORMATS
from scanner.cli.options import FORMATS
from scanner.formats import EMITTERS, SBOM_EMITTERS
from scanner.formats.drawing import DRAWINGS
from scanner.match.condition import FACTS, NEVER, THRESHOLDS, WORDS
from scanner.match.policy import CLEAN
from scanner.version import VERSION
from tests.support.command import lading

READING = ["scan", "tree", "drift", "sbom write"]
"""Those that read a target, and write what is in it in any format."""
SHELLS = ["bash", "zsh", "fish"]


def completions(*words: str) -> list[str]:
    """Return what bash offers for the last of these words."""
    variables = {
        "_LADING_COMPLETE": "complete_bash",
        "COMP_WORDS": " ".join(("lading", *words)),
        "COMP_CWORD": str(len(words)),
    }
    return lading(variables=variables).stdout.decode().split()


def test_the_version_is_one_line():
    result = lading("--version")

    assert (CLEAN, f"lading {VERSION}\n".encode(), "") == (
        result.code,
        result.stdout,
        result.stderr,
    )


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_mentions_every_command_and_exit_code(option):
    result = lading(option)

    text = result.stdout.decode()
    assert (CLEAN, "") == (result.code, result.stderr)
    assert all(re.search(rf"^\W*{name}\b", text, re.MULTILINE) for name in COMMANDS)
    assert "0 clean, 1 findings, 2 wrong usage, 3 incomplete, 4 failed" in " ".join(text.split())


@pytest.mark.parametrize("command", READING)
def test_help_of_a_command_mentions_every_option(command):
    text = lading(*command.split(), "--help").stdout.decode()

    options = ["--format", "--output", "--platform", "--image", "--strict", "--no-verify"]
    assert [] == [option for option in (*options, "--quiet", "--verbose") if option not in text]
    formats = {"drift": DRIFT_FORMATS, "tree": DRAWINGS, "sbom write": SBOM_EMITTERS}
    assert [] == [name for name in formats.get(command, EMITTERS) if name not in text]


def test_help_mentions_all_that_one_can_fail_for():
    text = lading("scan", "--help").stdout.decode()

    assert [] == [level for level in (*THRESHOLDS, *FACTS, NEVER) if level not in text]


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_gets_a_script_that_completes(shell):
    """
    Which shell it is would be read from its parent processes; a test has none.
    """
    variables = {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}

    result = lading("--show-completion", shell, variables=variables)

    assert (CLEAN, "") == (result.code, result.stderr)
    assert b"_LADING_COMPLETE" in result.stdout


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("sb",), ["sbom"]),
        (("sc",), ["scan"]),
        (("scan", "--format", ""), [*FORMATS, "template:FILE"]),
        (("scan", "--format", "cyclonedx-j"), ["cyclonedx-json"]),
        (("scan", "-f", "j"), ["json", "junit"]),
        (("sbom", "--format", ""), list(SBOM_EMITTERS)),
        (("sbom", "--format", "t"), []),
        (("scan", "--fail-on", ""), list(WORDS)),
        (("scan", "--fail-on", "h"), ["high"]),
        (("scan", "--plain"), ["--plain-http"]),
    ],
    ids=" ".join,
)
def test_a_shell_is_offered_what_fits(words, expected):
    assert expected == completions(*words)
