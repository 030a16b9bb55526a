"""What ``setup.cfg`` says."""

from __future__ import annotations

from configparser import Error as ConfigError
from configparser import RawConfigParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.metadata.setup_cfg import parse_setup_cfg

SAMPLE = """\
[metadata]
name = shop
version = 1.0
[options]
python_requires = >=3.9
install_requires =
    a>=1
    # a comment
    b; python_version < "3"

    c
setup_requires = d; e >= 1 ; os_name == "nt"
[options.extras_require]
doc.s-x = sphinx
    furo
"""
LINES = st.sampled_from(
    [
        "[options]",
        "install_requires =",
        "install_requires = a",
        "  b",
        "# c",
        "",
        " ; d",
        "x: y",
        "z",
    ]
)


def test_k20_requirements_are_told_with_their_lines():
    found = parse_setup_cfg(SAMPLE)

    assert ("shop", "1.0", ">=3.9", 2, ()) == (
        found.name,
        found.version,
        found.requires_python,
        found.line,
        found.oddities,
    )
    assert [
        ("a>=1", 7, None, None),
        ('b; python_version < "3"', 9, None, None),
        ("c", 11, None, None),
        ("d", 12, None, "build"),
        ('e >= 1 ; os_name == "nt"', 12, None, "build"),
        ("sphinx", 14, "doc.s-x", None),
        ("furo", 15, "doc.s-x", None),
    ] == [(each.text, each.line, each.extra, each.group) for each in found.requirements]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[options]\ninstall-requires = a\n", id="K20-dash"),
        pytest.param("[options]\nInstall_Requires: a\n", id="K20-colon"),
        pytest.param("[options]\r\ninstall_requires =\r\n\ta\r\n", id="K20-crlf-and-tab"),
        pytest.param("junk\n[options]\nmore junk\ninstall_requires=a\n", id="K22-junk"),
        pytest.param("[options]\ninstall_requires=a\n[metadata]\nname=attr: x\n", id="K20-attr"),
    ],
)
def test_a_file_is_read_as_far_as_it_can_be(text):
    found = parse_setup_cfg(text)

    assert (["a"], None) == ([each.text for each in found.requirements], found.name)


def test_k20_what_is_told_elsewhere_is_named():
    found = parse_setup_cfg("[options]\ninstall_requires = file: requirements.txt\n")

    assert ("line 2: install_requires is told elsewhere: file: requirements.txt",) == found.oddities
    assert () == found.requirements


@given(st.lists(LINES, max_size=10).map("\n".join))
def test_configparser_finds_the_same_lines(text):
    parser = RawConfigParser()
    try:
        parser.read_string(text)
    except ConfigError:
        return
    expected = parser.get("options", "install_requires", fallback="").split("\n")

    found = parse_setup_cfg(text)

    assert [each for each in expected if each] == [each.text for each in found.requirements]


@given(st.text() | st.text("[]=:#; \nab", max_size=50))
def test_any_text_is_read(text):
    assert parse_setup_cfg(text).line >= 1
