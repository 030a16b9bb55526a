"""The paths of all files of a layer."""

from __future__ import annotations

import pytest

from layers.listing import PACK_BYTES, Listing


def listing(*paths: bytes) -> Listing:
    """Return a listing of paths, as a layer with their directories has it."""
    result = Listing()
    for path in paths:
        result.add_directories([path.rpartition(b"/")[0]])
        result.add([path])
    return result


def test_directories_are_known_with_all_above_them():
    result = Listing()

    new = result.add_directories([b"a/b/c", b"a/d"])

    assert [b"", b"a", b"a/b", b"a/b/c", b"a/d"] == sorted(new) == sorted(result.directories)
    assert [] == result.add_directories([b"a/b"])


def test_of_many_paths_those_are_told_that_the_layer_has():
    paths = listing(b"a/", b"a/b", b"c")

    assert {b"a/", b"a/b"} == paths.among({b"a", b"a/", b"a/b", b"a/b/", b"d", b""})


def test_files_are_told_from_directories():
    assert [b"b", b"a/c"] == list(listing(b"a/", b"b", b"a/c").files())


@pytest.mark.parametrize("paths", [[b"a/", b"a", b"a/b"], [b"a", b"a/", b"a/b"]])
def test_a_path_that_is_both_is_a_directory_unless_it_was_removed(paths):
    directory = listing(*paths)
    file = listing(*paths)
    file.remove_directory(b"a")

    assert ([b"a/b"], [b"a"]) == (list(directory.files()), list(file.files()))


def test_a_removed_directory_takes_away_what_was_below_it_so_far():
    paths = listing(b"a/x", b"a/b/x", b"ab/x", b"x")

    paths.remove_directory(b"a")
    paths.add_directories([b"a/c"])
    paths.add([b"a/c/x"])

    assert {b"", b"ab", b"a", b"a/c"} == paths.directories
    assert [b"ab/x", b"x", b"a/c/x"] == list(paths.files())


def test_directories_that_move_to_one_place_are_merged():
    paths = listing(b"lib/", b"lib/a", b"usr/b")

    moved = paths.moved(lambda _: b"usr/lib")

    assert {b"", b"usr", b"usr/lib"} == moved.directories
    assert {b"usr/lib/a", b"usr/lib/b"} == set(moved.files())
    assert {b"usr/lib/"} == moved.among({b"lib/", b"usr/lib/", b"usr/"})


def test_paths_are_the_same_however_many_there_are():
    """
    M1: what is more than a pack is compressed.
    """
    expected = {b"directory/%0200d" % number for number in range(3 * PACK_BYTES // 200)}

    assert expected == set(listing(*expected).files())


@pytest.mark.parametrize(
    ("directories", "expected"),
    {
        (b"a",): {b"a/f"},
        (b"a", b"b/a"): {b"a/f", b"b/a/f"},
        (b"a", b"b/c"): {b"a/f", b"b/c/f"},
        (b"b",): set(),
        (b"",): {b"f"},
        (b"f", b"gone"): set(),
        (): set(),
    }.items(),
)
def test_the_files_right_in_directories_are_told(directories, expected):
    paths = listing(b"f", b"a/f", b"a/e/", b"a/d/f", b"b/a/f", b"b/c/f", b"aa/f")

    assert expected == paths.files_in(frozenset(directories))


def test_the_files_in_a_directory_that_was_removed_are_those_that_came_behind():
    paths = listing(b"a/f")
    paths.remove_directory(b"a")
    paths.add_directories((b"a",))
    paths.add((b"a/g",))

    assert {b"a/g"} == paths.files_in(frozenset((b"a",)))


def test_the_files_in_a_directory_are_found_among_many():
    paths = listing(*(b"%06d/%s" % (number, b"x" * 100) for number in range(PACK_BYTES // 50)))

    assert {b"000007/" + b"x" * 100} == paths.files_in(frozenset((b"000007",)))
