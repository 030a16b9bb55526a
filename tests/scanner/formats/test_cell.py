"""Values in cells of spreadsheets, where they must not act."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.formats.cell import MAX_CHARACTERS, cell_text, guarded, is_formula


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@SUM", "\t=1", "\r=1", "\n=1", "\uff1d1"], ids=ascii
)
def test_what_begins_like_a_formula_is_one(text):
    assert is_formula(text)


@pytest.mark.parametrize("text", ["", "MIT", "a=1", "'=1", "(=1)"], ids=ascii)
def test_what_only_has_its_signs_is_none(text):
    assert not is_formula(text)


def test_a_text_that_does_not_fit_is_cut_and_says_so():
    text = cell_text("x" * 40_000)

    assert MAX_CHARACTERS == len(text)
    assert text.endswith("x … (cut from 40,000 characters)")


def test_a_text_that_just_fits_is_whole():
    assert "x" * MAX_CHARACTERS == cell_text("x" * MAX_CHARACTERS)


def test_a_text_that_is_too_long_only_when_it_is_escaped_is_cut():
    text = cell_text("\x00" * 20_000)

    assert MAX_CHARACTERS == len(text)
    assert text.endswith(" … (cut from 20,000 characters)")


@given(st.text(st.characters(), max_size=50))
def test_a_cell_is_text_that_can_be_written(text):
    cell = cell_text(text)

    assert cell.encode().decode() == cell
    assert cell.replace("\n", "").replace("\t", "").isprintable()


def test_the_apostrophe_of_a_formula_has_its_room():
    text = str(guarded("=" + "x" * 40_000))

    assert MAX_CHARACTERS == len(text)
    assert text.startswith("'=x")
