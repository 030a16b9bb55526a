"""Requirements of eggs, as ``importlib.metadata`` reads them."""

from __future__ import annotations

from importlib.metadata import PathDistribution

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.requirements import Requirement

from scanner.metadata.requires_txt import parse_requires_txt

DIRECT = "https://host/x.whl?a;b"

READ = [
    pytest.param(b"", (), id="empty"),
    pytest.param(b"a\nb>=1,<2\n", ("a", "b>=1,<2"), id="always"),
    pytest.param(b"\n  a \r\n\n# comment\nb", ("a", "b"), id="blanks and comments"),
    pytest.param(
        b"a\n[x]\nb\nc[y]>1\n", ("a", 'b; extra == "x"', 'c[y]>1; extra == "x"'), id="G12"
    ),
    pytest.param(b'[:python_version < "3"]\nb\n', ('b; (python_version < "3")',), id="G12-marker"),
    pytest.param(
        b'[x:os_name == "nt" or os_name == "java"]\nb>1\n',
        ('b>1; (os_name == "nt" or os_name == "java") and extra == "x"',),
        id="G12-extra-and-marker",
    ),
    pytest.param(b"[x]\na\n[]\nb\n", ('a; extra == "x"', "b"), id="a section without a name"),
    pytest.param(
        b'[x]\na; os_name == "nt"\n',
        ('a; (os_name == "nt") and extra == "x"',),
        id="a marker of its own",
    ),
    pytest.param(
        b"[x]\na @ " + DIRECT.encode() + b"\n",
        (f'a @ {DIRECT} ; extra == "x"',),
        id="a URL with a semicolon",
    ),
    pytest.param(b"caf\xe9\n[\n]\n", ("caf\ufffd", "[", "]"), id="garbage"),
]


@pytest.mark.parametrize(("data", "expected"), READ)
def test_a_section_is_a_marker(data, expected):
    assert expected == parse_requires_txt(data)


def test_requirements_are_those_that_importlib_metadata_reads(tmp_path):
    text = (
        "a\nb[z]>=1\n\n[:python_version < '3']\nc\n\n[x]\nd ~= 1.0\n\n"
        '[y:sys_platform == "win32"]\ne!=2\nf @ https://host/f.whl\n'
    )
    (tmp_path / "PKG-INFO").write_text("Name: foo\nVersion: 1.0\n")
    (tmp_path / "requires.txt").write_text(text)
    oracle = PathDistribution(tmp_path).requires or []

    found = parse_requires_txt(text.encode())

    assert [str(Requirement(line)) for line in oracle] == [str(Requirement(line)) for line in found]


@given(st.one_of(st.binary(), st.text("[]:;@ax\n# '\"\r").map(str.encode)))
def test_any_bytes_are_lines_of_text(data):
    assert all(line.strip() and "\n" not in line for line in parse_requires_txt(data))
