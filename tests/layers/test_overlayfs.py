"""What tells that something is gone, in a directory of overlayfs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from layers import Claims, ReadOptions
from layers.note import Note
from layers.overlayfs import Marks, hidden_marks
from layers.sources.directory import read_directory
from tests.support.stores import make_whiteout, set_attribute

OPTIONS = ReadOptions(claims=Claims(["**/*.txt"]))
HIDDEN = "read without the rights of root: directories that hide others cannot be told"


def marked(root, *, are_files):
    """Return the snapshot of a layer."""
    return read_directory(str(root), OPTIONS, lambda found: Marks(found, are_files=are_files))


def test_a_device_of_number_zero_is_a_whiteout(tmp_path):
    """
    H12
    """
    make_whiteout(tmp_path / "a.txt")
    (tmp_path / "d").mkdir()
    make_whiteout(tmp_path / "d/b")

    snapshot = marked(tmp_path, are_files=False)

    assert (frozenset((b"a.txt", b"d/b")), {}, ()) == (
        snapshot.whiteouts,
        snapshot.entries,
        snapshot.notes,
    )


@pytest.mark.parametrize("attribute", ["user.overlay.opaque", "trusted.overlay.opaque"])
def test_an_attribute_makes_a_directory_opaque(tmp_path, attribute):
    (tmp_path / "d/e").mkdir(parents=True)
    set_attribute(tmp_path / "d/e", attribute, b"y")

    assert frozenset((b"d/e",)) == marked(tmp_path, are_files=False).opaque


@pytest.mark.parametrize("are_files", [True, False])
def test_a_file_may_be_a_whiteout(tmp_path, are_files):
    (tmp_path / ".wh.a.txt").write_bytes(b"")
    (tmp_path / ".wh..wh..opq").write_bytes(b"")
    (tmp_path / ".wh.link").symlink_to("a")

    snapshot = marked(tmp_path, are_files=are_files)

    assert (are_files, are_files) == (b"a.txt" in snapshot.whiteouts, b"" in snapshot.opaque)
    assert b"link" not in snapshot.whiteouts


def test_a_pipe_is_no_mark(tmp_path):
    os.mkfifo(tmp_path / "a.txt")

    snapshot = marked(tmp_path, are_files=True)

    assert (frozenset(), ["a.txt"]) == (snapshot.whiteouts, list(snapshot.entries))


def test_root_sees_all_marks(tmp_path):
    if os.geteuid():
        pytest.skip("only root can")

    assert () == hidden_marks("/")
    assert () == hidden_marks(str(tmp_path))


def test_others_do_not_see_those_of_root():
    """
    An opaque directory that isn't known as such would have removed files come back.
    """
    if not os.geteuid():
        pytest.skip("only others can")

    assert (Note("", HIDDEN, incomplete=True),) == hidden_marks("/")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become someone else")
def test_who_gave_up_the_rights_of_root_does_not_see_them_either():
    script = (
        "import os; from layers.overlayfs import hidden_marks;"
        "os.setuid(65534); print(hidden_marks('/'))"
    )
    result = subprocess.run(
        [sys.executable, "-c", script],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )

    assert HIDDEN in result.stdout
