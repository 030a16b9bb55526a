"""Text from images on a terminal."""

from __future__ import annotations

import sys

import pytest

from scanner.cli.text import printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("idna 3.4", "idna 3.4", id="ascii"),
        pytest.param("René 名 😀", "René 名 😀", id="any script"),
        pytest.param("[red]x[/red]", "[red]x[/red]", id="markup"),
        pytest.param("\x1b[2J", r"\x1b[2J", id="escape sequence"),
        pytest.param("\x9b2J", r"\x9b2J", id="escape sequence of one character"),
        pytest.param("a\nb\r\tc\0", r"a\nb\r\tc\x00", id="control characters"),
        pytest.param("\x7f", r"\x7f", id="delete"),
        pytest.param("a\u202eb\u2066c\u061cd", r"a\u202eb\u2066c\u061cd", id="reordering"),
        pytest.param("a\u200bb\u00adc\ufeff", r"a\u200bb\xadc\ufeff", id="invisible"),
        pytest.param("a\u2028b\u2029c", r"a\u2028b\u2029c", id="line ends"),
        pytest.param("\U000e0041", r"\U000e0041", id="tag"),
        pytest.param("caf\udce9", r"caf\xe9", id="byte that is not UTF-8"),
        pytest.param("\udc80\udcff", r"\x80\xff", id="bytes"),
        pytest.param("\ud800\udc00", r"\ud800\udc00", id="halves of characters"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_what_does_not_just_stand_there_is_escaped(text, shown):
    assert shown == printable(text)


def test_no_character_at_all_acts():
    every = "".join(map(chr, range(sys.maxunicode + 1)))

    assert printable(every).isprintable()
