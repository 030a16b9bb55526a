"""Specifiers that are raised to a version."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.specifiers import SpecifierSet

from scanner.fixing.specifier import raised, raised_constraint
from scanner.metadata.poetry_constraint import specifiers_of
from scanner.metadata.specifier import admits

NUMBERS = st.lists(st.integers(0, 12), min_size=1, max_size=4).map(
    lambda numbers: ".".join(map(str, numbers))
)
VERSIONS = st.builds("{}{}{}".format, st.sampled_from(["", "1!"]), NUMBERS, st.just(""))
CLAUSES = st.one_of(
    st.builds("{}{}".format, st.sampled_from(["==", ">=", ">", "<", "<=", "!="]), VERSIONS),
    st.builds("~={}.{}".format, VERSIONS, st.integers(0, 9)),
    st.builds("=={}.*".format, VERSIONS),
)
CONSTRAINTS = st.lists(
    st.one_of(
        CLAUSES, st.builds("{}{}".format, st.sampled_from(["", "=", "^", "~", "^ "]), VERSIONS)
    ),
    min_size=1,
    max_size=3,
).flatmap(lambda clauses: st.sampled_from([",", ", ", " "]).map(lambda mark: mark.join(clauses)))


@pytest.mark.parametrize(
    ("specifier", "version", "expected"),
    [
        ("==3.4", "3.15", "==3.15"),
        ("== 3.4", "3.15", "== 3.15"),
        ("===3.4", "3.15", "===3.15"),
        (">=2.0,<4", "3.15", ">=3.15,<4"),
        (">=2.0, !=2.5 ,<4", "3.15", ">=3.15, !=2.5 ,<4"),
        (">2.0", "3.15", ">=3.15"),
        (">3.20", "3.15", ">3.20"),
        (">=3.20", "3.15", ">=3.20"),
        ("~=1.26.4", "2.5", "~=2.5.0"),
        ("~=1.26", "2.5.1", "~=2.5.1"),
        ("~=1.26.4", "2.5rc1", "~=2.5.0rc1"),
        ("==1.26.*", "2.5.1", "==2.5.*"),
        ("==1.2.3.*", "2.5", "==2.5.0.*"),
        ("==1.0", "1!2.0", "==1!2.0"),
        ("~=1!1.0.0", "1!2.0", "~=1!2.0.0"),
    ],
)
def test_pins_and_lower_bounds_are_raised(specifier, version, expected):
    admitted = expected not in {">3.20", ">=3.20"}

    assert (expected if admitted else None) == raised(specifier, version)


@pytest.mark.parametrize(
    "specifier",
    [">=2.0,<3", "<=3.4", "!=3.15", "==3.4,<3.5", "^3.4", "3.4", "=3.4", "==3.4 || ==3.5", ""],
)
def test_what_cannot_be_made_to_allow_the_version_is_left_to_somebody(specifier):
    assert raised(specifier, "3.15") is None


@given(st.lists(CLAUSES, min_size=1, max_size=3).map(",".join), VERSIONS)
def test_what_is_raised_allows_the_version_and_keeps_its_upper_bounds(specifier, version):
    """
    By packaging's own reading; upper bounds and exclusions stand as they were.
    """
    found = raised(specifier, version)

    if found is not None:
        assert SpecifierSet(found).contains(version, prereleases=True)
        kept = [each for each in specifier.split(",") if each[0] in "<!"]
        assert kept == [each for each in found.split(",") if each[0] in "<!"]


@pytest.mark.parametrize(
    ("constraint", "version", "expected"),
    [
        ("3.4", "3.15", "3.15"),
        ("=3.4", "3.15", "=3.15"),
        ("==3.4", "3.15", "==3.15"),
        ("3.*", "4.1", "4.*"),
        ("^3.4", "3.15", "^3.15"),
        ("^1.26", "2.7", "^2.7"),
        ("^ 1.26.4", "2.7", "^ 2.7"),
        ("^0.0.3", "0.1", "^0.1"),
        ("~1.26.4", "2.5", "~2.5.0"),
        ("~1.26", "2.5.1", "~2.5.1"),
        ("~=1.26.4", "2.5", "~=2.5.0"),
        (">=2.0 , <4", "3.15", ">=3.15 , <4"),
        (">=2.0 !=2.5 <4", "3.15", ">=3.15 !=2.5 <4"),
        ("^2.0,*", "3.15", "^3.15,*"),
    ],
)
def test_constraints_of_poetry_are_raised_in_its_words(constraint, version, expected):
    assert expected == raised_constraint(constraint, version)


@pytest.mark.parametrize(
    "constraint",
    ["<3", "^2.0,<3", "^4.0", "~3.20", ">=3.20", "^2.0 || ^3.0", "^1|^2", "!=3.15", "", "^", "one"],
)
def test_a_constraint_that_cannot_be_made_to_allow_it_is_left_to_somebody(constraint):
    assert raised_constraint(constraint, "3.15") is None


@given(CONSTRAINTS, VERSIONS)
def test_a_constraint_that_is_raised_allows_the_version_and_keeps_its_upper_bounds(
    constraint, version
):
    """
    By the reader of Poetry's constraints, after which nothing is left but a specifier.
    """
    found = raised_constraint(constraint, version)

    if found is not None:
        (specifier,) = specifiers_of(found) or ()
        assert admits(specifier, version)
        kept = [each for each in re.split("[ ,]+", constraint) if each[0] in "<!"]
        assert kept == [each for each in re.split("[ ,]+", found) if each[0] in "<!"]
