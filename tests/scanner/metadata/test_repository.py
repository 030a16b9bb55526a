from __future__ import annotations

import pytest

from scanner.metadata.repository import source_of
from scanner.model.component import Link

FORGE = Link(label="Homepage", url="https://github.com/kim/idna.git")


@pytest.mark.parametrize(
    ("links", "source"),
    [
        ([Link(label="Source Code", url="https://kim.test/idna")], "https://kim.test/idna"),
        ([FORGE], "https://github.com/kim/idna"),
        ([FORGE, Link(label="Repository", url="https://kim.test/r")], "https://kim.test/r"),
        ([Link(label="Source", url="see the website")], None),
        ([Link(label="Funding", url="https://github.com/sponsors/kim")], None),
        ([Link(label="Homepage", url="https://kim.test")], None),
        ([], None),
    ],
    ids=["label", "forge", "label-first", "no-url", "sponsors", "website", "nothing"],
)
def test_the_source_is_where_a_link_says_or_a_repository(links, source):
    assert source == source_of(links)
