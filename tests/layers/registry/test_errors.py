"""What may be better the next time, and what not."""

from __future__ import annotations

import pytest

from layers.errors import UnreadableImage
from layers.registry.errors import InvalidResponse, RequestFailed, TooSlow, Unreachable


@pytest.mark.hostile(row=60)
@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (Unreachable("host", "no connection"), True),
        (Unreachable("host", "no secure connection", passing=False), False),
        (TooSlow("host", 60), True),
        (RequestFailed("host", "/", 429), True),
        (RequestFailed("host", "/", 503), True),
        (RequestFailed("host", "/", 404), False),
        (InvalidResponse("host", "a redirect to nowhere"), False),
        (UnreadableImage("host", "an empty directory"), False),
    ],
    ids=str,
)
def test_an_error_knows_whether_it_may_pass(error, expected):
    assert expected == error.passing
