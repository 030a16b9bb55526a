"""Requirements in every form that metadata have them in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.requirements import InvalidRequirement
from packaging.requirements import Requirement as Reference
from packaging.utils import canonicalize_name

from scanner.metadata.requirement import parse_requirement

PIECES = st.sampled_from(
    ["a", "B.c", "[x]", "[x,Y_z]", ">=1", "==1.*", "~=1", "<2", "1.0", "-", ",", "(", ")", " "]
)
CONDITIONS = st.sampled_from(
    ["", ";", " ; ", ";extra == 'x'", " ; os_name=='nt' and extra=='X'", "@ https://a/b", "@ a ; x"]
)


@pytest.mark.parametrize(
    ("text", "specifier"),
    [
        pytest.param("b", "", id="G7-name"),
        pytest.param("b (>=1.0)", ">=1.0", id="G7-parentheses"),
        pytest.param("b>=1.0", ">=1.0", id="G7-no-blank"),
        pytest.param("b >=1,<2", ">=1,<2", id="G7-two-clauses"),
        pytest.param("b[x]~=1.0", "~=1.0", id="G7-extra"),
        pytest.param("B [X_y, x.Y] ~=1.0", "~=1.0", id="G7-extras"),
        pytest.param("b@ https://example.org/b.whl", "", id="G7-url"),
        pytest.param("b @ file:///x", "", id="G7-file"),
        pytest.param("b @ https://example.org/b;c ; os_name == 'nt'", "", id="G7-url-and-marker"),
        pytest.param("b @ https://example.org/b; os_name == 'nt'", "", id="G7-url-then-marker"),
        pytest.param("b ==1.0; os_name == 'nt'", "==1.0", id="G7-marker"),
        pytest.param("b===whatever", "===whatever", id="G7-arbitrary"),
        pytest.param("b (>=1.0) ; os_name == 'nt'", ">=1.0", id="G7-setuptools"),
    ],
)
def test_a_requirement_has_a_name(text, specifier):
    required = parse_requirement(text)

    assert required is not None
    assert ("b", specifier, None) == (required.name, required.specifier, required.oddity)
    assert ("os_name" in text) is (required.marker is not None)


def test_extras_are_normalized_once_each():
    required = parse_requirement("b[X_y, x.Y,,z]")

    assert required is not None
    assert ("x-y", "z") == required.extras


@pytest.mark.parametrize(
    ("text", "oddity"),
    [
        pytest.param("b>=2.*", "specifier", id="wildcard"),
        pytest.param("b 1.0", "specifier", id="no operator"),
        pytest.param("b (1.0)", "specifier", id="PEP 345"),
        pytest.param("b>=1; python_version>3", "marker", id="no quotes"),
        pytest.param("b; extra == dev", "marker", id="no text"),
    ],
)
def test_what_cannot_be_read_leaves_the_name(text, oddity):
    required = parse_requirement(text)

    assert required is not None
    assert ("b", oddity) == (required.name, required.oddity)


@pytest.mark.parametrize("text", ["", "-b", "[x]", "https://example.org/b", "b- >=1", ">=1", "é"])
def test_without_a_name_it_is_none(text):
    assert parse_requirement(text) is None


@given(text=st.tuples(st.lists(PIECES, max_size=6).map("".join), CONDITIONS).map("".join))
def test_what_packaging_takes_is_read_alike(text):
    try:
        reference = Reference(text)
    except InvalidRequirement:
        return
    required = parse_requirement(text)

    assert required is not None
    assert required.oddity is None
    assert str(canonicalize_name(reference.name)) == required.name
    assert {canonicalize_name(extra) for extra in reference.extras} == set(required.extras)
    assert str(reference.specifier) == str(Reference(f"a{required.specifier}").specifier)
    assert (reference.marker is None) is (required.marker is None)


@given(text=st.text())
def test_any_text_is_a_requirement_or_none(text):
    required = parse_requirement(text)

    assert required is None or required.name
