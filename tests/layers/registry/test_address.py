"""Addresses that other hosts write."""

from __future__ import annotations

import pytest

from layers.registry.address import Address, InvalidAddress, Origin, redacted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://A.example/b?c=d#e", "https://a.example/b?c=d"),
        ("HTTPS://a.example:443", "https://a.example/"),
        ("http://a.example:443/", "http://a.example:443/"),
        ("https://[::1]:5000/b", "https://[::1]:5000/b"),
        ("https://a.example/b c\xe4%20", "https://a.example/b%20c%C3%A4%20"),
        ("/other?x=y", "https://base.example:1/other?x=y"),
        ("//other.example/a", "https://other.example/a"),
        ("sibling", "https://base.example:1/v2/sibling"),
    ],
)
def test_an_address_is_read_as_browsers_do(text, expected):
    base = Address.parse("https://base.example:1/v2/start")

    assert expected == str(Address.parse(text, base))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a.example",
        "ftp://a.example",
        "file:///etc/passwd",
        "https://",
        "https://user:secret@a.example/",
        "https://a.example:0x50/",
        "https://a.example:99999/",
        "https://[::1/",
        "https://[a.example]/",
        "https://a example/",
        "https://a\u2024example/",
    ],
)
def test_what_is_no_address_is_refused_and_not_repeated(text):
    with pytest.raises(InvalidAddress) as error:
        Address.parse(text)

    assert "not an address of the web" == str(error.value)


def test_a_line_cannot_be_smuggled_into_a_request():
    """
    The standard library drops what would end a line; what is left is quoted.
    """
    address = Address.parse("https://a.example/b\r\nHost: c\x0bd")

    assert "/bHost:%20c%0Bd" == address.target


@pytest.mark.parametrize(
    ("host", "is_loopback", "is_private"),
    [
        ("localhost", True, True),
        ("registry.localhost", True, True),
        ("127.8.9.1", True, True),
        ("::1", True, True),
        ("::ffff:127.0.0.1", True, True),
        ("169.254.169.254", False, True),
        ("10.0.0.1", False, True),
        ("fd00::1", False, True),
        ("8.8.8.8", False, False),
        ("localhost.example", False, False),
    ],
)
def test_what_is_on_this_machine_or_in_this_network_is_told(host, is_loopback, is_private):
    origin = Origin("https", host, 443)

    assert (is_loopback, is_private) == (origin.is_loopback, origin.is_private)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://user:secret@a.example/b", "https://***@a.example/b"),
        ("https://a.example/b?sig=secret", "https://a.example/b?***"),
        ("GET https://a.example/b?sig=secret&c=d HTTP/1.1", "GET https://a.example/b?*** HTTP/1.1"),
        ("user:secret@a.example/b:1", "***@a.example/b:1"),
        ("user:se/cr:et@a.example/b:1", "***@a.example/b:1"),
        ("a.example:5000/b:1@sha256:" + "0" * 64, "a.example:5000/b:1@sha256:" + "0" * 64),
        ("/no/such/file", "/no/such/file"),
    ],
)
def test_what_may_be_secret_is_left_out(text, expected):
    assert expected == redacted(text)


def test_a_query_is_not_shown_by_accident():
    assert "Address('https://a.example/b?***')" == repr(Address.parse("https://a.example/b?c=d"))
