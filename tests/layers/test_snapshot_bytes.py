"""Snapshots that come back from bytes as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layers import Claims
from layers.snapshot_bytes import decoded, encoded
from testdata.images.writer import tar_of
from tests.support.images import snapshot_of
from tests.support.tar_blocks import END, member

if TYPE_CHECKING:
    from layers.snapshot import Snapshot

CLAIMS = Claims(["**/*.txt", "**/*.d"])
TAR = b"".join(
    (
        member(b"d/a.txt", b"A"),
        member(b"copy/a.txt", b"A"),
        member(b"\xff/\xfe.txt", b"\0\xff"),
        member(b"link", flag=b"2", target=b"\xff/to"),
        member(b"c/.wh.gone"),
        member(b"o/.wh..wh..opq"),
        member(b"x.d/", flag=b"5"),
        member(b"other"),
        member(b"was/below"),
        member(b"was"),
        member(b"../out.txt", b"1"),
        END,
    )
)


def facts(snapshot: Snapshot) -> tuple[object, ...]:
    """Return all that a snapshot is."""
    listing = snapshot.listing
    return (
        snapshot.entries,
        snapshot.contents,
        snapshot.whiteouts,
        snapshot.opaque,
        snapshot.notes,
        listing.directories,
        list(listing.files()),
        listing.among({b"other", b"x.d/", b"nothing"}),
    )


def test_a_snapshot_comes_back_as_it_was():
    snapshot = snapshot_of(TAR, CLAIMS)

    found = decoded(encoded(snapshot))

    assert 4 == len(snapshot.entries) - 1
    assert 2 == len(snapshot.notes)
    assert facts(snapshot) == facts(found)


def test_an_empty_one_does_too():
    snapshot = snapshot_of(END, CLAIMS)

    assert facts(snapshot) == facts(decoded(encoded(snapshot)))


def test_what_comes_back_is_encoded_alike():
    data = encoded(snapshot_of(TAR, CLAIMS))

    assert data == encoded(decoded(data))


def test_equal_contents_are_kept_once():
    content = bytes(range(256)) * 100
    once = encoded(snapshot_of(tar_of({"0.txt": content}), CLAIMS))
    many = encoded(snapshot_of(tar_of({f"{n}.txt": content for n in range(50)}), CLAIMS))

    assert len(once) < len(many) < 2 * len(once)
    found = decoded(many)
    assert 1 == len({id(value) for value in found.contents.values()})
