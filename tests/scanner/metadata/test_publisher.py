from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.metadata.publisher import publisher_of
from scanner.model.contact import Kind, Supplier


@pytest.mark.parametrize(
    ("text", "publisher"),
    [
        ("Kim Doe", Supplier(name="Kim Doe", kind=Kind.PERSON)),
        (
            " Example GmbH  < sbom@example.com > ",
            Supplier(name="Example GmbH", kind=Kind.ORGANIZATION, email="sbom@example.com"),
        ),
        (
            "Example, Inc. <https://example.com/sbom>",
            Supplier(name="Example, Inc.", kind=Kind.ORGANIZATION, url="https://example.com/sbom"),
        ),
    ],
    ids=["name", "address", "url"],
)
def test_a_publisher_is_a_name_with_a_way_to_reach_them(text, publisher):
    assert publisher == publisher_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "<kim@example.com>",
        "Kim <kim at example>",
        "Kim <>",
        "Kim <a@b.org",
        "Kim <http:/x>",
    ],
)
def test_what_names_nobody_or_no_address_is_none(text):
    assert publisher_of(text) is None


@given(st.text())
def test_any_text_is_a_publisher_or_none(text):
    publisher = publisher_of(text)

    assert publisher is None or publisher.name
