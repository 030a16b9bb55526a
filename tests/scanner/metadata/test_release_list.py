"""Lists of known releases."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scanner.metadata.release_list import parse_release_list

WHEEL = "idna-3.8-py3-none-any.whl"
PROJECT = {
    "meta": {"api-version": "1.1"},
    "name": "Idna",
    "versions": ["3.7", "3.8", "3.9", "nightly"],
    "files": [
        {"filename": "idna-3.7.tar.gz", "yanked": "broken"},
        {"filename": "idna-3.7-py3-none-any.whl", "yanked": True},
        {"filename": "idna-3.8.tar.gz", "yanked": True},
        {"filename": WHEEL, "yanked": False},
        {"filename": "idna-4.0.zip"},
        {"filename": "idna.zip"},
        {"filename": None},
        "odd",
    ],
}


@pytest.mark.parametrize(
    ("data", "known"),
    [
        pytest.param(b"", {}, id="empty"),
        pytest.param(
            b"# mirror\nZope.Interface==5.0  # old\n\nidna == 3.7\nidna==3.8\nidna==3.7\n",
            {"zope-interface": ("5.0",), "idna": ("3.7", "3.8")},
            id="lines",
        ),
        pytest.param(b"idna==nightly", {}, id="no version"),
        pytest.param(b"\xef\xbb\xbfidna==3.7", {"idna": ("3.7",)}, id="a byte order mark"),
        pytest.param(
            b'{"Idna": ["3.7", "3.8"], "x": []}', {"idna": ("3.7", "3.8")}, id="an object"
        ),
        pytest.param(
            json.dumps(PROJECT).encode(), {"idna": ("3.8", "3.9", "4.0")}, id="the simple API"
        ),
    ],
)
def test_versions_are_read_by_project(data, known):
    assert known == parse_release_list(data)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"idna", "line 1 is not NAME==VERSION"),
        (b"\nidna>=3", "line 2 is not NAME==VERSION"),
        (b"-e .==1", "not the name of a distribution: -e ."),
        (b'{"idna": "3.7"}', "idna has no list of versions"),
        (b"{", "Expecting property name"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b"\xff", "can't decode"),
    ],
    ids=["no version", "a range", "no name", "no list", "no JSON", "too deep", "no text"],
)
def test_what_is_no_list_is_refused(data, reason):
    with pytest.raises(ValueError, match=reason):
        parse_release_list(data)


@given(st.binary() | st.recursive(st.none() | st.text(), st.lists).map(json.dumps).map(str.encode))
@example(b'{"name": "x", "files": [{"filename": "a.whl"}]}')
def test_bytes_are_read_or_refused(data):
    try:
        known = parse_release_list(data)
    except ValueError:
        return

    assert all(known.values())
