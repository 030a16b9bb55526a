"""Ranges as GitHub's advisories write them, held against the comparison that they are."""

from __future__ import annotations

import operator

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from packaging.version import Version

from scanner.advisories.version_range import affected_by
from scanner.model.advisory import Status
from tests.support.advisories import advisory, range_of, status_of

LOWER = {">=": operator.ge, ">": operator.gt}
UPPER = {"<": operator.lt, "<=": operator.le}
versions = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", "1!"]),
        st.sampled_from(["0.9", "1.0", "1.0.1", "2"]),
        st.sampled_from(["", "a1", "rc1", "rc2"]),
        st.sampled_from(["", ".post0", ".post1"]),
        st.sampled_from(["", ".dev0", ".dev1"]),
    ),
)


def is_affected(version: str, expression: str) -> bool:
    """Tell whether an advisory with such a range has a version as affected."""
    found = affected_by(expression)
    listed = [str(each) for each in found.get("versions", ())]
    ranges = [each for each in found.get("ranges", ()) if isinstance(each, dict)]
    return status_of(version, advisory(*ranges, versions=listed)) is Status.AFFECTED


@pytest.mark.parametrize(
    ("expression", "events"),
    [
        (">= 1.0, < 1.2.3", "introduced 1.0, fixed 1.2.3"),
        ("< 1.2.3, >= 1.0", "introduced 1.0, fixed 1.2.3"),
        ("<= 2.0", "introduced 0, last_affected 2.0"),
        (">= 0", "introduced 0"),
        (">=1.0,<2", "introduced 1.0, fixed 2"),
        ("> 1.0", "introduced 1.0.post0.dev0"),
        ("> 1.0.dev1", "introduced 1.0.dev2"),
        ("> 1!1.0a1.post3", "introduced 1!1.0a1.post4.dev0"),
        ("> 1.0+cu118, < 2", "introduced 1.0+cu118, fixed 2"),
        ("> 0.9-doduo", "introduced 0.9-doduo"),
        (">= 1.0, <= 1.0", "introduced 1.0, last_affected 1.0"),
    ],
)
def test_a_range_becomes_events(expression, events):
    assert {"ranges": [range_of(events)]} == affected_by(expression)


@pytest.mark.parametrize("expression", ["= 1.0", "==1.0", " =  1.0 "])
def test_one_version_is_listed(expression):
    assert {"versions": ["1.0"]} == affected_by(expression)


@pytest.mark.parametrize(
    "expression",
    [
        *("", " ", ",", ">= 1.0,", "1.0", ">=", "^1.0", "~> 1.0", "!= 1.0", "< 1.*", "*"),
        *(
            "< 1 || > 2",
            ">= 1, >= 2",
            "< 1, <= 2",
            "=> 1",
            "= 1.0, = 2.0",
            "= 1.0, < 0",
            ">= 1.0 < 2.0",
        ),
        *(">= 2.0, < 1.0", ">= 1.0, < 1.0", "> 1.0, <= 1.0", "> 1.0, < 1.0.post0.dev0"),
    ],
)
def test_what_is_no_range_or_holds_nothing_is_refused(expression):
    """
    Left out it would make a version clean, and the events of an empty one would make all affected.
    """
    with pytest.raises(ValueError, match="range"):
        affected_by(expression)


@pytest.mark.parametrize(
    ("version", "expression"),
    [("2.0rc1", "< 2.0"), ("1.5.dev1", ">= 1.0, < 2.0"), ("1.0a1", "= 1.0a1"), ("0.0a1", "< 1")],
)
def test_a_prerelease_is_affected_as_any_version_is(version, expression):
    """
    Ranges of PEP 440 leave pre-releases out; pip-audit reads these as such.
    """
    assert is_affected(version, expression)


@given(
    version=versions,
    lower=st.none() | st.tuples(st.sampled_from(sorted(LOWER)), versions),
    upper=st.none() | st.tuples(st.sampled_from(sorted(UPPER)), versions),
)
def test_a_version_is_affected_if_it_compares_as_the_range_says(version, lower, upper):
    assume(lower or upper)
    expression = ", ".join(" ".join(bound) for bound in (lower, upper) if bound)
    compare = LOWER | UPPER
    expected = all(
        compare[sign](Version(version), Version(bound))
        for sign, bound in filter(None, (lower, upper))
    )
    try:
        found = is_affected(version, expression)
    except ValueError:
        found = False

    assert expected == found


@given(st.text(alphabet="<>=!~^,.* 0123456789adevpost+-|", max_size=30))
def test_whatever_is_written_is_a_range_or_refused(expression):
    try:
        found = affected_by(expression)
    except ValueError:
        return

    assert {"versions", "ranges"} >= found.keys() > set()
