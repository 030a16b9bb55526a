"""Requirements files, as pip reads them."""

from __future__ import annotations

import optparse
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pip._internal.network.session import PipSession
from pip._internal.req.req_file import parse_requirements

from scanner.metadata.requirements_txt import (
    MAX_OTHERS,
    Include,
    parse_requirements_txt,
)

if TYPE_CHECKING:
    from pathlib import Path

HASH = "sha256:" + "0" * 64
PIECES = st.sampled_from(
    [
        "foo==1.0",
        "bar>=2 ; os_name == 'nt'",
        "\n-e ./x",
        "\n--pre -e ./x",
        " -r nowhere.txt",
        "--pre",
        "--index-url https://x.org/simple",
        f"--hash={HASH}",
        "https://x.org/foo-1.0.zip#egg=foo",
        "# via flask",
        "#",
        " ",
        "\\\n",
        "\n",
        "\n\n",
        "\r\n",
        "    ",
    ]
)


def test_an_entry_goes_on_as_long_as_its_lines_end_in_backslashes():
    text = f"a==1\nfoo==1.0 \\\n    --hash={HASH} \\\n    --hash={HASH[:-1]}1\nb==1\n"

    _, foo, b = parse_requirements_txt(text).requirements

    assert ("foo==1.0", 2, 4) == (foo.requirement.text, foo.line, foo.last_line)
    assert (HASH, f"{HASH[:-1]}1") == foo.hashes
    assert 5 == b.line


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        pytest.param("a # b\n", [("a", 1, 1)], id="K5-comment"),
        pytest.param("a#b\n", [], id="K5-no-comment"),
        pytest.param("./a#b\n", [("./a#b", 1, 1)], id="K5-fragment"),
        pytest.param("  # a\nb\n", [("b", 2, 2)], id="K5-comment-alone"),
        pytest.param("a \\", [("a", 1, 1)], id="K5-goes-on-at-the-end"),
        pytest.param("a \\\n", [("a", 1, 2)], id="K5-goes-on-in-an-empty-line"),
        pytest.param("a \\\n# b \\\nc\n", [("a", 1, 2), ("c", 3, 3)], id="K5-comment-ends-a-line"),
        pytest.param("a # b \\\nc\nd\n", [("a", 1, 2), ("d", 3, 3)], id="K5-a-comment-goes-on"),
        pytest.param("a>=1 \\\n,<2\n", [("a>=1 ,<2", 1, 2)], id="K5-within-a-requirement"),
        pytest.param("a\r\nb\r\n", [("a", 1, 1), ("b", 2, 2)], id="K6-crlf"),
        pytest.param("a\fb\nc\n", [("a", 1, 1), ("b", 1, 1), ("c", 2, 2)], id="K6-form-feed"),
        pytest.param("a\n\f\nb\n", [("a", 1, 1), ("b", 3, 3)], id="K6-form-feed-alone"),
        pytest.param("", [], id="empty"),
    ],
)
def test_lines_are_joined_and_cut_as_pip_does(text, entries):
    found = parse_requirements_txt(text).requirements

    assert entries == [(each.requirement.text, each.line, each.last_line) for each in found]


@settings(deadline=None, max_examples=300)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_pip_finds_the_same_requirements_in_the_same_lines(tmp_path_factory, text):
    """
    Where pip gives up, no more is known; our lines are those of an editor, as its are here.
    """
    path = tmp_path_factory.mktemp("pip") / "requirements.txt"
    path.write_bytes(text.encode())
    expected = _read_by_pip(path)
    if expected is None:
        return

    found = parse_requirements_txt(text).requirements

    assert expected == [(each.line, each.is_editable) for each in found]


@pytest.mark.parametrize(
    ("text", "is_constraint"),
    [
        pytest.param("-r other.txt", False, id="K1-short"),
        pytest.param("-rother.txt", False, id="K1-without-a-blank"),
        pytest.param("--requirement other.txt", False, id="K1-long"),
        pytest.param("--requirement=other.txt", False, id="K1-equals"),
        pytest.param("--requirem=other.txt", False, id="K1-abbreviated"),
        pytest.param("-r 'other.txt'", False, id="K1-quoted"),
        pytest.param("--pre -r other.txt", False, id="K1-behind-another"),
        pytest.param("-c other.txt", True, id="K2-short"),
        pytest.param("--constraint=other.txt", True, id="K2-long"),
    ],
)
def test_a_file_takes_in_another(text, is_constraint):
    found = parse_requirements_txt(text)

    expected = Include(path="other.txt", line=1, is_constraint=is_constraint)
    assert ([expected], []) == (found.includes, found.oddities)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("-e ./foo", id="K3-short"),
        pytest.param("--editable=./foo", id="K3-long"),
        pytest.param("-e './foo'", id="K3-quoted"),
        pytest.param("--pre -e ./foo", id="K3-behind-another-option"),
    ],
)
def test_a_requirement_may_be_editable(text):
    (foo,) = parse_requirements_txt(text).requirements

    assert (True, "./foo") == (foo.is_editable, foo.requirement.path)


def test_k4_an_index_is_told_without_its_secret():
    text = "-i https://u:p@x.org/simple\n--extra-index-url=https://${T}@y.org/\n-f ./wheels\n"

    expected = ("https://x.org/simple", "https://${T}@y.org/", "./wheels")
    assert expected == parse_requirements_txt(text).indexes


