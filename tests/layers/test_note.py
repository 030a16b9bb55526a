"""Notes on oddities."""

from __future__ import annotations

from layers.note import Note, Notes


def test_notes_are_sorted_and_each_is_there_once():
    notes = Notes(10)
    notes.add("b", b"x")
    notes.add("a", b"x")
    notes.add("b", b"x")
    notes.add("of the layer")

    assert (Note("", "of the layer"), Note("x", "a"), Note("x", "b")) == notes.collected()


def test_notes_beyond_the_limit_are_counted():
    notes = Notes(2)
    for number in range(1_005):
        notes.add(f"{number}")

    found = notes.collected()

    assert (Note("", "0"), Note("", "1"), Note("", "1,003 more oddities are not listed")) == found


def test_that_something_is_missing_is_always_listed():
    notes = Notes(0)
    notes.add("odd")
    notes.add("not read", b"x", incomplete=True)

    found = notes.collected()

    assert (
        Note("x", "not read", incomplete=True),
        Note("", "1 more oddities are not listed"),
    ) == found


def test_a_path_that_is_not_utf_8_is_kept():
    notes = Notes(1)
    notes.add("odd", b"\xff")

    assert (Note("\udcff", "odd"),) == notes.collected()
