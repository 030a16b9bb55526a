"""Fetching payloads: in how many requests, and how much at most."""

from __future__ import annotations

import random

import pytest

from layers import Claims, Limits, ReadOptions
from layers.errors import CorruptStream, LimitExceeded
from layers.limits import KIB, MIB
from layers.toc_layer import snapshot_by_toc
from layers.toc_range import GAP_BYTES, RANGE_BYTES
from tests.support.toc import FORMATS, Item, estargz, items_of, zstd_chunked

CLAIMS = Claims(["**/*.txt"])
OPTIONS = ReadOptions(claims=CLAIMS)
TABLE_REQUESTS = {estargz: 2, zstd_chunked: 1}


def noise(size):
    """Return bytes that no compression makes smaller."""
    return random.Random(size).randbytes(size)


def payload_requests(form, items, options=OPTIONS, **fields):
    layer = form(items, **fields)
    snapshot = snapshot_by_toc(layer.info, layer.fetch, options)
    return snapshot, layer.requests[TABLE_REQUESTS[form] :]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("gap", "expected"), [(0, 1), (GAP_BYTES - 2 * KIB, 1), (GAP_BYTES + 2 * KIB, 2), (MIB, 2)]
)
def test_what_is_near_is_fetched_together(form, gap, expected):
    items = items_of({"a.txt": b"A" * 9, "b.bin": noise(gap), "c.txt": b"C"})

    snapshot, requests = payload_requests(form, items)

    assert {"a.txt": b"A" * 9, "c.txt": b"C"} == snapshot.contents
    assert expected == len(requests)


@pytest.mark.parametrize("form", FORMATS)
def test_links_between_files_make_no_more_requests(form):
    files: dict[str, bytes | str] = {}
    for number in range(50):
        files |= {f"{number}.txt": b"%d" % number, f"{number}.so": f"{number}.txt"}

    snapshot, requests = payload_requests(form, items_of(files))

    assert (50, 1) == (len(snapshot.contents), len(requests))


@pytest.mark.parametrize("form", FORMATS)
def test_what_nobody_claims_is_not_fetched(form):
    """
    Also if a file takes the place of a directory, and so every member is looked at.
    """
    items = items_of({"x/y.bin": noise(MIB), "x": noise(MIB), "a.txt": b"A", "b.bin": noise(MIB)})

    snapshot, requests = payload_requests(form, items)

    assert {"a.txt": b"A"} == snapshot.contents
    assert 2 * KIB > sum(size for _, size in requests)


@pytest.mark.parametrize("form", FORMATS)
def test_a_range_is_bounded(form):
    items = [Item(f"{number}.txt", noise(MIB + number)) for number in range(20)]

    snapshot, requests = payload_requests(form, items)

    assert 20 == len(snapshot.contents)
    assert 10 <= len(requests) <= 20
    assert max(size for _, size in requests) <= RANGE_BYTES


@pytest.mark.parametrize("form", FORMATS)
def test_chunks_of_a_file_are_joined(form):
    content = noise(100_000)

    snapshot, requests = payload_requests(form, [Item("a.txt", content)], chunk=1000)

    assert ({"a.txt": content}, 1) == (snapshot.contents, len(requests))


def test_payloads_that_share_a_member_are_decompressed_once():
    """
    Else a member of n files would be decompressed n times, which the limit would not allow.
    """
    files = {f"{number}.txt": b"%d" % number for number in range(1000)}
    total = 1000 * 1024
    options = ReadOptions(claims=CLAIMS, limits=Limits(max_layer_bytes=2 * total))

    snapshot, requests = payload_requests(estargz, items_of(files), options, shared=True)

    assert (files, 1) == (snapshot.contents, len(requests))


def test_chunks_that_are_zeros_are_not_fetched():
    items = [Item("a.txt", bytes(100) + b"x" * 100 + bytes(100))]

    snapshot, requests = payload_requests(zstd_chunked, items, chunk=100)

    assert ({"a.txt": items[0].content}, 1) == (snapshot.contents, len(requests))


@pytest.mark.parametrize("form", FORMATS)
def test_no_more_is_fetched_than_the_layer_has(form):
    """
    A table can name the same two places in turn for ever.
    """

    def twofold(entries):
        first, middle, last = entries
        return [middle] + [
            {**entry, "name": f"{number}{entry['name']}"}
            for number in range(1000)
            for entry in (first, last)
        ]

    layer = form(
        items_of({"a.txt": noise(100_000), "b.bin": noise(MIB), "c.txt": noise(50_000)}), twofold
    )

    with pytest.raises(CorruptStream, match="more is fetched than there is"):
        snapshot_by_toc(layer.info, layer.fetch, OPTIONS)

    assert len(layer.data) >= sum(size for _, size in layer.payload_requests)


@pytest.mark.parametrize("form", FORMATS)
def test_no_more_is_decompressed_than_a_layer_may_hold(form):
    """
    A small payload may be said to be behind a large one, any number of times.
    """

    def repeated(entries):
        (entry,) = entries
        return [
            entry
            | {"name": f"{n}.txt", "size": 1, "innerOffset": 3 * MIB - n, "chunkDigest": None}
            | {"digest": "sha256:6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"}
            for n in range(2, 1000)
        ]

    layer = form([Item("a.bin", bytes(3 * MIB - 1) + b"x")], repeated)

    options = ReadOptions(claims=CLAIMS, limits=Limits(max_layer_bytes=16 * MIB))

    with pytest.raises(LimitExceeded, match="max_layer_bytes"):
        snapshot_by_toc(layer.info, layer.fetch, options)


@pytest.mark.parametrize("form", FORMATS)
def test_a_chunk_larger_than_a_file_may_be_is_not_fetched(form):
    options = ReadOptions(claims=CLAIMS, limits=Limits(max_claimed_file_bytes=10_000))

    def larger(entries):
        entries[0]["endOffset"] = entries[-1]["offset"]
        return entries

    layer = form(items_of({"a.txt": b"A", "b.bin": noise(MIB), "c": b"C"}), larger)

    with pytest.raises(LimitExceeded, match="max_claimed_file_bytes"):
        snapshot_by_toc(layer.info, layer.fetch, options)
    assert [] == layer.payload_requests
