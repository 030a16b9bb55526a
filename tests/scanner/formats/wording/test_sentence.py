"""Sentences of what others wrote."""

from __future__ import annotations

import pytest

from scanner.formats.wording.sentence import ended


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", ""), (" ", ""), ("a", "a."), ("a.", "a."), ("a!", "a!"), ("a? ", "a?"), ("a;", "a;.")],
)
def test_what_somebody_wrote_ends_like_a_sentence(text, expected):
    assert expected == ended(text)
