"""Single files of a directory, and those that they take in."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from layers import Claims, Limits, ReadOptions
from layers.chosen_files import MAX_FILES, chosen_in
from layers.errors import UnreadableImage
from tests.support.layouts import opened

if TYPE_CHECKING:
    from pathlib import Path

    from layers import Tree

CLAIMS = Claims(["**/*.txt"])


def lines(_path: str, data: bytes) -> list[str]:
    """Return the lines of a file: the paths of what it takes in."""
    return data.decode().split()


def tree(location: Path, *others: Path, limits: Limits | None = None) -> Tree:
    """Return the tree of a file, and of others."""
    only = tuple(map(str, others))
    options = ReadOptions(claims=CLAIMS, only=only, takes_in=lines, limits=limits or Limits())
    return opened(str(location), options)[1]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a directory with files that take in each other, and what they must not reach."""
    root = tmp_path / "project"
    (root / "more").mkdir(parents=True)
    (root / "a.txt").write_text("more/b more/a-loop missing more not/a.txt/there")
    (root / "more/b").write_text("c.txt")
    (root / "more/a-loop").write_text("a.txt more/a-loop")
    (root / "c.txt").write_text("\n")
    (root / "other.txt").write_text("")
    return root


def test_a_file_is_read_with_what_it_takes_in_and_with_nothing_else(project):
    found = tree(project / "a.txt")

    assert {"a.txt", "more/b", "more/a-loop", "c.txt"} == found.chosen
    assert b"c.txt" == found.read("more/b")
    assert ["a.txt", "c.txt"] == found.match("**/*.txt")
    assert {"more/b"} == found.among(["more/b", "other.txt"])


def test_only_what_is_no_file_is_noted_of_what_is_taken_in(project):
    (note,) = tree(project / "a.txt").notes

    assert ("more", True) == (note.path, note.incomplete)


def test_several_files_of_a_directory_are_read(project):
    found = tree(project, project / "c.txt", project / "more/b")

    assert {"c.txt", "more/b"} == found.chosen


def test_the_directory_is_that_of_a_single_file(project):
    image, found = opened(str(project / "more/b"), ReadOptions(claims=CLAIMS))

    assert ("file", str(project / "more"), ("b",)) == (image.source, image.directory, image.chosen)
    assert str(project / "more").lstrip("/") == found.place


def test_a_chosen_link_may_lead_out_and_what_is_taken_in_may_not(project):
    (project.parent / "secret").write_text("other.txt")
    (project / "link").symlink_to(project.parent / "secret")
    (project / "first.txt").write_text("link ../secret")

    assert b"other.txt" == tree(project / "link").read("link")
    assert {"first.txt"} == tree(project / "first.txt").chosen


def test_a_path_that_no_file_can_have_is_passed_over(tmp_path):
    """
    What decodes a file may make anything of it.
    """
    (tmp_path / "a.txt").write_text("\n")
    options = ReadOptions(claims=CLAIMS, takes_in=lambda _path, _data: ["x\0y", "\ud800"])

    _, found = opened(str(tmp_path / "a.txt"), options)

    assert (frozenset({"a.txt"}), ()) == (found.chosen, found.notes)


def test_files_without_end_are_not_read(tmp_path):
    names = [f"{number}.txt" for number in range(MAX_FILES + 5)]
    for name, following in zip(names, [*names[1:], ""], strict=True):
        (tmp_path / name).write_text(following)

    found = tree(tmp_path / "0.txt")

    assert (MAX_FILES, [(f"{MAX_FILES}.txt", True)]) == (
        len(found.chosen),
        [(note.path, note.incomplete) for note in found.notes],
    )


def test_a_file_over_the_limit_makes_the_result_incomplete(project):
    (note,) = tree(project / "a.txt", limits=Limits(max_claimed_file_bytes=5)).notes

    assert ("a.txt", True) == (note.path, note.incomplete)


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("nowhere.txt", "No such file or directory"),
        ("more", "Is a directory"),
        ("../outside", "not a file in"),
        (".", "not a file in"),
    ],
)
def test_what_was_chosen_must_be_there(project, location, reason):
    with pytest.raises(UnreadableImage, match=reason):
        tree(project, project / location)


def test_a_pipe_is_not_waited_for(project):
    os.mkfifo(project / "pipe")

    with pytest.raises(UnreadableImage, match="not a file"):
        tree(project, project / "pipe")


def test_a_directory_may_be_reached_through_a_link(project, tmp_path):
    (tmp_path / "link").symlink_to(project)

    assert ("more/b",) == chosen_in(str(project), [str(tmp_path / "link/more/b")])


@pytest.mark.parametrize("place", ["project/venv", "venv"])
def test_directories_beside_files_are_read_where_they_are(project, tmp_path, place):
    (tmp_path / place).mkdir()
    (tmp_path / place / "x.txt").write_text("1")
    options = ReadOptions(claims=CLAIMS, beside=(str(tmp_path / place),))

    _, found = opened(str(project / "c.txt"), options)

    below = "venv" if place == "project/venv" else str(tmp_path / place).lstrip("/")
    assert b"1" == found.read(f"{below}/x.txt")
    assert f"{below}/x.txt" == found.inside(str(tmp_path / place / "x.txt"))
