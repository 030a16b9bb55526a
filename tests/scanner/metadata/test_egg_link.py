"""Links to source directories."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.metadata.egg_link import parse_egg_link


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"/src/foo\n.", "/src/foo"),
        (b"/src/foo/src\r\n../", "/src/foo/src"),
        (b"\n  /src/foo  \n", "/src/foo"),
        (b"/caf\xe9", "/caf\udce9"),
        (b"C:\\src\\foo\n.", "C:\\src\\foo"),
        (b"", None),
        (b" \n\n", None),
    ],
)
def test_the_first_line_is_the_directory(data, expected):
    assert expected == parse_egg_link(data)


@given(st.binary())
def test_any_bytes_are_a_line_or_nothing(data):
    line = parse_egg_link(data)

    assert line is None or line.strip()
