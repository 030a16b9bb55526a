from __future__ import annotations

import pytest

from scanner.metadata.email import without_emails


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Copyright 2020 Ann <ann@x.org>", "Copyright 2020 Ann <[withheld]>"),
        ("LABEL maintainer=ann.lee+a@mail.x.co.uk", "LABEL maintainer=[withheld]"),
        ("a@x.orgb@x.org a@x.org+-@y.org @@a@x.org", "[withheld] [withheld] [withheld]"),
        ("mailto:ann@x.org", "mailto:[withheld]"),
        ("ännä@bücher.de, b@x.org.", "[withheld], [withheld]."),
        ("https://lists.x.org/?from=ann@x.org", "https://lists.x.org/?from=[withheld]"),
        (
            "Ann (at) home, ann (at) x.org, or ann[at]x[dot]org.",
            "[withheld], [withheld], or [withheld].",
        ),
        ("Ann Lee <ann at x.org>, <d at localhost>", "Ann Lee <[withheld]>, <[withheld]>"),
    ],
)
def test_addresses_are_withheld(text, expected):
    assert expected == without_emails(text)


@pytest.mark.parametrize(
    "text",
    [
        "no address",
        "look at x.org",
        "people <everybody at home>",
        "@ann, see six@1.17.0",
        "git+ssh://git@github.com/a/b",
        "git@github.com:a/b.git",
        "https://ann@host.test/",
        "registry.test/a:1@sha256:ab",
    ],
)
def test_what_is_no_address_of_a_person_stays(text):
    assert text == without_emails(text)
