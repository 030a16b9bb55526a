"""Streams of bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from layers.stream import (
    CountedStream,
    FileStream,
    MemoryStream,
    PrefixedStream,
    drain,
    read_exactly,
    skip,
)
from tests.support.streams import Dripping

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from layers.stream import Stream

DATA = bytes(range(100))


@pytest.fixture
def file_stream(tmp_path: Path) -> Iterator[Stream]:
    """Return a window over the data, inside a larger file."""
    file = tmp_path / "file"
    file.write_bytes(b"before" + DATA + b"behind")
    with file.open("rb") as opened:
        yield FileStream(opened.fileno(), len(b"before"), len(DATA))


@pytest.fixture(params=["file", "memory", "dripping", "prefixed", "prefixed-only", "counted"])
def stream(request: pytest.FixtureRequest, file_stream: Stream) -> Stream:
    """Return each kind of stream over the same data."""
    kinds: dict[str, Callable[[], Stream]] = {
        "file": lambda: file_stream,
        "memory": lambda: MemoryStream(DATA),
        "dripping": lambda: Dripping(DATA, 7),
        "prefixed": lambda: PrefixedStream(DATA[:10], MemoryStream(DATA[10:])),
        "prefixed-only": lambda: PrefixedStream(DATA, MemoryStream(b"")),
        "counted": lambda: CountedStream(file_stream, lambda _: None),
    }
    return kinds[request.param]()


@pytest.mark.parametrize("size", [1, 9, 10, 11, 99, 100])
def test_exactly_as_much_is_read_as_was_asked_for(stream, size):
    found = read_exactly(stream, size), read_exactly(stream, 1000)

    assert (DATA[:size], DATA[size:]) == found


def test_there_is_nothing_at_the_end_and_ever_after(stream):
    drain(stream)

    assert (b"", b"", 0) == (stream.read(1), stream.read(1), skip(stream, 1))


@pytest.mark.parametrize("size", [0, 1, 9, 10, 11, 99, 100])
def test_what_is_skipped_is_not_read(stream, size):
    skipped = skip(stream, size)

    assert (size, DATA[size:]) == (skipped, read_exactly(stream, 1000))


def test_skipping_tells_how_far_it_came(stream):
    begin = read_exactly(stream, 5)

    assert (DATA[:5], 95, b"") == (begin, skip(stream, 1000), stream.read(1))


def test_two_windows_of_a_file_are_read_independently(tmp_path):
    file = tmp_path / "file"
    file.write_bytes(DATA)
    with file.open("rb") as opened:
        first = FileStream(opened.fileno(), 0, 50)
        second = FileStream(opened.fileno(), 50, 50)

        found = [first.read(20), second.read(20), first.read(100), second.read(100)]

    assert [DATA[:20], DATA[50:70], DATA[20:50], DATA[70:]] == found


def test_what_is_read_and_what_is_skipped_is_counted():
    counts: list[int] = []
    stream = CountedStream(MemoryStream(DATA), counts.append)

    read_exactly(stream, 10)
    skip(stream, 20)
    drain(stream)

    assert (100, [10, 20]) == (sum(counts), counts[:2])
