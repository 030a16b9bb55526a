"""Ranges of a blob: what is in them, and how many are fetched at a time."""

from __future__ import annotations

import random
from contextlib import closing
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.errors import CorruptStream
from layers.limits import MIB
from layers.toc_range import AHEAD, GAP_BYTES, RANGE_BYTES, Ranges, merged

FAR = 2 * GAP_BYTES
BLOB = random.Random(1).randbytes(12 * FAR)
PLACES = [(start, start + 10) for start in range(0, len(BLOB), FAR)]


def fetch(start, size):
    return BLOB[start : start + size]


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ([], []),
        ([(5, 9)], [(5, 9)]),
        ([(20, 30), (0, 10)], [(0, 30)]),
        ([(0, 10), (10 + GAP_BYTES, 99_999)], [(0, 99_999)]),
        ([(0, 10), (11 + GAP_BYTES, 99_999)], [(0, 10), (11 + GAP_BYTES, 99_999)]),
        ([(0, 100), (10, 20), (30, 110)], [(0, 110)]),
        ([(0, RANGE_BYTES), (RANGE_BYTES, RANGE_BYTES + 1)], None),
        ([(0, 9 * MIB), (9 * MIB, 10 * MIB)], None),
    ],
)
def test_places_that_are_near_are_fetched_together(places, expected):
    ranges, _ = merged(places)

    assert (places if expected is None else expected) == ranges


@given(st.sets(st.tuples(st.integers(0, 10 * MIB), st.integers(1, 3 * MIB)), max_size=50))
def test_each_place_is_in_its_range(pairs):
    places = {(start, start + size) for start, size in pairs}

    ranges, range_of = merged(places)

    assert places == set(range_of)
    for (start, end), number in range_of.items():
        first, last = ranges[number]
        assert first <= start < end <= last


@pytest.mark.parametrize("order", [PLACES, PLACES[::-1], PLACES[5:] + PLACES[:5]])
def test_bytes_are_those_of_the_place_in_any_order(order):
    with closing(Ranges(PLACES, fetch, len(BLOB))) as ranges:
        assert [BLOB[start:end] for start, end in order] == [ranges.at(place) for place in order]


def test_several_are_fetched_at_a_time():
    """
    Each fetch waits for the others that belong to it; alone, it would wait for ever.
    """
    together = Barrier(AHEAD, timeout=30)

    def waiting(start, size):
        together.wait()
        return fetch(start, size)

    assert 0 == len(PLACES) % AHEAD
    with closing(Ranges(PLACES, waiting, len(BLOB))) as ranges:
        # Each of these asks for the range itself, and those behind it.
        assert [ranges.at(place) for place in PLACES[::AHEAD]]


def test_what_is_far_ahead_is_not_fetched_yet():
    fetched = []

    def remembering(start, size):
        fetched.append(start)
        return fetch(start, size)

    ranges = Ranges(PLACES, remembering, len(BLOB))
    ranges.at(PLACES[0])
    ranges.close()

    assert set(fetched) <= {start for start, _ in PLACES[:AHEAD]}


def test_an_error_reaches_whoever_asks_for_that_range():
    def failing(start, size):
        if start == PLACES[1][0]:
            raise CorruptStream("gone")
        return fetch(start, size)

    with closing(Ranges(PLACES, failing, len(BLOB))) as ranges:
        ranges.at(PLACES[0])
        with pytest.raises(CorruptStream, match="gone"):
            ranges.at(PLACES[1])


def test_no_more_is_fetched_than_there_is():
    with (
        closing(Ranges([(0, 100), (FAR, FAR + 100)], fetch, 150)) as ranges,
        pytest.raises(CorruptStream, match="more is fetched than there is"),
    ):
        ranges.at((0, 100))
