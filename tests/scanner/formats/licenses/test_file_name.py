"""Names that every system can unpack."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.formats.licenses.file_name import MAX_NAME, free_name, safe_name, safe_part


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("LICENSE.txt", "LICENSE.txt"),
        ("torch-2.1+cpu", "torch-2.1+cpu"),
        ("..", "_"),
        ("", "_"),
        (".hidden", "_.hidden"),
        ("-rf", "_-rf"),
        ("a:b*?", "a_b__"),
        ("C:\\x", "C__x"),
        ("con", "_con"),
        ("NUL.txt", "_NUL.txt"),
        ("Com1", "_Com1"),
        ("console", "console"),
        ("trailing.", "trailing"),
        ("café\udce9", "caf__"),
    ],
    ids=ascii,
)
def test_a_part_is_harmless(text, part):
    assert part == safe_part(text)


@given(st.text(st.characters(), max_size=400))
def test_a_name_is_relative_short_and_stays_below(path):
    name = safe_name(path)

    assert name.isascii()
    assert 0 < len(name) <= MAX_NAME
    assert {"", ".", ".."}.isdisjoint(name.split("/"))


def test_a_path_that_is_too_long_is_told_from_others_by_its_digest():
    one, two = (safe_name(f"{'x' * 70}/" * 4 + name + "/LICENSE") for name in "ab")

    assert one != two
    assert one.endswith("-LICENSE")


def test_no_two_files_have_one_name_in_whatever_case():
    taken: set[str] = set()

    assert ["l/x-1/LICENSE", "l/x-1~2/License", "l/x-1/NOTICE", "l/X-1~3/license"] == [
        free_name(directory, file, taken)
        for directory, file in (
            ("l/x-1", "LICENSE"),
            ("l/x-1", "License"),
            ("l/x-1", "NOTICE"),
            ("l/X-1", "license"),
        )
    ]


def test_no_file_is_called_like_a_directory():
    taken: set[str] = set()

    assert ["l/x/a", "l/x~2/A/b", "l/x/c/d", "l/x~2/C"] == [
        free_name("l/x", file, taken) for file in ("a", "A/b", "c/d", "C")
    ]
