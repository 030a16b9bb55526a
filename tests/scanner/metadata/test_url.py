"""URLs that may have a secret in them."""

from __future__ import annotations

import pytest

from scanner.metadata.url import without_credentials

STRIPPED = [
    ("https://user:secret@host/x.whl", "https://host/x.whl"),
    ("https://secret@host/x.whl", "https://host/x.whl"),
    ("https://user:@host/", "https://host/"),
    ("https://me@example.org:secret@host/", "https://host/"),
    ("HTTPS://user:secret@host:8443/a?b#c", "HTTPS://host:8443/a?b#c"),
    ("git+https://secret@host/repo.git@main#subdirectory=x", "git+https://host/repo.git@main#subdirectory=x"),
    ("ssh://git:secret@host/repo.git", "ssh://host/repo.git"),
    ("//user:secret@host/x", "//host/x"),
    ("foo[x] @ https://user:secret@host/x.whl ; os_name == 'nt'", "foo[x] @ https://host/x.whl ; os_name == 'nt'"),  # noqa: E501
    ("http://a:secret@one http://b:secret@two", "http://one http://two"),
    ("https://${USER}:secret@host/", "https://host/"),
]  # fmt: skip
KEPT = [
    "",
    "https://host/x@1.0.whl",
    "https://host//repo.git@v1",
    "https://host?mail=me@host",
    "https://host#me@host",
    "https://[2001:db8::1]:8080/x",
    "git+ssh://git@host/repo.git",
    "SSH://me@host/repo.git",
    "https://${TOKEN}@host/x",
    "https://${USER-NAME}:${PASSWORD_1}@host/x",
    "file:///C:/Users/me@home/x",
    "mail me@host, see //comments",
]


@pytest.mark.parametrize(("text", "expected"), STRIPPED)
def test_user_and_password_are_left_out(text, expected):
    assert (expected, True) == without_credentials(text)


@pytest.mark.parametrize("text", KEPT)
def test_what_is_no_credential_stays(text):
    assert (text, False) == without_credentials(text)
