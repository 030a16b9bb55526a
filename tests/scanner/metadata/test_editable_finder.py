"""What setuptools generates for editable installations, read without running it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.metadata.editable_finder import parse_editable_finder

READ = [
    pytest.param(
        b"from __future__ import annotations\nimport sys\n\n"
        b"MAPPING: dict[str, str] = {'foo': '/src/foo/src/foo', 'bar': '/src/foo/bar.py'}\n"
        b"NAMESPACES: dict[str, list[str]] = {'ns': ['/elsewhere']}\n",
        ("/src/foo/src/foo", "/src/foo/bar.py"),
        id="setuptools 69",
    ),
    pytest.param(b"MAPPING = {'foo': '/src/foo'}\n", ("/src/foo",), id="setuptools 64"),
    pytest.param(b"MAPPING = {'a.b': \"/it's\"}\n", ("/it's",), id="a quote in a path"),
    pytest.param(b"MAPPING: dict[str, str] = {}\n", (), id="nothing"),
    pytest.param(b"MAPPING = open('/etc/passwd')\n", (), id="code"),
    pytest.param(b"MAPPING = {'foo': '/a' + open('/etc')}\n", ("/a",), id="more code"),
    pytest.param(b"    MAPPING = {'foo': '/src/foo'}\n", (), id="not at the top"),
    pytest.param(b"", (), id="empty"),
]


@pytest.mark.parametrize(("data", "expected"), READ)
def test_the_mapping_is_found(data, expected):
    assert expected == parse_editable_finder(data)


@given(st.binary().map(lambda data: b"MAPPING = {" + data + b"}"))
def test_any_bytes_are_paths(data):
    assert all(parse_editable_finder(data))


def test_two_megabytes_are_read_in_one_go():
    assert () == parse_editable_finder(b"MAPPING = {" * 200_000)
    assert () == parse_editable_finder(b"MAPPING = {" + b"'a" * 1_000_000 + b"}")
