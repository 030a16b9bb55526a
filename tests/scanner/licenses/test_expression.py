"""Expressions in their canonical spelling."""

from __future__ import annotations

import pytest
from packaging.licenses import canonicalize_license_expression

from scanner.licenses.expression import (
    DEPRECATED,
    NEWER,
    Expression,
    joined,
    licenses_in,
    parse_expression,
    stem_of,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("MIT OR Apache-2.0", "MIT OR Apache-2.0", id="D1-kept-whole"),
        pytest.param("mit or apache-2.0", "MIT OR Apache-2.0", id="D2-lower-case"),
        pytest.param("licenseref-Custom", "LicenseRef-Custom", id="D2-reference"),
        pytest.param(
            "apache-2.0 with llvm-exception", "Apache-2.0 WITH LLVM-exception", id="D2-exception"
        ),
        pytest.param("MIT  AND\t(0bsd)", "MIT AND (0BSD)", id="white space"),
        pytest.param("(MIT)", "MIT", id="all in parentheses"),
        pytest.param("(MIT) OR (0BSD)", "(MIT) OR (0BSD)", id="each in parentheses"),
        pytest.param(
            "documentref-a:licenseref-B AND mit", "DocumentRef-a:LicenseRef-B AND MIT", id="foreign"
        ),
        pytest.param(
            "gpl-3.0-only with additionref-X",
            "GPL-3.0-only WITH AdditionRef-X",
            id="an exception of its own",
        ),
        pytest.param(
            "LicenseRef-a WITH DocumentRef-b:AdditionRef-c",
            "LicenseRef-a WITH DocumentRef-b:AdditionRef-c",
            id="references only",
        ),
        pytest.param("buddy or mit", "Buddy OR MIT", id="newer than packaging's list"),
    ],
)
def test_an_expression_is_canonical(text, expected):
    assert Expression(expected) == parse_expression(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("MIT License", id="D2-a name"),
        pytest.param("MIT AND", id="D2-half"),
        pytest.param("", id="empty"),
        pytest.param("MIT, BSD-3-Clause", id="a comma"),
        pytest.param("MIT/Apache-2.0", id="a slash"),
        pytest.param("nonsense WITH AdditionRef-x", id="an exception of nothing"),
        pytest.param("AdditionRef-x", id="an exception alone"),
        pytest.param("LicenseRef-lading.0", id="the name of a placeholder"),
        pytest.param("(" * 300 + "MIT" + ")" * 300, id="many parentheses"),
        pytest.param("MIT OR " * 1000 + "MIT", id="too long"),
    ],
)
def test_anything_else_is_none(text):
    assert parse_expression(text) is None


@pytest.mark.parametrize(("withdrawn", "current"), DEPRECATED.items(), ids=DEPRECATED)
def test_a_withdrawn_identifier_becomes_the_current_one_and_is_told(withdrawn, current):
    assert Expression(f"{current} OR MIT", (withdrawn,)) == parse_expression(f"{withdrawn} or MIT")
    assert Expression(current) == parse_expression(current)


@pytest.mark.parametrize("identifier", sorted(NEWER))
def test_a_newer_identifier_is_not_on_the_older_list(identifier):
    """Once it is, the row can go."""
    assert Expression(identifier) == parse_expression(identifier.upper())
    with pytest.raises(ValueError, match="Unknown license"):
        canonicalize_license_expression(identifier)


def test_what_would_have_two_exceptions_keeps_its_withdrawn_identifier():
    assert Expression("eCos-2.0 WITH LLVM-exception") == parse_expression(
        "eCos-2.0 with llvm-exception"
    )


def test_two_exceptions_are_one_too_many():
    assert parse_expression("MIT WITH AdditionRef-x WITH LLVM-exception") is None


def test_a_license_keeps_its_exception():
    expression = "MIT AND (GPL-3.0-only WITH GCC-exception-3.1 OR MIT)"

    assert ("MIT", "GPL-3.0-only WITH GCC-exception-3.1") == licenses_in(expression)


@pytest.mark.parametrize(
    ("license_", "stem"),
    [("GPL-2.0-or-later", "GPL-2.0"), ("LGPL-2.1-only WITH x", "LGPL-2.1"), ("MIT", "MIT")],
)
def test_a_stem_has_no_scope(license_, stem):
    assert stem == stem_of(license_)


def test_joined_expressions_keep_their_meaning():
    assert "MIT AND (0BSD OR ISC)" == joined(["MIT", "0BSD OR ISC", "MIT"], "AND")
    assert "(MIT AND ISC) OR 0BSD" == joined(["MIT AND ISC", "0BSD"], "OR")
    assert "MIT" == joined(["MIT", "MIT"], "AND")
