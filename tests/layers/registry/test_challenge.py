"""``WWW-Authenticate``, as registries write it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.registry.challenge import challenges_in


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", []),
        ("Basic", [("basic", {})]),
        ('Basic realm="a"', [("basic", {"realm": "a"})]),
        ("BASIC Realm=a", [("basic", {"realm": "a"})]),
        (
            'Bearer realm="https://a/b",service="c",scope="repository:d/e:pull,push"',
            [
                (
                    "bearer",
                    {
                        "realm": "https://a/b",
                        "service": "c",
                        "scope": "repository:d/e:pull,push",
                    },
                )
            ],
        ),
        (
            'Negotiate abc==, Basic realm="a, b", Bearer realm="c"',
            [("negotiate", {}), ("basic", {"realm": "a, b"}), ("bearer", {"realm": "c"})],
        ),
        (r'Basic realm="a\"b\\c"', [("basic", {"realm": r"a\"b\c".replace(r"\"", '"')})]),
        ('Bearer realm = "a" , service = b', [("bearer", {"realm": "a", "service": "b"})]),
        ('Bearer realm="a", realm="b"', [("bearer", {"realm": "a"})]),
        (",, ,Basic", [("basic", {})]),
    ],
)
def test_challenges_are_told_from_their_parameters(header, expected):
    found = [(item.scheme, dict(item.parameters)) for item in challenges_in(header)]

    assert expected == found


def test_a_parameter_that_is_not_there_is_empty():
    (challenge,) = challenges_in("Bearer realm=a")

    assert ("a", "") == (challenge["realm"], challenge["scope"])


def test_a_parameter_that_is_never_closed_is_none():
    assert "" == challenges_in('Bearer realm="https://a')[0]["realm"]


@given(st.text(alphabet='Basic=",\\ \x00ä/', max_size=200))
def test_of_anything_only_words_become_schemes_and_names(header):
    found = challenges_in(header)

    words = [word for one in found for word in (one.scheme, *one.parameters)]
    assert all(word in header.lower() and word.strip(' =",\\\x00ä/') for word in words)
    assert len(found) <= len(header)
