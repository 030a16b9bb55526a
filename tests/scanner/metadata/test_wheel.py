"""``WHEEL``, and the names of wheels (PEP 427, PEP 425)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.metadata.wheel import MAX_TAGS, WheelTags, parse_wheel, parse_wheel_name

MANY = ".".join(f"py{number}" for number in range(MAX_TAGS + 1))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"Tag: py3-none-any\n", WheelTags(frozenset(["py3-none-any"])), id="one"),
        pytest.param(
            b"Tag: py2-none-any\r\nTag: py3-none-any\r\n",
            WheelTags(frozenset(["py2-none-any", "py3-none-any"])),
            id="two, with the line ends of Windows",
        ),
        pytest.param(
            b"Build: 1a\nTag: py2.py3-none-any\n",
            WheelTags(frozenset(["py2-none-any", "py3-none-any"]), "1a"),
            id="compressed, of a build",
        ),
        pytest.param(b"Tag: " + MANY.encode() + b"-a-b", WheelTags(frozenset()), id="too many"),
        pytest.param(b"\xff\0Tag:", WheelTags(frozenset()), id="nothing"),
    ],
)
def test_a_wheel_file_has_tags(data, expected):
    assert expected == parse_wheel(data)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("a_b-1.0+c-py3-none-any.whl", ("a_b", "1.0+c", None), id="a version"),
        pytest.param("a-1-2x-py3-none-any.whl", ("a", "1", "2x"), id="a build"),
        pytest.param("a-1-py3-none.whl", None, id="no wheel"),
        pytest.param("a-1.tar.gz", None, id="a source distribution"),
    ],
)
def test_a_name_tells_what_a_wheel_is_of(name, expected):
    found = parse_wheel_name(name)

    assert expected == (found and (found.name, found.version, found.tags.build))


@given(st.binary(max_size=60))
def test_any_bytes_have_tags_or_none(data):
    assert parse_wheel(data) == parse_wheel(data)
