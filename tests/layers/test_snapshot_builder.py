"""What one layer adds and removes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from layers import Claims, Excerpt, Limits
from layers.errors import LimitExceeded
from layers.note import Note
from layers.snapshot import Entry, unread_targets
from layers.tar_header import Kind
from testdata.images.writer import tar_of

if TYPE_CHECKING:
    from layers.snapshot import Snapshot
from tests.support.images import snapshot_of
from tests.support.tar_blocks import END, GNU, member, pax

CLAIMS = Claims(["**/*.txt", "**/kept", "**/*.d"])


def directory(path: bytes) -> bytes:
    return member(path + b"/", flag=b"5")


def symlink(path: bytes, target: bytes) -> bytes:
    return member(path, flag=b"2", target=target)


def hard_link(path: bytes, target: bytes) -> bytes:
    return member(path, flag=b"1", target=target)


def snapshot(*members: bytes, limits: Limits | None = None) -> Snapshot:
    return snapshot_of(b"".join(members) + END, CLAIMS, limits)


def test_claimed_files_are_kept_and_of_others_the_names():
    found = snapshot(member(b"d/a.txt", b"A"), member(b"d/other", b"x" * 10**6))

    assert {"d/a.txt": Entry("d/a.txt", Kind.FILE, 1, 0o644)} == found.entries
    assert {"d/a.txt": b"A"} == found.contents
    assert {b"d/a.txt", b"d/other"} == set(found.listing.files())


def test_claimed_directories_are_kept_whether_they_have_an_entry_or_not():
    """
    Bazel, nix and ko write no parent directories.
    """
    found = snapshot(member(b"x/a.d/b.d/file"), directory(b"c.d"), directory(b"c.d"))

    assert {"x/a.d", "x/a.d/b.d", "c.d"} == set(found.entries)
    assert {Kind.DIRECTORY} == {entry.kind for entry in found.entries.values()}


def test_every_symbolic_link_is_kept():
    found = snapshot(symlink(b"lib", b"usr/lib"), symlink(b"a.txt", b"\xff"))

    assert {
        "lib": Entry("lib", Kind.SYMLINK, 0, 0o644, "usr/lib"),
        "a.txt": Entry("a.txt", Kind.SYMLINK, 0, 0o644, "\udcff"),
    } == found.entries


@pytest.mark.hostile(row=35)
@pytest.mark.parametrize(
    ("block", "kind"),
    [
        pytest.param(member(b"a.txt", flag=b"3"), Kind.DEVICE, id="character-device"),
        pytest.param(member(b"a.txt", flag=b"6"), Kind.DEVICE, id="fifo"),
        pytest.param(member(b"a.txt", flag=b"5"), Kind.DIRECTORY, id="directory"),
        pytest.param(symlink(b"a.txt", b"/dev/zero"), Kind.SYMLINK, id="symlink"),
        pytest.param(member(b"a.txt", b"12", flag=b"S", magic=GNU), Kind.SPARSE, id="row-43"),
        pytest.param(
            pax({b"GNU.sparse.size": b"1099511627776"}) + member(b"a.txt", b"12"),
            Kind.SPARSE,
            id="row-43-pax",
        ),
    ],
)
def test_a_claimed_path_that_is_no_file_is_not_read(block, kind):
    found = snapshot(block)

    assert ({"a.txt": kind}, {}) == (
        {path: entry.kind for path, entry in found.entries.items()},
        found.contents,
    )


def test_equal_contents_are_kept_once():
    """
    M2: a hundred virtual environments hold the same files.
    """
    content = b"x" * 1000
    found = snapshot(*(member(b"%d/a.txt" % number, content) for number in range(5)))

    assert [5, 1] == [len(found.contents), len({id(value) for value in found.contents.values()})]


@pytest.mark.hostile(row=44)
@pytest.mark.parametrize(
    ("members", "expected"),
    [
        pytest.param([member(b"a.txt", b"1"), member(b"a.txt", b"2")], b"2", id="file"),
        pytest.param([symlink(b"a.txt", b"b"), member(b"a.txt", b"2")], b"2", id="after-a-link"),
        pytest.param([directory(b"a.txt"), member(b"a.txt", b"2")], b"2", id="after-a-directory"),
        pytest.param(
            [member(b"a.txt/b.txt", b"1"), member(b"a.txt", b"2")], b"2", id="after-a-parent"
        ),
        pytest.param([member(b"a.txt", b"1"), symlink(b"a.txt", b"b")], None, id="before-a-link"),
        pytest.param([member(b"a.txt", b"1"), directory(b"a.txt")], None, id="before-a-directory"),
        pytest.param(
            [member(b"a.txt", b"1"), member(b"a.txt", flag=b"6")], None, id="before-a-fifo"
        ),
        pytest.param(
            [member(b"a.txt", b"1"), hard_link(b"a.txt", b"b")], None, id="before-a-hard-link"
        ),
    ],
)
def test_the_later_member_of_a_path_counts(members, expected):
    """
    Kaniko appends a file that it changes.
    """
    found = snapshot(*members)

    assert (["a.txt"], expected) == (list(found.entries), found.contents.get("a.txt"))


@pytest.mark.hostile(row=44)
def test_a_claimed_file_that_is_there_twice_is_noted():
    """
    H10
    """
    found = snapshot(*(member(b"a.txt", b"%d" % number) for number in range(1000)))

    assert (
        {"a.txt": b"999"},
        (Note("a.txt", "there twice in one layer; the later one counts"),),
    ) == (
        found.contents,
        found.notes,
    )


def test_a_file_in_the_place_of_a_directory_takes_all_below_it_away():
    found = snapshot(
        member(b"a/kept", b"1"),
        member(b"a/b/kept", b"2"),
        symlink(b"a/link", b"x"),
        member(b"ab/kept", b"3"),
        member(b"a", b"file"),
        member(b"a2/kept", b"4"),
    )

    assert {"ab/kept", "a2/kept"} == set(found.entries) == set(found.contents)
    assert {b"a", b"ab/kept", b"a2/kept"} == set(found.listing.files())
    assert (Note("a", "both a directory and a file in one layer; the file counts"),) == found.notes


def test_a_directory_in_the_place_of_a_file_is_one():
    found = snapshot(member(b"a", b"1"), directory(b"a"), member(b"a/kept", b"2"))

    assert ({"a/kept": b"2"}, [b"a/kept"]) == (found.contents, list(found.listing.files()))


@pytest.mark.parametrize(
    "block",
    [
        member(b"a", b"file"),
        member(b"a", flag=b"6"),
        hard_link(b"a", b"b"),
        directory(b"a"),
    ],
    ids=["file", "fifo", "hard-link", "directory"],
)
def test_what_nobody_claims_replaces_a_link_as_well(block):
    """
    A link that isn't there any more must not lead anywhere.
    """
    found = snapshot(symlink(b"a", b"elsewhere"), block)

    assert {} == found.entries


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        pytest.param(
            [member(b"a.txt", b"1"), hard_link(b"b.txt", b"a.txt")], b"1", id="row-34-earlier"
        ),
        pytest.param(
            [hard_link(b"b.txt", b"a.txt"), member(b"a.txt", b"1")], b"1", id="row-34-later"
        ),
        pytest.param(
            [member(b"a.txt", b"1"), hard_link(b"b.txt", b"/./a.txt")], b"1", id="absolute"
        ),
        pytest.param(
            [
                member(b"a.txt", b"1"),
                hard_link(b"c.txt", b"a.txt"),
                hard_link(b"b.txt", b"c.txt"),
            ],
            b"1",
            id="chain",
        ),
        pytest.param(
            [
                hard_link(b"b.txt", b"c.txt"),
                hard_link(b"c.txt", b"a.txt"),
                member(b"a.txt", b"1"),
            ],
            b"1",
            id="chain-backwards",
        ),
        pytest.param(
            [member(b"a.txt", b"1"), hard_link(b"b.txt", b"a.txt"), member(b"a.txt", b"2")],
            b"1",
            id="target-replaced-later",
        ),
        pytest.param(
            [member(b"a.txt", b"1"), hard_link(b"b.txt", b"a.txt"), directory(b"a.txt")],
            b"1",
            id="target-removed-later",
        ),
        pytest.param(
            [member(b"b.txt", b"1"), hard_link(b"b.txt", b"b.txt")], b"1", id="row-34-itself"
        ),
        pytest.param([hard_link(b"b.txt", b"a.txt")], None, id="row-34-missing"),
        pytest.param([hard_link(b"b.txt", b"b.txt")], None, id="row-34-only-itself"),
        pytest.param([directory(b"a.d"), hard_link(b"b.txt", b"a.d")], None, id="row-34-directory"),
        pytest.param(
            [hard_link(b"b.txt", b"a.txt"), hard_link(b"a.txt", b"b.txt")], None, id="row-34-loop"
        ),
    ],
)
def test_a_hard_link_is_another_name_of_the_file_that_was_there(members, expected):
    """
    It counts what was there when it was made, as it does when a layer is unpacked.
    """
    found = snapshot(*members)

    kind = Kind.HARDLINK if expected is None else Kind.FILE
    assert (expected, kind) == (found.contents.get("b.txt"), found.entries["b.txt"].kind)


def test_a_hard_link_to_a_symbolic_link_is_one():
    """
    link(2) does not follow it.
    """
    found = snapshot(symlink(b"a", b"target"), hard_link(b"d/b.txt", b"a"))

    assert Entry("d/b.txt", Kind.SYMLINK, 0, 0o644, "target") == found.entries["d/b.txt"]


def test_a_hard_link_is_an_entry_with_the_size_and_mode_of_the_file():
    found = snapshot(member(b"a.txt", b"12", mode=b"0000755\0"), hard_link(b"b.txt", b"a.txt"))

    assert Entry("b.txt", Kind.FILE, 2, 0o755) == found.entries["b.txt"]


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        pytest.param(b"blob", {"blob"}, id="unclaimed"),
        pytest.param(b"with/*", {"with/*"}, id="star"),
        pytest.param(b"missing", set(), id="missing"),
        pytest.param(b"other.txt", set(), id="claimed"),
        pytest.param(b"with", set(), id="directory"),
    ],
)
def test_the_target_of_a_claimed_link_may_have_come_by_unread(target, expected):
    """
    Ostree keeps every file under its checksum first.
    """
    blocks = [member(b"blob", b"1"), member(b"with/*", b"2"), member(b"other.txt", b"3")]
    found = snapshot(*blocks, hard_link(b"b.txt", target))

    assert expected == unread_targets(found)


@pytest.mark.parametrize(
    ("members", "whiteouts", "opaque", "notes"),
    [
        pytest.param([member(b"d/.wh.a")], {b"d/a"}, set(), [], id="file"),
        pytest.param([member(b".wh.a")], {b"a"}, set(), [], id="at-the-root"),
        pytest.param([directory(b"d/.wh.a")], {b"d/a"}, set(), [], id="as-a-directory"),
        pytest.param([symlink(b"d/.wh.a", b"x")], {b"d/a"}, set(), [], id="as-a-link"),
        pytest.param([member(b"d/.wh..wh..opq")], set(), {b"d"}, [], id="opaque"),
        pytest.param([member(b".wh..wh..opq")], set(), {b""}, [], id="opaque-root"),
        pytest.param([member(b"d/.wh.a.txt")], {b"d/a.txt"}, set(), [], id="of-a-claimed-path"),
        pytest.param(
            [member(b"d/.wh.")],
            set(),
            set(),
            [Note("d/.wh.", "a whiteout that hides nothing")],
            id="row-45-alone",
        ),
        pytest.param(
            [member(b"d/.wh..wh.x")],
            set(),
            set(),
            [Note("d/.wh..wh.x", "a whiteout that hides nothing")],
            id="row-45-reserved",
        ),
    ],
)
def test_a_whiteout_is_no_file(members, whiteouts, opaque, notes):
    found = snapshot(*members, member(b"d/b", b""), member(b"c", b""))

    assert (whiteouts, opaque, notes) == (found.whiteouts, found.opaque, list(found.notes))
    assert {b"c", b"d/b"} == set(found.listing.files())
    assert {} == found.entries


@pytest.mark.hostile(row=45)
def test_a_whiteout_leaves_the_files_of_its_own_layer():
    """
    Wherever it stands.
    """
    found = snapshot(
        member(b"d/a.txt", b"1"),
        member(b"d/.wh.a.txt"),
        member(b"d/.wh..wh..opq"),
        member(b"d/b.txt", b"2"),
    )

    assert {"d/a.txt": b"1", "d/b.txt": b"2"} == found.contents


@pytest.mark.hostile(row=46)
def test_a_whiteout_of_overlayfs_hides_nothing_in_a_tar():
    device = member(b"a", flag=b"3")
    other = member(b"b", flag=b"3", device=b"0000001\0" * 2)

    found = snapshot(device, other)

    assert (
        frozenset(),
        (Note("a", "a whiteout of overlayfs, which hides nothing in a tar"),),
    ) == (found.whiteouts, found.notes)


@pytest.mark.hostile(row=49)
def test_a_file_that_is_too_large_is_noted_and_not_read():
    """
    One file costs one note, never the layer.
    """
    found = snapshot(
        member(b"a.txt", b"x" * 11),
        member(b"b.txt", b"x" * 10),
        limits=Limits(max_claimed_file_bytes=10),
    )

    assert {"b.txt": b"x" * 10} == found.contents
    assert Entry("a.txt", Kind.FILE, 11, 0o644) == found.entries["a.txt"]
    assert (
        Note("a.txt", "limit max_claimed_file_bytes exceeded: 11 bytes", incomplete=True),
    ) == found.notes


@pytest.mark.hostile(row=30)
@pytest.mark.parametrize(
    ("members", "limit", "allowed"),
    [
        pytest.param([member(b"%d.txt" % n, b"x") for n in range(4)], "max_claimed_files", 3),
        pytest.param([hard_link(b"%d.txt" % n, b"x") for n in range(4)], "max_claimed_files", 3),
        pytest.param([member(b"%d.txt" % n, flag=b"6") for n in range(4)], "max_claimed_files", 3),
        pytest.param([member(b"%d.txt" % n, b"x" * 10) for n in range(4)], "max_claimed_bytes", 39),
        pytest.param([symlink(b"%d" % n, b"x" * 10) for n in range(4)], "max_claimed_bytes", 39),
        pytest.param([member(b"a/b/c/d/e")], "max_claimed_bytes", 15, id="directories"),
        pytest.param([symlink(b"%d" % n, b"") for n in range(4)], "max_symlinks", 3),
        pytest.param([symlink(b"a", b"") for _ in range(4)], "max_symlinks", 3, id="one-link"),
        pytest.param([directory(b"d"), member(b"d")] * 4, "max_replacing_steps", 7, id="replaced"),
    ],
)
def test_a_passed_limit_is_named(members, limit, allowed):
    """
    What is kept of a layer is bounded, whatever is in it.
    """
    snapshot(*members, limits=Limits(**{limit: allowed + 1}))

    with pytest.raises(LimitExceeded) as error:
        snapshot(*members, limits=Limits(**{limit: allowed}))

    assert (limit, allowed) == (error.value.limit, error.value.allowed)


def test_a_path_of_many_directories_costs_what_all_their_paths_do():
    """
    Each of them is kept, so what it takes grows with the square of the depth.
    """
    deep = pax({b"path": b"a/" * 16_000 + b"b"}) + member(b"b")

    with pytest.raises(LimitExceeded) as error:
        snapshot(deep, limits=Limits(max_claimed_bytes=1 << 20))

    assert "max_claimed_bytes" == error.value.limit


def test_notes_are_counted_beyond_their_limit():
    found = snapshot(
        *(member(b"%d/.wh." % number) for number in range(5)), limits=Limits(max_notes=2)
    )

    assert [
        Note("0/.wh.", "a whiteout that hides nothing"),
        Note("1/.wh.", "a whiteout that hides nothing"),
        Note("", "3 more oddities are not listed"),
    ] == list(found.notes)


def test_the_order_of_members_with_different_paths_is_without_meaning():
    files = {"b/x.txt": b"1", "a/y.txt": b"2", "b": None, "l": "a", "a/.wh.z": b""}
    forwards = snapshot_of(tar_of(files), CLAIMS)
    backwards = snapshot_of(tar_of(dict(reversed(files.items()))), CLAIMS)

    assert forwards.entries == backwards.entries
    assert (forwards.contents, forwards.whiteouts) == (backwards.contents, backwards.whiteouts)


@pytest.mark.parametrize("between", [[], [symlink(b"l", b"x")], [hard_link(b"l", b"x")]])
def test_a_directory_that_is_a_whiteout_is_one_wherever_it_stands(between):
    """
    What is in it may have come before it, and may have been read together with it or not.
    """
    found = snapshot(member(b".wh.a/b"), *between, directory(b".wh.a"), member(b"c"))

    assert {b"a"} == found.whiteouts


def shouted(content: bytes) -> bytes:
    return content[:5].upper()


SHOUTED = Excerpt(name="shouted", version=1, patterns=("**/*.loud",), take=shouted)


def test_of_some_files_an_excerpt_is_kept_with_the_size_of_the_whole():
    files = {"a.loud": b"hello world", "b.txt": b"hello world"}

    snapshot = snapshot_of(tar_of(files), Claims(["**/*.txt"], [SHOUTED]))

    assert {"a.loud": b"HELLO", "b.txt": b"hello world"} == snapshot.contents
    assert 11 == snapshot.entries["a.loud"].size


def test_what_is_also_wanted_whole_is_kept_whole():
    excerpt = Excerpt(
        name="shouted", version=1, patterns=("**/*.loud",), unless=("**/b.loud",), take=shouted
    )
    files = {"a.loud": b"hello world", "x/b.loud": b"hello world"}

    snapshot = snapshot_of(tar_of(files), Claims(["**/b.loud"], [excerpt]))

    assert {"a.loud": b"HELLO", "x/b.loud": b"hello world"} == snapshot.contents


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        pytest.param(
            [member(b"a.loud", b"hello world"), hard_link(b"b.loud", b"a.loud")],
            {"a.loud": b"HELLO", "b.loud": b"HELLO"},
            id="both",
        ),
        pytest.param(
            [member(b"a.txt", b"hello world"), hard_link(b"b.loud", b"a.txt")],
            {"a.txt": b"hello world", "b.loud": b"HELLO"},
            id="the-link-alone",
        ),
        pytest.param(
            [hard_link(b"b.loud", b"a.txt"), member(b"a.txt", b"hello world")],
            {"a.txt": b"hello world", "b.loud": b"HELLO"},
            id="the-link-first",
        ),
        pytest.param(
            [member(b"a.loud", b"hello world"), hard_link(b"b.txt", b"a.loud")],
            {"a.loud": b"HELLO"},
            id="the-target-alone",
        ),
    ],
)
def test_a_hard_link_has_the_excerpt_that_is_for_its_own_name(members, expected):
    snapshot = snapshot_of(b"".join(members) + END, Claims(["**/*.txt"], [SHOUTED]))

    assert expected == snapshot.contents


def test_what_an_excerpt_leaves_out_does_not_count_as_claimed():
    files = {"a.loud": b"x" * 10_000}
    limits = Limits(max_claimed_bytes=100)

    snapshot = snapshot_of(tar_of(files), Claims([], [SHOUTED]), limits)

    assert {"a.loud": b"XXXXX"} == snapshot.contents


def test_claims_with_another_version_of_an_excerpt_are_others():
    newer = Excerpt(name="shouted", version=2, patterns=SHOUTED.patterns, take=shouted)

    assert Claims([], [newer]).key != Claims([], [SHOUTED]).key
