"""Core metadata as JSON."""

from __future__ import annotations

import json
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.metadata.core_metadata import PLACEHOLDERS, CoreMetadata
from scanner.metadata.metadata_json import parse_metadata_json

DOCUMENT = {
    "classifiers": ["License :: OSI Approved :: MIT License"],
    "extensions": {"python.details": {"project_urls": {"Home": "https://home.test"}}},
    "extras": ["x"],
    "generator": "bdist_wheel (0.24.0)",
    "license": "MIT",
    "metadata_version": "2.0",
    "name": "foo",
    "requires_python": ">=2.7",
    "run_requires": [
        {"requires": ["a (>=1)", "b"]},
        {"requires": ["c"], "extra": "x"},
        {"requires": ["d"], "environment": "python_version<'3'"},
        {"requires": ["e"], "environment": "os_name=='nt' or os_name=='java'", "extra": "x"},
    ],
    "summary": "A tool",
    "version": "1.0",
}


def test_the_fields_are_those_of_core_metadata():
    """
    A27
    """
    expected = CoreMetadata(
        name="foo",
        version="1.0",
        summary="A tool",
        license="MIT",
        classifiers=("License :: OSI Approved :: MIT License",),
        requires_dist=(
            "a (>=1)",
            "b",
            'c; extra == "x"',
            "d; python_version<'3'",
            "e; (os_name=='nt' or os_name=='java') and extra == \"x\"",
        ),
        provides_extra=("x",),
        requires_python=">=2.7",
        home_page="https://home.test",
    )

    assert expected == parse_metadata_json(json.dumps(DOCUMENT).encode())


ODD = [
    (b"", CoreMetadata(oddities=("not JSON: Expecting value: line 1 column 1 (char 0)",))),
    (b"[]", CoreMetadata(oddities=("not an object",))),
    (b"{}", CoreMetadata()),
    (b'{"name": "UNKNOWN", "version": 1.0}', CoreMetadata()),
    (b'{"name": "f\\u0000o\\no", "version": " 1.0"}', CoreMetadata(name="fo o", version="1.0")),
    (b'{"name": "\\ud800"}', CoreMetadata(name="?")),
    (b'{"run_requires": {"requires": ["a"]}, "extras": "x"}', CoreMetadata()),
    (b'{"run_requires": [1, {"requires": [1, "a"]}]}', CoreMetadata(requires_dist=("a",))),
    (b'{"extensions": [], "classifiers": {"a": 1}}', CoreMetadata()),
]


@pytest.mark.parametrize(("data", "expected"), ODD, ids=[data.decode() for data, _ in ODD])
def test_an_odd_file_is_read_as_far_as_it_can_be(data, expected):
    assert expected == parse_metadata_json(data)


def test_m3_deep_json_is_noted():
    (oddity,) = parse_metadata_json(b"[" * 100_000).oddities

    assert oddity.startswith("not JSON: ")


values = st.recursive(
    st.one_of(st.none(), st.integers(), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from([*DOCUMENT, "requires", "extra", "Home"]), inner),
    ),
    max_leaves=12,
)


@given(st.one_of(st.binary(), values.map(json.dumps).map(str.encode)))
def test_any_bytes_are_texts_that_can_be_written(data):
    metadata = parse_metadata_json(data)

    for field in fields(CoreMetadata):
        value = getattr(metadata, field.name)
        texts = value if isinstance(value, tuple) else () if value is None else (value,)
        assert all(text.encode() and text not in PLACEHOLDERS for text in texts)
