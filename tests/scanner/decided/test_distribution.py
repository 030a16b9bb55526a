"""Which distributions a decision is about."""

from __future__ import annotations

import pytest

from scanner.decided.distribution import Distributions, distributions_of, name_of
from scanner.decided.document import read
from scanner.errors import UnusableDecision
from tests.support.reports import component


def distributions(text: str) -> Distributions | None:
    """Return those that an entry with this text is about."""
    return distributions_of(read(text.encode(), "file.yaml", ("distribution", "versions")))


@pytest.mark.parametrize(
    ("name", "purl", "expected"),
    [
        ("Zope.Interface", "pkg:pypi/zope-interface@1", "zope-interface"),
        ("openssl", "pkg:conda/openssl@3", "conda/openssl"),
        ("ring", "pkg:cargo/ring@0.17", "cargo/ring"),
        ("libssl", "pkg:generic/libssl", "generic/libssl"),
    ],
    ids=["pypi", "conda", "cargo", "generic"],
)
def test_a_name_of_another_index_is_another_name(name, purl, expected):
    assert expected == name_of(component(name, purl=purl))


NAMED = [
    ("zope_interface", "Zope.Interface", True),
    ("zope.*", "zope-interface", True),
    ("*-stubs", "pandas-stubs", True),
    ("*", "idna", True),
    ("[idna, attrs]", "attrs", True),
    ("idna", "idna-ssl", False),
]


@pytest.mark.parametrize(("pattern", "name", "expected"), NAMED, ids=[row[0] for row in NAMED])
def test_names_are_compared_as_pypi_does(pattern, name, expected):
    found = distributions(f"distribution: {pattern if pattern[0] == '[' else repr(pattern)}")

    assert found is not None
    assert expected is found.have(component(name))


VERSIONS = [
    (">=1.20,<2", "1.26.4", True),
    (">=1.20,<2", "2.0", False),
    ("==1.10", "1.10.0", True),
    ("==1.10", "1.1", False),
    ("==2.*", "2.1.0+cu121", True),
    (">=2.0.dev0", "2.0rc1", True),
    (">=1", "unknown", False),
    (">=1", None, False),
]


@pytest.mark.parametrize(
    ("versions", "version", "expected"), VERSIONS, ids=[f"{v[0]} {v[1]}" for v in VERSIONS]
)
def test_versions_are_those_of_pep_440(versions, version, expected):
    found = distributions(f"distribution: idna\nversions: '{versions}'")

    assert found is not None
    assert expected is found.have(component("idna", version))


@pytest.mark.parametrize("version", ["3.4", "unknown", None])
def test_without_a_range_every_version_is_in(version):
    found = distributions("distribution: idna")

    assert found is not None
    assert found.have(component("idna", version))


REFUSED = {
    "a bare version": (
        "distribution: a\nversions: '1.10'",
        "2: '1.10' is no range of versions; write ==1.10",
    ),
    "a number": (
        "distribution: a\nversions: 1.10",
        '2: versions: YAML takes 1.10 for a float; write "1.10"',
    ),
    "no range": ("distribution: a\nversions: new", "2: 'new' is no range of versions"),
    "no name": ("versions: '>1'", "1: versions of which distribution?"),
    "two words": ("distribution: a b", "1: 'a b' is no name of a distribution"),
    "a pattern of characters": ("distribution: a[bc]", "1: 'a[bc]' is no name of a distribution"),
    "a long name": (f"distribution: {'a' * 201}", "1: 'aaa"),
}


@pytest.mark.parametrize(("text", "expected"), REFUSED.values(), ids=REFUSED)
def test_what_is_wrong_is_said_with_its_line(text, expected):
    with pytest.raises(UnusableDecision) as raised:
        distributions(text)

    assert str(raised.value).startswith(f"file.yaml:{expected}")
