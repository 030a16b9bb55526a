"""What registries say of how much they answer."""

from __future__ import annotations

import pytest
import urllib3
from hypothesis import given
from hypothesis import strategies as st

from layers.registry.address import Address
from layers.registry.connection import Response
from layers.registry.rate_limit import RateLimit, rate_limit_of


def said(limit, remaining):
    """Return what is understood of an answer with these headers."""
    headers = {"RateLimit-Limit": limit, "RateLimit-Remaining": remaining}
    raw = urllib3.HTTPResponse(headers=headers)
    return rate_limit_of(Response(Address.parse("https://reg.example"), raw))


@pytest.mark.parametrize(
    ("limit", "remaining", "expected"),
    [
        ("100;w=21600", "76;w=21600", RateLimit(100, 76, 21600)),
        ("100", "76", RateLimit(100, 76)),
        ("100, 100;w=60", "3", RateLimit(100, 3, 60)),
        (" 10 ; w=1", "0", RateLimit(10, 0, 1)),
        ("", "76", None),
        ("100", "", None),
        ("-1", "1", None),
        ("1e9", "1", None),
        ("\u0663", "1", None),
        ("9" * 5000, "1", None),
    ],
)
def test_a_limit_is_understood_or_left_alone(limit, remaining, expected):
    assert expected == said(limit, remaining)


@given(st.text(), st.text())
def test_nothing_that_a_registry_writes_is_an_error(limit, remaining):
    found = said(limit, remaining)

    assert found is None or found.limit >= 0


@pytest.mark.parametrize(("remaining", "is_scarce"), [(11, False), (10, False), (9, True)])
def test_less_than_a_tenth_is_little(remaining, is_scarce):
    assert is_scarce == RateLimit(100, remaining).is_scarce
