"""Claims on paths."""

from __future__ import annotations

import os

import pytest

from layers import Claims
from layers.pattern import matcher

ROWS = [
    ("etc/os-release", "etc/os-release", True),
    ("etc/os-release", "usr/etc/os-release", False),
    ("etc/os-release", "etc/os-release2", False),
    ("**/METADATA", "METADATA", True),
    ("**/METADATA", "a/b/METADATA", True),
    ("**/METADATA", "a/b/XMETADATA", False),
    ("**/METADATA", "METADATA/a", False),
    ("**/*.dist-info/METADATA", "a.dist-info/METADATA", True),
    ("**/*.dist-info/METADATA", "x/a.dist-info/METADATA", True),
    ("**/*.dist-info/METADATA", "x/a.dist-info/y/METADATA", False),
    ("**/*.dist-info/METADATA", "x/adist-info/METADATA", False),
    ("**/*.dist-info/METADATA", "x/.dist-info/METADATA", True),
    ("**/*.whl", "a/b.whl", True),
    ("**/*.whl", "a/.whl", True),
    ("**/*.whl", "a/b.whl.txt", False),
    ("**/__editable__*", "a/__editable___x", True),
    ("**/__editable__*", "a/__editable__", True),
    ("**/__editable__*", "a/__editable__/x", False),
    ("**/a*b", "ab", True),
    ("**/a*b", "a/b", False),
    ("**/*a*b", "xxaxxb", True),
    ("**/*a*b", "xxaxx", False),
    ("opt/*/conda-meta/*.json", "opt/x/conda-meta/y.json", True),
    ("opt/*/conda-meta/*.json", "opt/x/z/conda-meta/y.json", False),
    ("**/a.b", "axb", False),
    ("**/(x)[y]", "a/(x)[y]", True),
    ("**/*.txt", "a\nb/c\n.txt", True),
    ("**/*.txt", "a.txt\n", False),
    ("**/*.txt", os.fsdecode(b"\xff/\xfe.txt"), True),
    ("**/\u00e9*", "a/\u00e9t\u00e9", True),
]


@pytest.mark.parametrize(("pattern", "path", "expected"), ROWS)
def test_a_pattern_claims_a_path_or_does_not(pattern, path, expected):
    claims = Claims([pattern])
    raw = os.fsencode(path)

    found = claims.match(raw), claims.wants(raw), matcher(pattern).fullmatch(path) is not None

    assert (expected, expected, expected) == found


def test_a_path_is_claimed_by_any_pattern():
    claims = Claims(["**/*.whl", "etc/os-release"])

    found = [path for path in (b"a.whl", b"etc/os-release", b"etc/passwd") if claims.wants(path)]

    assert [b"a.whl", b"etc/os-release"] == found


def test_no_pattern_claims_nothing():
    claims = Claims([])

    assert not claims.wants(b"a")


def test_the_order_of_patterns_is_without_meaning():
    assert ("a", "b") == Claims(["b", "a", "b"]).patterns


@pytest.mark.parametrize("pattern", ["*", "**/*", "a/*", "**/**"])
def test_a_pattern_that_every_name_may_match_is_refused(pattern):
    """
    It would make a scan look at every path of an image twice.
    """
    with pytest.raises(ValueError, match="a pattern that every name may match"):
        Claims([pattern])


def test_single_paths_may_have_any_characters():
    """
    The targets of hard links come from the image: a star there must not be a wildcard.
    """
    claims = Claims(["**/*.whl"]).including(["a/*", "b\udcff"])

    found = [path for path in (b"a/*", b"a/x", b"b\xff", b"c.whl", b"c") if claims.wants(path)]

    assert [b"a/*", b"b\xff", b"c.whl"] == found


def test_of_two_beginnings_the_one_that_begins_the_other_is_enough():
    claims = Claims(["**/python*", "**/conda-meta/python-*.json", "**/pypy*"])

    assert (b"pypy", b"python") == claims.prefixes
    assert claims.wants(b"conda-meta/python-3.11.5-0.json")
