"""What is held of a file, and what is said of the rest."""

from __future__ import annotations

import pytest

from layers.errors import CorruptStream, LimitExceeded
from layers.stream import MemoryStream
from layers.window import TAIL_BYTES, Window, window_of


def test_a_small_file_is_held_as_a_whole():
    window = window_of(MemoryStream(b"abc"), 3, TAIL_BYTES)

    assert (b"abc", 0, 3) == (window.data, window.start, window.end)


def test_of_a_large_file_the_end_is_held():
    data = bytes(range(256)) * (TAIL_BYTES // 200)

    window = window_of(MemoryStream(data), len(data), TAIL_BYTES)

    assert data[-TAIL_BYTES:] == window.data
    assert data[-9:] == window.part(len(data) - 9, len(data))
    with pytest.raises(LimitExceeded, match="max_archive_bytes"):
        window.part(0, len(data))


def test_a_file_that_is_too_large_for_its_end_to_be_held_exceeds_the_limit():
    with pytest.raises(LimitExceeded, match="max_archive_bytes"):
        window_of(MemoryStream(b"abc"), 3, 2)


@pytest.mark.parametrize("size", [2, 4])
def test_a_file_is_as_long_as_it_is_said_to_be(size):
    with pytest.raises(CorruptStream, match="as long as"):
        window_of(MemoryStream(b"abc"), size, TAIL_BYTES)


@pytest.mark.parametrize(("begin", "end"), [(-1, 1), (2, 1), (0, 4)])
def test_no_part_is_outside_of_the_file(begin, end):
    with pytest.raises(CorruptStream, match="outside"):
        Window(b"abc", 0, 9).part(begin, end)


@pytest.mark.parametrize(
    ("needle", "begin", "place"), [(b"a", 0, 13), (b"a", 14, -1), (b"b", 11, 11), (b"b", 12, -1)]
)
def test_the_last_place_of_bytes_is_found(needle, begin, place):
    assert place == Window(b"abca", 10, 9).last(needle, begin)
