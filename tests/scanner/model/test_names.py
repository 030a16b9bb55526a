"""Names of distributions, and package URLs."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from scanner.model.names import is_valid, normalized, purl


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("foo", "foo"),
        ("ruamel.yaml", "ruamel-yaml"),
        ("zope.interface", "zope-interface"),
        ("Flask_SQLAlchemy", "flask-sqlalchemy"),
        ("a.__-b", "a-b"),
        ("Q", "q"),
        ("--a--", "-a-"),
        ("a b", "a b"),
        ("", ""),
    ],
)
def test_equal_names_have_one_spelling(name, expected):
    """
    PEP 503
    """
    assert expected == normalized(name)
    assert expected == normalized(expected)


@pytest.mark.parametrize("name", ["a", "Z", "0", "foo", "a.b_c-d", "a--b", "x" * 500, "2to3"])
def test_these_names_are_valid(name):
    assert is_valid(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "-a",
        "a-",
        ".a",
        "a_",
        "a b",
        "a/b",
        "a\n",
        "\na",
        "é",
        "r\u0435quests",
        "\u017f",
        "\u212a",
        "a[b]",
    ],
)
def test_these_names_are_not_valid(name):
    assert not is_valid(name)


@pytest.mark.parametrize(
    ("name", "version", "qualifiers", "expected"),
    [
        ("foo", None, None, "pkg:pypi/foo"),
        ("foo", "", {}, "pkg:pypi/foo"),
        ("Foo.Bar_baz", "1.0", None, "pkg:pypi/foo-bar-baz@1.0"),
        ("foo", "1!2.0+cu121", None, "pkg:pypi/foo@1%212.0%2Bcu121"),
        ("a/b@c?d#e", "1?#@/&", None, "pkg:pypi/a%2Fb%40c%3Fd%23e@1%3F%23%40%2F%26"),
        ("foo", "1", {"b": "2&3=4", "a": "x:/y"}, "pkg:pypi/foo@1?a=x:/y&b=2%263%3D4"),
        ("é", "\u0661", None, "pkg:pypi/%C3%A9@%D9%A1"),
    ],
)
def test_a_package_url_is_quoted_so_that_it_can_be_taken_apart(name, version, qualifiers, expected):
    assert expected == purl(name, version, qualifiers)


@pytest.mark.parametrize("text", [chr(0xD800), chr(0xDCE9), f"a{chr(0xDFFF)}b"])
def test_what_no_encoding_has_makes_a_package_url_all_the_same(text):
    found = purl(text, text, {"vcs_url": text})

    assert found.isascii()
    assert "\ufffd" not in unquote(found)
