"""The header of bytecode, and its source."""

from __future__ import annotations

import importlib.util
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.metadata.bytecode import BytecodeHeader, parse_bytecode_header, source_of

MAGIC = importlib.util.MAGIC_NUMBER


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        pytest.param(MAGIC + struct.pack("<III", 0, 1, 42), BytecodeHeader(size=42), id="time"),
        pytest.param(
            MAGIC + struct.pack("<I8s", 1, b""), BytecodeHeader(is_unchecked=True), id="unchecked"
        ),
        pytest.param(MAGIC + struct.pack("<I8s", 3, b""), BytecodeHeader(), id="checked"),
        pytest.param(b"\x03\xf3\r\n" + bytes(12), None, id="Python-2"),
        pytest.param(MAGIC + bytes(11), None, id="short"),
        pytest.param(b"", None, id="empty"),
    ],
)
def test_a_header_is_read(header, expected):
    assert expected == parse_bytecode_header(header)


@given(st.binary(max_size=20))
def test_any_bytes_are_a_header_or_none(data):
    header = parse_bytecode_header(data)

    assert header is None or header.size is None or header.size < 1 << 32


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a/__pycache__/b.cpython-311.pyc", "a/b.py"),
        ("a/__pycache__/b.cpython-311.opt-1.pyc", "a/b.py"),
        ("a/__pycache__/b.cpython-311-pytest-8.3.pyc", "a/b.py"),
        ("__pycache__/b.pyc", "b.py"),
        ("a/b.pyc", None),
        ("a/__pycache__/b.py", None),
    ],
)
def test_the_source_is_beside_the_cache(path, expected):
    assert expected == source_of(path)
