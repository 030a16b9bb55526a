"""Texts in SARIF."""

from __future__ import annotations

import pytest

from scanner.formats.sarif.message import MAX_DESCRIPTION, description, message


@pytest.mark.parametrize("text", ["", "a", "x" * MAX_DESCRIPTION], ids=["none", "one", "all"])
def test_a_description_that_fits_is_whole(text):
    assert message(text) == description(text)


@pytest.mark.parametrize(
    "text",
    ["x" * 5_000, "{" * 1_000, "x" * 1_000 + "{" * 30, "[a](b)" * 900, "\0" * 900],
    ids=["long", "placeholders", "placeholders at the end", "links", "not printable"],
)
def test_a_longer_one_is_cut_between_escapes(text):
    cut = description(text)["text"]

    assert MAX_DESCRIPTION - 10 < len(cut) <= MAX_DESCRIPTION
    assert cut.endswith("…")
    assert message(text)["text"].startswith(cut[:-1])
    assert cut.count("{") % 2 == 0
