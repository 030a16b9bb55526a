"""Versions, as PEP 440 orders them and as an advisory compares them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version

from scanner.model.version import InstalledVersion, is_version, parsed


@pytest.mark.parametrize("text", ["1.0", "v1.0", " 1.0\n", "1.0-1", "1!2.0rc1.post3.dev4+a.b"])
def test_a_version_is_read_as_packaging_reads_it(text):
    assert Version(text) == parsed(text)


@pytest.mark.parametrize(
    "text",
    ["", "banana", "1.0-NA", "2024-09-19", r"0.2.0-alpha\.33", "1.0.*", "1.0+", "9" * 5000, "1+\0"],
)
def test_what_is_no_version_is_none(text):
    """
    Numbers of more than 4,300 digits raise another error than the rest.
    """
    assert parsed(text) is None


@given(st.text(st.characters()) | st.from_regex(r"[0-9!.+a-z-]{1,30}"))
def test_a_version_is_what_packaging_reads(text):
    assert is_version(text) == (parsed(text) is not None)


@given(st.text(st.characters()) | st.from_regex(r"[0-9!.+a-z-]{1,30}"))
def test_no_text_raises(text):
    version = InstalledVersion.of(text)

    assert (parsed(text), text) == (version.full, version.text)


@pytest.mark.parametrize(
    ("text", "bound", "expected"),
    [
        ("1.0+cu118", "1.0", "1.0"),
        ("1.0+cu118", "1.0+cu124", "1.0+cu118"),
        ("1.0", "1.0+cu124", "1.0"),
        ("1!1.0rc1.post2.dev3+x", "1", "1!1.0rc1.post2.dev3"),
    ],
)
def test_a_local_segment_is_beside_a_bound_only_if_that_has_one(text, bound, expected):
    assert Version(expected) == InstalledVersion.of(text).beside(Version(bound))


def test_a_release_candidate_is_before_its_release():
    """
    As the order has it, and unlike ``SpecifierSet("<1.1")``.
    """
    candidate = InstalledVersion.of("1.1rc1")

    assert candidate.beside(Version("1.1")) < Version("1.1")
