"""A directory as an image."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from layers import Claims, Limits, ReadOptions
from layers.errors import UnreadableFile, UnreadableImage
from layers.note import Note
from layers.sources.directory import PATHS_AT_A_TIME
from layers.tar_header import Kind
from tests.support.layouts import opened

if TYPE_CHECKING:
    from layers import Tree

CLAIMS = Claims(["**/*.txt", "**/*.d"])
NAME_MAX = 255
PATH_MAX = 4096


def tree(location: Path, limits: Limits | None = None) -> Tree:
    """Return the tree of a directory."""
    options = ReadOptions(claims=CLAIMS, limits=limits or Limits())
    return opened(f"dir:{location}", options)[1]


def test_more_may_be_wanted_of_a_directory_than_of_an_image(tmp_path):
    (tmp_path / "a.md").write_bytes(b"1")
    options = ReadOptions(claims=CLAIMS, directory_claims=Claims(["**/*.md"]))

    _, found = opened(f"dir:{tmp_path}", options)

    assert b"1" == found.read("a.md")


def test_a_directory_is_an_image_of_one_layer(tmp_path):
    (tmp_path / "x.d").mkdir()
    (tmp_path / "x.d/a.txt").write_bytes(b"1")
    (tmp_path / "x.d/a.txt").chmod(0o640)
    (tmp_path / "other").write_bytes(b"2")

    image, found = opened(str(tmp_path), ReadOptions(claims=CLAIMS))

    entry = found.entry("x.d/a.txt")
    assert entry is not None
    assert ("dir", 1, None, ()) == (image.source, len(image.layers), image.digest, found.notes)
    assert (Kind.FILE, 1, 0o640, b"1") == (
        entry.kind,
        entry.size,
        entry.mode,
        found.read("x.d/a.txt"),
    )
    assert (["x.d"], ["other", "x.d/a.txt"]) == (found.match("**/*.d"), sorted(found.walk("")))


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda path: path.mkdir(), "an empty directory"),
        (lambda _: None, "No such file or directory"),
        (lambda path: path.write_bytes(b""), "Not a directory"),
    ],
)
def test_what_is_no_directory_or_empty_is_no_image(tmp_path, make, expected):
    make(tmp_path / "place")

    with pytest.raises(UnreadableImage) as error:
        tree(tmp_path / "place")

    assert expected == error.value.reason


@pytest.mark.hostile(row=33)
def test_links_are_followed_inside_alone(tmp_path):
    """
    An absolute one begins at the root that the directory is.
    """
    secret = tmp_path / "secret.txt"
    secret.write_bytes(b"secret")
    root = tmp_path / "root"
    (root / "usr/lib").mkdir(parents=True)
    (root / "usr/lib/a.txt").write_bytes(b"1")
    (root / "lib").symlink_to("/usr/lib")
    (root / "inside.txt").symlink_to("../../../usr/lib/a.txt")
    (root / "outside.txt").symlink_to(secret)
    (root / "up").symlink_to("..")
    (root / "loop.txt").symlink_to("loop.txt")

    found = tree(root)

    assert (b"1", b"1") == (found.read("lib/a.txt"), found.read("inside.txt"))
    for path in ("outside.txt", "up/secret.txt", "loop.txt"):
        with pytest.raises(UnreadableFile):
            found.read(path)
    assert ["usr/lib/a.txt"] == [
        path for path in found.match("**/a.txt") if not path.startswith("..")
    ]


def test_files_that_are_claimed_are_found_among_thousands(tmp_path):
    """
    The names of several directories are added at a time.
    """
    expected = [f"{number}/a.txt" for number in range(3)]
    for name in expected:
        directory = tmp_path / name.rpartition("/")[0]
        directory.mkdir(parents=True)
        (tmp_path / name).touch()
        for number in range(PATHS_AT_A_TIME):
            (directory / f"{number}.py").touch()

    found = tree(tmp_path)

    assert expected == found.match("**/*.txt")
    assert 3 * (PATHS_AT_A_TIME + 1) == len(list(found.walk("")))


def test_what_is_right_in_a_claimed_directory_is_known_among_thousands(tmp_path):
    """
    A directory may be found with the names of one time, and what is in it come with the next.
    """
    (tmp_path / "a/site").mkdir(parents=True)
    for name in ("six.py", "evil.pth"):
        (tmp_path / "a/site" / name).touch()
    for number in range(PATHS_AT_A_TIME + 1):
        (tmp_path / f"a/{number}.py").touch()

    found = opened(str(tmp_path), ReadOptions(claims=Claims(["**/site/*"])))[1]

    assert {"a/site": {"six.py", "evil.pth"}} == found.children(["a/site"])
    assert {"a/site/six.py"} == found.among(["a/site/six.py", "a/site/seven.py"])


def test_a_location_that_is_a_link_is_followed(tmp_path):
    (tmp_path / "root").mkdir()
    (tmp_path / "root/a.txt").write_bytes(b"1")
    (tmp_path / "link").symlink_to("root")

    assert b"1" == tree(tmp_path / "link").read("a.txt")


@pytest.mark.hostile(row=35)
def test_what_is_no_file_is_never_opened(tmp_path):
    """
    A pipe would block, and opening a device may do anything.
    """
    os.mkfifo(tmp_path / "pipe.txt", 0o600)
    (tmp_path / "a.txt").write_bytes(b"1")

    found = tree(tmp_path)

    entry = found.entry("pipe.txt")
    assert entry is not None
    assert (Kind.DEVICE, 0o600, b"1", ()) == (
        entry.kind,
        entry.mode,
        found.read("a.txt"),
        found.notes,
    )


@pytest.mark.hostile(row=46)
def test_a_whiteout_of_overlayfs_stands_for_no_file(tmp_path):
    """
    H12: in the upper directory of a container.
    """
    try:
        os.mknod(tmp_path / "a.txt", stat.S_IFCHR | 0o600, os.makedev(0, 0))
    except PermissionError:
        pytest.skip("devices cannot be made here")
    (tmp_path / "b.txt").write_bytes(b"1")

    found = tree(tmp_path)

    note = Note("a.txt", "a whiteout of overlayfs, which stands for no file")
    assert (["b.txt"], (note,)) == (found.match("**/*.txt"), found.notes)


@pytest.mark.hostile(row=45)
def test_a_file_that_is_named_like_a_whiteout_is_a_file(tmp_path):
    """
    A directory is no layer.
    """
    (tmp_path / "a.txt").write_bytes(b"1")
    (tmp_path / ".wh.a.txt").write_bytes(b"")
    (tmp_path / ".wh..wh..opq").write_bytes(b"")

    found = tree(tmp_path)

    assert [".wh..wh..opq", ".wh.a.txt", "a.txt"] == sorted(found.walk(""))
    assert b"1" == found.read("a.txt")


@pytest.mark.hostile(row=48)
def test_names_are_bytes(tmp_path):
    raw = os.fsencode(tmp_path) + b"/\xff.txt"
    with open(raw, "wb") as file:  # noqa: PTH123 - a path of bytes
        file.write(b"1")

    found = tree(tmp_path)

    assert (["\udcff.txt"], b"1") == (found.match("**/*.txt"), found.read("\udcff.txt"))


@pytest.mark.hostile(row=49)
def test_a_file_that_is_too_large_is_noted_and_not_read(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"x" * 11)

    found = tree(tmp_path, Limits(max_claimed_file_bytes=10))

    note = Note("a.txt", "limit max_claimed_file_bytes exceeded: 11 bytes", incomplete=True)
    assert (note,) == found.notes
    with pytest.raises(UnreadableFile, match="not read"):
        found.read("a.txt")


@pytest.mark.hostile(row=30)
@pytest.mark.parametrize(
    "limits",
    [Limits(max_entries=2), Limits(max_claimed_files=2), Limits(max_claimed_bytes=2)],
    ids=["entries", "files", "bytes"],
)
def test_a_passed_limit_makes_the_result_incomplete(tmp_path, limits):
    for number in range(3):
        (tmp_path / f"{number}.txt").write_bytes(b"x")

    found = tree(tmp_path, limits)

    (note,) = found.notes
    assert ([], True) == (list(found.walk("")), note.incomplete)
    assert note.reason.startswith(f"layer {tmp_path}: limit max_")


def below(directory: Path, length: int) -> Path:
    """Make directories until the path is of a length; return it."""
    while len(str(directory)) < length:
        room = length - len(str(directory)) - 1
        directory /= "d" * (NAME_MAX if room > 2 * NAME_MAX else min(room, NAME_MAX) or 1)
        directory.mkdir()
    return directory


def test_a_file_whose_path_is_too_long_is_noted(tmp_path):
    """
    Linux opens no path of more than 4,095 bytes, but a file system may hold it.
    """
    deep = below(tmp_path, PATH_MAX - 10)
    descriptor = os.open(deep, os.O_DIRECTORY)
    os.close(os.open("name-of-claimed.txt", os.O_CREAT | os.O_WRONLY, dir_fd=descriptor))
    os.close(descriptor)

    found = tree(tmp_path)

    (note,) = found.notes
    path = f"{deep.relative_to(tmp_path)}/name-of-claimed.txt"
    assert Note(path, "not read: File name too long", incomplete=True) == note
    with pytest.raises(UnreadableFile, match="not read"):
        found.read(path)


def test_a_directory_whose_path_is_too_long_is_noted(tmp_path):
    deep = below(tmp_path, PATH_MAX - 10)
    descriptor = os.open(deep, os.O_DIRECTORY)
    os.mkdir("name-of-directory", dir_fd=descriptor)
    os.close(descriptor)
    (tmp_path / "a.txt").write_bytes(b"1")

    found = tree(tmp_path)

    (note,) = found.notes
    path = f"{deep.relative_to(tmp_path)}/name-of-directory"
    assert Note(path, "not read: File name too long", incomplete=True) == note
    assert b"1" == found.read("a.txt")


@pytest.mark.skipif(not Path("/dev/pts").is_mount(), reason="nothing is mounted there")
def test_a_file_system_of_the_kernel_is_left_out(monkeypatch):
    """
    That is /proc below /; here /dev/pts below /dev, which is smaller.
    """
    monkeypatch.setattr("layers.sources.directory.KERNEL_DIRECTORIES", frozenset((b"pts",)))

    found = tree(Path("/dev"))

    assert Note("pts", "another file system, left out") in found.notes
    assert [] == list(found.walk("pts"))


def test_a_directory_of_that_name_is_read_if_nothing_is_mounted_there(tmp_path):
    (tmp_path / "proc").mkdir()
    (tmp_path / "proc/a.txt").write_bytes(b"1")
    (tmp_path / "x/dev").mkdir(parents=True)
    (tmp_path / "x/dev/b.txt").write_bytes(b"2")

    found = tree(tmp_path)

    assert ["proc/a.txt", "x/dev/b.txt"] == found.match("**/*.txt")


def test_directories_beside_are_read_at_the_paths_that_they_have(tmp_path):
    for path in ("project/a.txt", "elsewhere/b.txt", "project/inside/c.txt"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(path)
    beside = tuple(str(tmp_path / each) for each in ("elsewhere", "project/inside"))

    image, found = opened(f"dir:{tmp_path}/project", ReadOptions(claims=CLAIMS, beside=beside))

    elsewhere = f"{tmp_path}/elsewhere/b.txt".lstrip("/")
    assert sorted(("a.txt", "inside/c.txt", elsewhere)) == sorted(found.match("**/*.txt"))
    assert b"elsewhere/b.txt" == found.read(elsewhere)
    assert 2 == len(image.layers)


def test_a_directory_beside_that_is_not_there_is_an_error(tmp_path):
    (tmp_path / "a.txt").write_text("")

    with pytest.raises(UnreadableImage, match="nowhere"):
        opened(f"dir:{tmp_path}", ReadOptions(claims=CLAIMS, beside=(f"{tmp_path}/nowhere",)))
