"""Questions of clients of OSV."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.errors import InvalidQuery
from scanner.model.names import normalized
from scanner.service.osv_query import MAX_QUERIES, Query, queries_of, query_of

PACKAGE = {"name": "Zope.Interface", "ecosystem": "PyPI"}
KEYS = ["package", "name", "ecosystem", "purl", "version", "page_token", "queries", "commit"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4)
    ),
    max_leaves=10,
)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ({"package": PACKAGE, "version": "1.0"}, ("zope-interface", "1.0")),
        ({"package": PACKAGE}, ("zope-interface",)),
        ({"package": {**PACKAGE, "purl": ""}, "version": ""}, ("zope-interface",)),
        ({"package": {"purl": "pkg:pypi/zope.interface@1.0"}}, ("zope-interface", "1.0")),
        ({"package": {"purl": "pkg:pypi/a"}, "version": "1.0+x"}, ("a", "1.0+x")),
        ({"package": {"purl": "pkg:pypi/a@1%2Bx"}}, ("a", "1+x")),
        ({"package": PACKAGE, "page_token": "X"}, ("zope-interface", None, "X")),
        ({"package": {**PACKAGE, "ecosystem": "PyPI:x"}}, ("zope-interface",)),
    ],
    ids=["version", "none", "empty", "purl", "beside", "encoded", "page", "part"],
)
def test_a_question_is_of_a_package_or_of_a_version(question, expected):
    name, *others = expected

    assert Query(normalized(name), *others) == query_of(question)


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ([], "query: not an object"),
        ({}, "package: neither"),
        ({"package": []}, "package: neither"),
        ({"package": "a"}, "package: not an object"),
        ({"package": {"name": "a"}}, "package: neither"),
        ({"package": {"name": "a", "ecosystem": "npm"}}, "nothing is known of 'npm'"),
        ({"package": {"purl": "pkg:npm/a@1"}}, "nothing is known of 'npm'"),
        ({"package": {"purl": "a"}}, "purl: 'a' is none"),
        ({"package": {"purl": "pkg:pypi/a", "name": "a"}}, "name or ecosystem beside"),
        ({"package": {"purl": "pkg:pypi/a@1"}, "version": "1"}, "version: beside a purl"),
        ({"package": PACKAGE, "version": 1}, "version: not a string"),
        ({"package": PACKAGE, "version": "1" * 1025}, "version: too long"),
        ({"package": PACKAGE, "version": "1\0"}, "version: too long, or not printable"),
        ({"commit": "abc"}, "commit: only versions"),
    ],
)
def test_a_question_that_has_no_answer_is_an_error(question, reason):
    with pytest.raises(InvalidQuery, match=reason):
        query_of(question)


@pytest.mark.parametrize(
    "batch", [[], {}, {"queries": {}}, {"queries": [1]}], ids=["list", "none", "object", "number"]
)
def test_a_batch_that_is_none_is_an_error(batch):
    with pytest.raises(InvalidQuery):
        queries_of(batch)


def test_a_batch_has_as_many_questions_as_osv_allows():
    question = {"package": PACKAGE}

    assert MAX_QUERIES == len(queries_of({"queries": [question] * MAX_QUERIES}))
    with pytest.raises(InvalidQuery, match="1,001 of 1,000"):
        queries_of({"queries": [question] * (MAX_QUERIES + 1)})


@given(JSON)
def test_anything_is_a_question_or_an_error(value):
    for read in (query_of, queries_of):
        with suppress(InvalidQuery):
            assert read(value) is not None
