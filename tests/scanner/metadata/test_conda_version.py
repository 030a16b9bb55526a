"""Versions of conda, compared as rattler compares them."""

from __future__ import annotations

import json
from functools import cmp_to_key
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.metadata.conda_version import (
    MAX_CHARACTERS,
    MAX_CLAUSES,
    CondaVersion,
    allows,
    is_same_version,
    lowest,
    parse_conda_version,
)

RATTLER = json.loads(Path("testdata/conda/versions.json").read_text())
ODD_LOCAL = "~=1.0+"
"""A compatible release of a local version is nothing to anybody but rattler."""
VERSIONS = st.one_of(st.text("0123456789.a_-+!pdev", max_size=12), st.text(max_size=6))
SPECIFIERS = st.text("0123456789.a*<>=!~^|, +post", max_size=16)


@pytest.mark.parametrize("specifier", RATTLER["fitting"])
def test_a_specifier_allows_what_it_does_to_rattler(specifier):
    if specifier.startswith(ODD_LOCAL):
        assert allows(specifier, "1.0") is True
        return

    found = [each for each in RATTLER["versions"] if allows(specifier, each)]

    assert RATTLER["fitting"][specifier] == found


@pytest.mark.parametrize(
    "specifier",
    [
        pytest.param("", id="nothing"),
        pytest.param("^1.*$", id="an-expression"),
        pytest.param("|".join(["=1"] * (MAX_CLAUSES + 1)), id="too-many-alternatives"),
        pytest.param(",".join([">=1"] * (MAX_CLAUSES + 2)), id="too-many-clauses"),
        pytest.param("=" + "1" * (MAX_CHARACTERS + 1), id="too-long"),
    ],
)
def test_what_names_no_version_has_no_lowest_one(specifier):
    assert lowest(specifier) is None


@given(SPECIFIERS)
def test_the_lowest_version_is_allowed(specifier):
    version = lowest(specifier)

    assert version is None or allows(specifier, version)


@pytest.mark.parametrize(
    ("specifier", "version"),
    [
        ("^1.*$", "1.0"),
        (">=1", None),
        (">=1", "é"),
        (">=1", "1" * (MAX_CHARACTERS + 1)),
        (",".join([">=1"] * (MAX_CLAUSES + 1)), "1.0"),
        (">=>=1", "1.0"),
    ],
)
def test_what_cannot_be_told_is_not_told(specifier, version):
    assert allows(specifier, version) is None


def test_one_clause_that_is_not_met_is_enough():
    assert allows("<1,^.*$", "1.0") is False
    assert allows("^.*$|1.0", "1.0") is True


@pytest.mark.parametrize(
    ("other", "is_same"), [("1.26.0", True), ("v1.26", True), ("1.26.1", False), (None, False)]
)
def test_versions_are_the_same_whatever_their_spelling(other, is_same):
    assert is_same is is_same_version("1.26", other)


@given(SPECIFIERS, VERSIONS)
def test_any_text_has_an_answer(specifier, version):
    assert allows(specifier, version) in {True, False, None}


@given(VERSIONS, VERSIONS, VERSIONS)
def test_versions_have_one_order(one, other, third):
    read = [each for each in map(parse_conda_version, (one, other, third)) if each]
    for each in read:
        for against in read:
            assert each.compared(against) == -against.compared(each)
    ordered = sorted(read, key=cmp_to_key(CondaVersion.compared))
    assert all(first.compared(second) <= 0 for first, second in pairwise(ordered))
