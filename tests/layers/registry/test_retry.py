"""For how long a registry wants to be left alone."""

from __future__ import annotations

import pytest

from layers.registry.retry import Patience, retry_after
from tests.support.registry import Time, settings


@pytest.mark.hostile(row=57)
@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("3", 3.0),
        ("0", 0.0),
        ("", None),
        ("soon", None),
        ("-1", None),
        ("9" * 500, 999999999.0),
        ("Thu, 01 Jan 1970 00:16:50 GMT", 10.0),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0),
    ],
)
def test_it_is_said_in_seconds_or_as_a_date(value, expected):
    assert expected == retry_after(value, 1000.0)


@pytest.mark.hostile(row=57)
def test_pauses_are_limited_one_by_one_and_together():
    patience = Patience(settings(patience_seconds=100.0, clock=Time().clock()))

    assert [True, False, True, False] == [
        patience.pause("a", 60.0),
        patience.pause("b", 61.0),
        patience.pause("b", 40.0),
        patience.pause("c", 1.0),
    ]


def test_a_pause_that_falls_into_another_costs_nothing():
    patience = Patience(settings(patience_seconds=60.0, clock=Time().clock()))

    assert [True] * 3 == [patience.pause("a", seconds) for seconds in (60.0, 30.0, 60.0)]
