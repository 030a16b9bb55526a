"""Descriptions of builds (PEP 739)."""

from __future__ import annotations

import json

import pytest

from scanner.metadata.build_details import BuildDetails, parse_build_details

VERSION = {"major": 3, "minor": 14, "micro": 0, "releaselevel": "final", "serial": 0}
DOCUMENT: dict[str, object] = {
    "schema_version": "1.0",
    "base_prefix": "/usr",
    "language": {"version": "3.14", "version_info": VERSION},
    "implementation": {"name": "cpython", "version": VERSION, "cache_tag": "cpython-314"},
    "abi": {"flags": []},
}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, BuildDetails(python_version="3.14.0", implementation="cpython"), id="L8"),
        pytest.param(
            {"abi": {"flags": ["t", "d"]}},
            BuildDetails(
                python_version="3.14.0",
                implementation="cpython",
                is_free_threaded=True,
                is_debug=True,
            ),
            id="L8-free-threaded-debug",
        ),
        pytest.param(
            {"language": {"version_info": VERSION | {"releaselevel": "candidate", "serial": 2}}},
            BuildDetails(python_version="3.14.0rc2", implementation="cpython"),
            id="release candidate",
        ),
        pytest.param(
            {"language": {"version_info": VERSION | {"micro": "0"}}},
            BuildDetails(python_version="3.14.0", implementation="cpython"),
            id="the implementation's version in place of an odd one",
        ),
        pytest.param(
            {"language": [], "implementation": {"name": 1, "version": "3.14"}, "abi": {"flags": 0}},
            BuildDetails(oddities=("no version of the interpreter",)),
            id="nothing as it should be",
        ),
    ],
)
def test_a_build_says_what_it_is(changes, expected):
    assert expected == parse_build_details(json.dumps(DOCUMENT | changes).encode())


@pytest.mark.parametrize(
    "data", [b"", b"{", b"\xff", b"[" * 100_000], ids=["empty", "cut", "bytes", "deep"]
)
def test_what_is_not_json_says_nothing(data):
    (oddity,) = parse_build_details(data).oddities

    assert oddity.startswith("not JSON: ")


@pytest.mark.parametrize("data", [b"[]", b"null", b"1"])
def test_what_is_no_object_says_nothing(data):
    assert ("no version of the interpreter",) == parse_build_details(data).oddities
