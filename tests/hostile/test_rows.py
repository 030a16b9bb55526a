"""That none of the sixty is forgotten."""

from __future__ import annotations

import pytest

from tests.support.hostile import ROWS


@pytest.mark.parametrize("row", ROWS)
def test_a_hostile_input_is_shown_by_a_test(row, shown_rows):
    assert row in shown_rows, ROWS[row]


def test_no_test_shows_another_one(shown_rows):
    assert shown_rows <= set(ROWS)
