"""Version specifiers, beside packaging, which is the reference."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion

from scanner.metadata.specifier import admits, is_specifier

VERSIONS = st.from_regex(
    r"\A(1!)?[0-2](\.[0-3]){0,3}((a|b|rc)[01])?(\.post[01])?(\.dev[01])?(\+[a1](\.1)?)?\Z"
)
CLAUSES = st.builds(
    "{}{}{}".format,
    st.sampled_from(["==", "!=", "<=", ">=", "<", ">", "~=", "===", " == ", "=", ""]),
    VERSIONS,
    st.sampled_from(["", "", "", ".*"]),
)


def told_by_packaging(specifier: str, version: str) -> bool | None:
    """Return what packaging says; None if it says that one of them is none."""
    try:
        return SpecifierSet(specifier).contains(version, prereleases=True)
    except (InvalidSpecifier, InvalidVersion):
        return None


@given(specifier=st.lists(CLAUSES, min_size=1, max_size=3).map(",".join), version=VERSIONS)
def test_a_version_fits_if_it_does_for_packaging(specifier, version):
    assert told_by_packaging(specifier, version) == admits(specifier, version)


@pytest.mark.parametrize(
    ("specifier", "version", "expected"),
    [
        pytest.param("", None, True, id="any"),
        pytest.param(">=1", None, None, id="no version"),
        pytest.param(">=1", "2004d-legacy", None, id="a version that is none"),
        pytest.param("===2004d-legacy", "2004d-legacy", True, id="that very text"),
        pytest.param(">=2.*", "3", None, id="no specifier"),
        pytest.param("<2", "2.0rc1", False, id="a pre-release of the bound"),
        pytest.param(">=1", "2.0rc1", True, id="a pre-release is a version"),
        pytest.param("==1.0", "1.0+cu121", True, id="a build of the release"),
        pytest.param(">=1.2,<2,!=1.5.*", "1.5.3", False, id="one clause is enough"),
        pytest.param("===1,>=1", "1", True, id="several"),
        pytest.param(">=" + "9" * 5000, "1", None, id="a number that is too long"),
    ],
)
def test_a_version_fits_or_does_not_or_nobody_can_tell(specifier, version, expected):
    assert expected is admits(specifier, version)


@pytest.mark.parametrize(
    "text", ["1.0", ">=", ">=1 2", ">=1.*", "~=1", "~=1.*", "=>1", "*", ",", "x"]
)
def test_what_packaging_refuses_is_none(text):
    assert not is_specifier(text)
