"""Secrets that are taken out of texts."""

from __future__ import annotations

import pytest

from scanner.metadata.secret import redacted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "RUN pip install --index-url https://bob:s3cret@pypi.corp/simple a",
            "RUN pip install --index-url https://pypi.corp/simple a",
        ),
        ("ENV DB_PASSWORD=hunter2 A=b", "ENV DB_PASSWORD=[redacted] A=b"),
        ("ARG NPM_TOKEN='abc def'", "ARG NPM_TOKEN='[redacted] def'"),
        ("api-key: 12345", "api-key: [redacted]"),
        ('{"secret": "x1"}', '{"secret": "[redacted]"}'),
        ("|1 GITHUB_TOKEN=ghp_" + "a" * 36 + " /bin/sh", "|1 GITHUB_TOKEN=[redacted] /bin/sh"),
        ("echo ghp_" + "a" * 36, "echo [redacted]"),
        ("echo glpat-" + "a" * 20, "echo [redacted]"),
        ("twine -p pypi-" + "A" * 60, "twine -p [redacted]"),
        ("aws AKIA" + "A1" * 8, "aws [redacted]"),
        ("eyJhbGciOiJI.eyJzdWIiOiIx.c2ln-bmF0", "[redacted]"),
        (
            "curl -H 'Authorization: Bearer abcdefgh1234'",
            "curl -H 'Authorization: Bearer [redacted]'",
        ),
    ],
)
def test_what_looks_like_a_secret_is_taken_out(text, expected):
    assert expected == redacted(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "MIT License",
        "RUN pip install requests==2.31.0",
        "ENV TOKEN=$TOKEN PASSWORD=${PASSWORD}",
        "This software has no secret ingredients; tokens: see below",
        "https://github.com/psf/requests",
        "git+ssh://git@github.com/psf/requests",
        "COPY token.txt /run/secrets/token",
        "sha256:" + "a" * 64,
    ],
)
def test_what_is_none_stays(text):
    assert text == redacted(text)


def test_what_was_redacted_stays_as_it_is():
    text = redacted("PASSWORD=x https://a:b@c/ Bearer abcdefghij")

    assert text == redacted(text)
