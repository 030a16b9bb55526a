"""That no input of our two catalogues is forgotten."""

from __future__ import annotations

import pytest

from tests.support import discovery, hostile

ROWS = hostile.ROWS | discovery.ROWS


@pytest.mark.parametrize("row", ROWS, ids=[f"{row} {text}" for row, text in ROWS.items()])
def test_an_input_is_shown_by_a_test(row, shown_rows):
    assert row in shown_rows, ROWS[row]


def test_no_test_shows_another_one(shown_rows):
    assert shown_rows <= set(ROWS)