def test_k4_options_that_say_nothing_of_a_requirement_are_passed():
    text = (
        "--no-binary :all:\n--only-binary=foo\n--pre\n--trusted-host x.org\n--use-feature=a\n"
        f"foo==1 --config-settings='a=b c' --global-option=-x --hash={HASH}\n"
    )

    found = parse_requirements_txt(text)

    assert [] == found.oddities
    assert [("foo", (HASH,))] == [(e.requirement.name, e.hashes) for e in found.requirements]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("{{ name }}==1", "a template; the line is skipped", id="K7-jinja"),
        pytest.param("{% if x %}", "a template; the line is skipped", id="K7-block"),
        pytest.param("{{cookiecutter.x}}", "a template; the line is skipped", id="K7-cookiecutter"),
        pytest.param("a==${V}", "a variable, whose value is not known: ${V}", id="K7-version"),
        pytest.param("${NAME}==1", "a variable, whose value is not known: ${NAME}", id="K7-name"),
        pytest.param(
            "https://x.org/a-${V}-py3-none-any.whl",
            "a variable, whose value is not known: ${V}",
            id="K7-file-name",
        ),
        pytest.param("two words", "not a requirement: two words", id="prose"),
        pytest.param("a --frobnicate", "not an option of pip: --frobnicate", id="option"),
        pytest.param("a -r b", "not an option of a requirement: --requirement", id="include"),
        pytest.param("a --hash=x", "not a hash: x", id="hash"),
        pytest.param(
            "a --hash='x", "options that cannot be read: No closing quotation", id="quote"
        ),
        pytest.param("-e", "not a requirement: ", id="editable"),
        pytest.param(
            "--index-url https://x.test ; sys_platform == 'linux'",
            "a marker behind an option, which counts all the same",
            id="K4-marker",
        ),
        pytest.param(
            "--extra-index-url=https://x.test; sys_platform == 'linux'",
            "a marker behind an option, which counts all the same",
            id="K4-marker-without-a-space",
        ),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(text, reason):
    found = parse_requirements_txt(f"first\n{text}\nlast\n")

    assert [(2, reason)] == found.oddities
    assert {1, 3} <= {each.line for each in found.requirements}


@pytest.mark.parametrize("behind", ["; python_version > '3'", " ;python_version > '3'", " ; os"])
def test_k4_an_index_ends_in_front_of_a_marker(behind):
    """
    uv reads such lines; pip has the index, and passes over the rest.
    """
    assert ("https://x.test",) == parse_requirements_txt(f"-i https://x.test{behind}").indexes


@pytest.mark.parametrize(
    ("text", "via"),
    [
        pytest.param("a==1  # via b, c\n", ("b", "c"), id="K10-in-the-line"),
        pytest.param("a==1\n    # via b\n", ("b",), id="K10-below"),
        pytest.param(
            "a==1\n    # via\n    #   -r x.in\n    #   b\n", ("-r x.in", "b"), id="K10-split"
        ),
        pytest.param("a==1 \\\n  --hash=sha256:00\n    # via b\n", ("b",), id="K10-behind-hashes"),
        pytest.param(
            "a==1 \\\n  --hash=sha256:00  # via b, c\n", ("b", "c"), id="K10-in-the-line-of-a-hash"
        ),
        pytest.param("a==1  # via b\n    # from https://x.org\n", ("b",), id="K10-index"),
        pytest.param("a==1\n    # via b\n\n# via nobody\n", ("b",), id="K10-ended-by-a-blank"),
        pytest.param("a==1 # viable\n", (), id="K10-another-comment"),
        pytest.param("# via b\na==1\n", (), id="K10-above"),
    ],
)
def test_annotations_tell_what_needs_a_requirement(text, via):
    (found,) = parse_requirements_txt(text).requirements

    assert via == found.via


@pytest.mark.parametrize(
    ("head", "is_compiled"),
    [
        ("# This file is autogenerated by pip-compile with Python 3.11", True),
        ("# This file was autogenerated by uv via the following command:", True),
        ("# written by hand", False),
    ],
)
def test_tools_say_that_a_file_is_theirs(head, is_compiled):
    assert is_compiled is parse_requirements_txt(f"#\n{head}\n#\na==1\n").is_compiled


def test_oddities_beyond_some_are_only_counted():
    found = parse_requirements_txt("two words\n" * 60)

    assert (50, 10, 60) == (len(found.oddities), found.omitted, found.unread)


@pytest.mark.parametrize("option", ["-r", "-i"])
def test_no_more_includes_and_indexes_are_read_than_anybody_has(option):
    text = "".join(f"{option} {number}\n" for number in range(MAX_OTHERS + 1))

    found = parse_requirements_txt(text)

    assert MAX_OTHERS == len(found.includes) + len(found.indexes)
    assert [MAX_OTHERS + 1] == [line for line, _ in found.oddities]


@given(st.text())
def test_any_text_is_read(text):
    found = parse_requirements_txt(text)

    assert all(each.line <= each.last_line for each in found.requirements)


def _read_by_pip(path: Path) -> list[tuple[int, bool]] | None:
    options = optparse.Values({"isolated_mode": True, "features_enabled": []})
    try:
        found = list(parse_requirements(str(path), PipSession(), options=options))
    except Exception:  # noqa: BLE001 - there is no list of what pip raises
        return None
    return [(int(each.comes_from.rpartition(" ")[2][:-1]), each.is_editable) for each in found]
