"""Licence expressions as trees."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.licenses.tree import Choice, Every, License, Pair, leaves, tree_of
from tests.support.licensed import expression

MIT, ISC, BSD = License("MIT"), License("ISC"), License("BSD-3-Clause")
CLASSPATH = Pair("GPL-2.0-only", "Classpath-exception-2.0")

READ = {
    "one licence": ("MIT", MIT),
    "another case": ("mit", MIT),
    "or later by its plus": ("Apache-2.0+", License("Apache-2.0+")),
    "a pair": ("GPL-2.0-only WITH Classpath-exception-2.0", CLASSPATH),
    "a reference": ("LicenseRef-Acme.1", License("LicenseRef-Acme.1")),
    "any": ("MIT OR ISC", Choice((MIT, ISC))),
    "all": ("MIT AND ISC", Every((MIT, ISC))),
    "all before any": ("MIT OR ISC AND BSD-3-Clause", Choice((MIT, Every((ISC, BSD))))),
    "parentheses first": ("(MIT OR ISC) AND BSD-3-Clause", Every((Choice((MIT, ISC)), BSD))),
    "withdrawn identifiers": ("GPL-2.0 OR isc", Choice((License("GPL-2.0-only"), ISC))),
    "a withdrawn identifier that was a pair": (
        "GPL-2.0-with-classpath-exception",
        CLASSPATH,
    ),
    "an exception to one that was a pair": (
        "eCos-2.0 WITH LLVM-exception",
        Pair("eCos-2.0", "LLVM-exception"),
    ),
    "an exception that is on no list": (
        "MIT WITH AdditionRef-x",
        Pair("MIT", "AdditionRef-x"),
    ),
    "a reference into another document": (
        "DocumentRef-a:LicenseRef-b OR MIT",
        Choice((License("DocumentRef-a:LicenseRef-b"), MIT)),
    ),
    "parentheses without need": ("((MIT))", MIT),
}
NOT_EXPRESSIONS = [
    "", "()", "MIT ISC", "MIT AND", "(MIT", "MIT WITH", "MIT, ISC", "MIT / ISC", "NONE",
    "BSD", "MIT WITH MIT", "(MIT OR ISC) WITH LLVM-exception", "MIT\0", "((" * 5_000, "A" * 100_000,
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), READ.values(), ids=READ)
def test_an_expression_is_a_tree(text, expected):
    assert expected == tree_of(text)


@pytest.mark.parametrize("text", NOT_EXPRESSIONS, ids=lambda text: repr(text[:40]))
def test_what_is_no_expression_has_no_tree(text):
    assert tree_of(text) is None


@pytest.mark.parametrize(
    "text", ["MIT OR ISC AND BSD-3-Clause", "(MIT OR ISC) AND BSD-3-Clause", str(CLASSPATH)]
)
def test_a_tree_is_written_as_it_was_read(text):
    assert text == str(tree_of(text))


def test_the_licences_of_a_tree_are_there_once():
    tree = expression("(MIT OR ISC) AND (MIT OR GPL-2.0-only WITH Classpath-exception-2.0)")

    assert (MIT, ISC, CLASSPATH) == leaves(tree)


WORDS = st.sampled_from(
    [
        "MIT",
        "and",
        "OR",
        "WITH",
        "(",
        ")",
        "LLVM-exception",
        "LicenseRef-or",
        "eCos-2.0",
        "GPL-2.0+",
        "AdditionRef-with",
        "DocumentRef-and:LicenseRef-or",
        "WordNet",
    ]
)


@given(st.lists(WORDS, max_size=12).map(" ".join) | st.text(max_size=40))
def test_no_text_is_too_odd_to_be_looked_at(text):
    tree = tree_of(text)

    assert tree is None or tree_of(str(tree)) is not None
