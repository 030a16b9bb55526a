"""The names of all files of a layer."""

from __future__ import annotations

import pytest

from layers.listing import Listing


def listing(**directories: bytes) -> Listing:
    """Return a listing of packed names; ``root`` is the root."""
    result = Listing()
    for directory, names in directories.items():
        path = b"" if directory == "root" else directory.encode()
        result.names(path).extend(names)
    return result


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (b"a", (True, False, True)),
        (b"a/b", (True, True, False)),
        (b"a/c", (False, False, False)),
        (b"d", (False, False, False)),
        (b"a/b/c", (False, False, False)),
        (b"", (False, False, False)),
    ],
)
def test_a_path_is_a_directory_or_something_else(path, expected):
    names = listing(root=b"a/\0", a=b"b\0")

    found = names.has(path), names.has_other_than_directory(path), names.has_directory(path)

    assert expected == found


def test_a_directory_is_in_it_though_it_is_empty():
    names = listing(root=b"a/\0", a=b"")

    assert [True, True, False] == [directory in names for directory in (b"", b"a", b"b")]
    assert [b"", b"a"] == sorted(names.directories())


def test_files_are_told_from_directories():
    names = listing(root=b"a/\0b\0", a=b"")

    assert [b"b"] == list(names.files_in(b""))


@pytest.mark.parametrize("packed", [b"a/\0a\0", b"a\0a/\0"])
def test_a_name_of_both_counts_as_what_it_was_last(packed):
    """
    Whether it has a directory of its own tells that.
    """
    directory = listing(root=packed, a=b"b\0")
    file = listing(root=packed, a=b"b\0")
    file.remove_below(b"a")

    assert ([], [b"a"]) == (list(directory.files_in(b"")), list(file.files_in(b"")))


def test_removing_a_directory_removes_what_is_below_it():
    names = Listing()
    for directory in (b"", b"a", b"a/b", b"ab"):
        names.names(directory).extend(b"x\0")
    assert names.has(b"a/b/x")

    names.remove_below(b"a")

    assert [b"", b"ab"] == sorted(names.directories())
    assert not names.has(b"a/b/x")


def test_directories_that_move_to_one_place_are_merged():
    names = listing(lib=b"a\0", usr=b"b\0")

    moved = names.moved(lambda _: b"usr/lib")

    assert [b"usr/lib"] == list(moved.directories())
    assert [b"a", b"b"] == sorted(moved.files_in(b"usr/lib"))
    assert [b"a"] == list(names.files_in(b"lib"))
