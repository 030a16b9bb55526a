"""Links as external references."""

from __future__ import annotations

import pytest

from scanner.formats.external_reference import is_url


@pytest.mark.parametrize(
    "text",
    [
        "https://example.com",
        "https://user:pass@example.com:8080/a/b@c?d=e/f?#g?",
        "git://example.com/%41/~a",
        "ssh://git@example.com:/a",
        "https://exämple.com/é?ü#ß",
        "ftp://example.com/a-b_c",
    ],
)
def test_what_is_surely_an_iri_is_one(text):
    assert is_url(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example.com",
        "https://",
        "mailto:jane@example.com",
        "https://example.com/a b",
        "https://example.com/%4",
        "https://example.com/[a]",
        "https://example.com/é\x85",
        "https://example.com/\udce9",
        "https://example.com/\U0001f600",
        "https://example.com/a\n",
        "https://a:b:c",
    ],
)
def test_what_a_schema_may_refuse_is_none(text):
    assert not is_url(text)


@pytest.mark.parametrize("text", ["a:" * 50_000, "%41" * 50_000, "é" * 50_000])
def test_a_long_text_that_is_none_is_told_in_one_pass(text):
    assert not is_url(f"https://{text} ")
