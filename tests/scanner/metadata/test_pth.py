"""Path configuration files, as the module ``site`` reads them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.metadata.pth import parse_pth

READ = [
    pytest.param(b"/src/foo\n", ((1, "/src/foo"),), id="a directory"),
    pytest.param(b"/src/foo\n../bar", ((1, "/src/foo"), (2, "../bar")), id="several"),
    pytest.param(b"# /no\n\n  \n /src/foo \r\n", ((4, "/src/foo"),), id="comments and blanks"),
    pytest.param(b"import os; os\nimport\tos\n", (), id="code"),
    pytest.param(b"imports\n", ((1, "imports"),), id="no code"),
    pytest.param(
        b"import sys; sys.__plen = len(sys.path)\n./foo-1.0-py3.8.egg\nimport sys; new=0\n",
        ((2, "./foo-1.0-py3.8.egg"),),
        id="easy_install",
    ),
    pytest.param(b"\xef\xbb\xbf/src\n", ((1, "/src"),), id="byte order mark"),
    pytest.param(b"/caf\xe9\n", ((1, "/caf\udce9"),), id="bytes that are no text"),
    pytest.param(b"/a\0b\n", (), id="no path"),
    pytest.param(b"", (), id="empty"),
]


@pytest.mark.parametrize(("data", "expected"), READ)
def test_a_line_is_a_directory_unless_it_is_code(data, expected):
    assert expected == parse_pth(data)


@given(st.binary())
def test_any_bytes_are_lines(data):
    numbers = [number for number, line in parse_pth(data) if line == line.strip()]

    assert len(set(numbers)) == len(numbers) == len(parse_pth(data))
