"""Whether what is for people has colours."""

from __future__ import annotations

import pytest

from tests.support.command import lading, on_terminal

ALWAYS, NEVER = ("--color", "always"), ("--color", "never")
ESCAPE = "\x1b["


@pytest.fixture
def deps(tmp_path):
    """Return a file with a finding."""
    (tmp_path / "deps.txt").write_text("idna==3.4\n")
    return tmp_path / "deps.txt"


@pytest.mark.parametrize(
    ("arguments", "variables", "expected"),
    [
        ((), {}, False),
        ((), {"FORCE_COLOR": "1"}, True),
        (ALWAYS, {}, True),
        (ALWAYS, {"NO_COLOR": "1"}, True),
        (ALWAYS, {"TERM": "dumb"}, True),
        (NEVER, {"FORCE_COLOR": "1"}, False),
        ((), {"LADING_COLOR": "always"}, True),
        ((), {"LADING_SCAN_COLOR": "always"}, True),
        (NEVER, {"LADING_COLOR": "always"}, False),
    ],
)
def test_the_option_outranks_variables_where_there_is_no_terminal(
    deps, arguments, variables, expected
):
    result = lading("scan", deps, *arguments, variables=variables)

    assert (1, "") == (result.code, result.stderr)
    assert expected is (ESCAPE in result.stdout.decode())


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_on_a_terminal_never_means_no_style_at_all(images, stream):
    session = on_terminal(stream, "scan", images / "shop.oci", *NEVER)

    # What hides the cursor while there is progress, and clears its line, is no style.
    assert not any(f"{ESCAPE}{number}" in session.shown for number in ("1m", "2m", "3", "9"))


@pytest.mark.parametrize("document", ["json", "sarif", "csv", "markdown"])
def test_a_document_has_none(deps, document):
    assert b"\x1b" not in lading("scan", deps, "-f", document, *ALWAYS).stdout


def test_a_file_has_none(deps, tmp_path):
    lading("scan", deps, *ALWAYS, "-o", f"terminal={tmp_path}/report.txt")

    assert ESCAPE not in (tmp_path / "report.txt").read_text()


@pytest.mark.parametrize(
    "command",
    [("licenses",), ("sbom", "-o", "terminal=/dev/stdout"), ("drift",), ("tree",), ("fix",)],
    ids=lambda words: words[0],
)
def test_other_commands_have_the_option(deps, command):
    result = lading(*command, deps, *ALWAYS)

    assert "No such option" not in result.stderr


def test_tables_of_other_commands_have_colours(deps):
    table = lading("licenses", deps, *ALWAYS).stdout.decode()

    assert ESCAPE in table
    assert ESCAPE not in lading("licenses", deps, *NEVER).stdout.decode()


def test_a_file_of_configuration_has_it_for_all_commands(deps, tmp_path):
    file = tmp_path / "lading.toml"
    file.write_text('color = "always"\n')

    configured = {"LADING_NO_CONFIG": ""}
    result = lading("scan", deps, "--config", file, variables=configured)

    assert (1, True) == (result.code, ESCAPE in result.stdout.decode())


def test_another_word_is_wrong_usage(deps):
    result = lading("scan", deps, "--color", "sometimes")

    assert (2, b"") == (result.code, result.stdout)
    assert "'auto', 'always'" in result.stderr
