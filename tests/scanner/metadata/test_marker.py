"""Markers, beside packaging, which evaluates them for one extra and one environment."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.markers import InvalidMarker
from packaging.markers import Marker as Reference

from scanner.metadata.marker import MAX_CHARACTERS, Condition, condition, parse_marker

VALUES = {
    "implementation_name": "cpython",
    "implementation_version": "3.11.2",
    "os_name": "posix",
    "platform_machine": "x86_64",
    "platform_python_implementation": "CPython",
    "platform_release": "6.1.0-13-amd64",
    "platform_system": "Linux",
    "platform_version": "#1 SMP",
    "python_full_version": "3.11.2",
    "python_version": "3.11",
    "sys_platform": "linux",
}
KNOWN = {variable: (value,) for variable, value in VALUES.items()}
NEVER, ALWAYS = Condition(always=False), Condition(always=True)
COMPARISONS = st.one_of(
    st.builds(
        "{} {} '{}'".format,
        st.sampled_from(sorted(VALUES)),
        st.sampled_from(["==", "!=", "<", "<=", ">", ">=", "in", "not in"]),
        st.sampled_from(["3.11", "3.8", "3.11.2", "3.12.0a1", "linux", "win32", "posix", "Linux"]),
    ),
    st.builds("'{}' {} {}".format, st.just("3"), st.sampled_from(["in", "<="]), st.just("os_name")),
    st.builds("extra == '{}'".format, st.sampled_from(["a", "b", "B"])),
)
MARKERS = st.recursive(
    COMPARISONS,
    lambda inner: st.one_of(
        st.builds("{} and {}".format, inner, inner),
        st.builds("{} or {}".format, inner, inner),
        st.builds("({})".format, inner),
    ),
)


def meaning(text: str, **known: tuple[str, ...]) -> tuple[Condition, Condition]:
    """Return for whom a marker surely holds, and for whom it may."""
    marker = parse_marker(text)
    assert marker is not None
    values = KNOWN | known
    return condition(marker, values, unknown=False), condition(marker, values, unknown=True)


@given(text=MARKERS)
def test_a_marker_means_what_it_means_to_packaging(text):
    surely, maybe = meaning(text)
    reference = Reference(text)

    assert surely == maybe
    for extra in ("", "a", "b", "c"):
        expected = reference.evaluate({**VALUES, "extra": extra})
        assert expected is (surely.always or extra in surely.extras)


@given(
    text=st.text("()'\" andorite=<>!~23.x_[]\\", max_size=30) | MARKERS.map(lambda text: text[1:])
)
def test_what_packaging_refuses_is_no_marker(text):
    """
    It takes more than we do: a text compared with a text, or two variables.
    """
    try:
        Reference(text)
    except InvalidMarker:
        assert parse_marker(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('python_version < "3.8"', NEVER, id="G5-python"),
        pytest.param('sys_platform == "win32"', NEVER, id="G5-platform"),
        pytest.param('platform_machine == "x86_64"', ALWAYS, id="G5-machine"),
        pytest.param('implementation_name == "pypy"', NEVER, id="G5-implementation"),
        pytest.param('python_full_version <= "3.11.0a6"', NEVER, id="G6-full-version"),
        pytest.param('python_version > "3.9"', ALWAYS, id="G6-no-text-order"),
        pytest.param('"3" in python_version', ALWAYS, id="G6-reversed"),
        pytest.param('"3.8" <= python_version', ALWAYS, id="G6-reversed-version"),
        pytest.param('python_version not in "2.7, 3.11"', NEVER, id="G6-list"),
        pytest.param('python_version == "3.*"', ALWAYS, id="G6-wildcard"),
        pytest.param("os.name == 'posix' and sys.platform=='linux'", ALWAYS, id="old names"),
        pytest.param("python_implementation == 'CPython'", ALWAYS, id="older name"),
        pytest.param("os_name > 'a'", NEVER, id="texts have no order"),
        pytest.param(
            "extra == 'A_b' and os_name == 'posix'",
            Condition(always=False, extras=frozenset({"a-b"})),
            id="G4-extra",
        ),
        pytest.param("extra == 'a' and os_name == 'nt'", NEVER, id="an extra elsewhere"),
        pytest.param("extra == 'a' or os_name == 'posix'", ALWAYS, id="with and without"),
        pytest.param(
            "extra == 'a' or 'b' == extra",
            Condition(always=False, extras=frozenset("ab")),
            id="two extras",
        ),
        pytest.param("extra == 'a' and extra == 'b'", NEVER, id="no extra is two"),
        pytest.param("extra != 'a'", ALWAYS, id="without an extra"),
        pytest.param("extra not in 'a'", NEVER, id="nothing is in every text"),
        pytest.param("extra == ''", ALWAYS, id="no extra"),
    ],
)
def test_a_marker_holds_for_these(text, expected):
    assert (expected, expected) == meaning(text)


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        pytest.param("platform_machine == 'arm64'", (), (NEVER, ALWAYS), id="anything"),
        pytest.param("platform_machine == 'a'", ("a", "b"), (NEVER, ALWAYS), id="one of them"),
        pytest.param("platform_machine == 'c'", ("a", "b"), (NEVER, NEVER), id="none of them"),
        pytest.param("platform_machine != 'c'", ("a", "b"), (ALWAYS, ALWAYS), id="all of them"),
        pytest.param(
            "platform_machine == 'a' and extra == 'x'",
            (),
            (NEVER, Condition(always=False, extras=frozenset("x"))),
            id="and an extra",
        ),
    ],
)
def test_what_is_not_known_of_a_target_leaves_it_open(text, values, expected):
    assert expected == meaning(text, platform_machine=values)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "()",
        "os_name",
        "os_name ==",
        "os_name == 'a' and",
        "os_name == 'a' os_name == 'b'",
        "(os_name == 'a'",
        "os_name == 'a')",
        "no_such == 'a'",
        "'a' == 'b'",
        "os_name ~= 'a'",
        "os_name == 'a",
        "(" * MAX_CHARACTERS,
        "os_name == 'a' or " * MAX_CHARACTERS + "os_name == 'b'",
    ],
    ids=lambda text: f"{text:.30}",
)
def test_what_is_none_is_not_read(text):
    assert parse_marker(text) is None


def test_parentheses_may_be_as_deep_as_a_marker_is_long():
    depth = MAX_CHARACTERS // 2 - 20

    assert (ALWAYS, ALWAYS) == meaning("(" * depth + "os_name == 'posix'" + ")" * depth)
