"""What texts say of licences, on bytes that nobody thought of and texts in every order."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.licenses.corpus import bundled
from scanner.licenses.popular import POPULAR
from scanner.licenses.text import identify
from tests.support.license_texts import APACHE_NOTICE, CRYPTOGRAPHY, GPL_2_OR_LATER, filled

KNOWN = sorted({known.id for known in bundled().texts if known.anchors} - bundled().exceptions)
PROSE = st.lists(
    st.sampled_from(["foo", "bar", "baz\n", "kiwi", "lemon", "1.2", "3", ",", "."]), max_size=300
)
PIECES = st.one_of(
    st.binary(max_size=60),
    st.sampled_from([filled(identifier).encode() for identifier in POPULAR]),
    st.sampled_from([APACHE_NOTICE.encode(), CRYPTOGRAPHY.encode(), GPL_2_OR_LATER.encode()]),
    st.sampled_from(
        [b"\n", b"\r", b"\0", b"\xff\xfe", b"\xe9", b"Copyright (c) ", b"SPDX-License-Identifier: "]
    ),
    st.tuples(st.sampled_from(POPULAR), st.integers(0, 2000), st.integers(0, 2000)).map(
        lambda part: filled(part[0]).encode()[part[1] : part[1] + part[2]]
    ),
)


@given(st.lists(PIECES, max_size=8).map(b"".join))
@settings(max_examples=80, deadline=None)
def test_any_bytes_are_read_and_what_is_found_is_in_them(data):
    found = identify(data)

    lines = len(data.splitlines()) + 1 + data.count(b"\0")
    assert 0 <= found.coverage <= 1
    assert found.remainder >= 0
    for match in found.matches:
        assert 0 <= match.score <= 1
        assert 1 <= match.first_line <= match.last_line <= lines
    assert list(found.matches) == sorted(
        found.matches, key=lambda match: (match.first_line, match.last_line)
    )
    assert len(set(found.copyrights)) == len(found.copyrights)


@given(st.sampled_from(KNOWN), PROSE.map(" ".join), PROSE.map(" ".join))
@settings(max_examples=80, deadline=None)
def test_prose_around_a_licence_takes_nothing_from_it(identifier, before, behind):
    text = filled(identifier)
    (alone, *_) = identify(text.encode()).matches

    mixed = identify(f"{before}\n\n{text}\n\n{behind}".encode()).matches

    assert (alone.expression, alone.technique) in {
        (match.expression, match.technique) for match in mixed
    }


@given(st.lists(st.sampled_from(POPULAR), max_size=6, unique=True), st.randoms())
@settings(max_examples=40, deadline=None)
def test_the_order_of_licences_makes_no_difference(identifiers, random):
    shuffled = random.sample(identifiers, len(identifiers))

    one, other = (
        {
            (match.expression, match.score)
            for match in identify("\n\n----\n\n".join(map(filled, each)).encode()).matches
            if match.technique in {"exact", "text"}
        }
        for each in (identifiers, shuffled)
    )

    assert one == other
