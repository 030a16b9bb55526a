"""Who answers for a distribution, from its contacts and links."""

from __future__ import annotations

import pytest

from scanner.metadata.contact import contacts_of
from scanner.metadata.supplier import supplier_of
from scanner.model.component import Link
from scanner.model.contact import ContactFields, Kind, Supplier

REPOSITORY = Link(label="Source", url="https://github.com/acme/tool.git")
ACCOUNT = "https://github.com/acme/tool"


def answering(*links: Link, **fields: str | bool) -> Supplier | None:
    return supplier_of(contacts_of(ContactFields(**fields)), links)  # type: ignore[arg-type] # any


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param(
            {
                "author": "Ann Lee",
                "author_email": "Bob Ray <b@x.org>",
                "maintainer": "Cy Fox",
                "maintainer_email": "Dee Low <d@x.org>",
            },
            "Dee Low <d@x.org>",
            id="name in Maintainer-email",
        ),
        pytest.param(
            {"author_email": "Bob Ray <b@x.org>", "maintainer": "Cy Fox"},
            "Cy Fox <None>",
            id="Maintainer",
        ),
        pytest.param(
            {"author": "Ann Lee", "author_email": "Bob Ray <b@x.org>"},
            "Bob Ray <b@x.org>",
            id="name in Author-email",
        ),
        pytest.param(
            {"author": "Ann Lee", "author_email": "b@x.org", "maintainer": "UNKNOWN"},
            "Ann Lee <b@x.org>",
            id="Author",
        ),
        pytest.param(
            {"author": "Ann Lee, Bob Ray", "author_email": "list@x.org"},
            "Ann Lee <list@x.org>",
            id="an address that is nobody else's",
        ),
        pytest.param(
            {"maintainer": "Cy Fox", "author_email": "b@x.org"},
            "Cy Fox <None>",
            id="not the address of another role",
        ),
    ],
)
def test_who_maintains_it_comes_before_who_wrote_it(fields, expected):
    supplier = answering(**fields)

    assert supplier is not None
    assert expected == f"{supplier.name} <{supplier.email}>"


def test_where_nobody_reads_the_address_the_repository_is_the_place_to_ask():
    supplier = answering(REPOSITORY, maintainer_email='"Docker Inc." <no-reply@docker.com>')

    assert supplier == Supplier(name="Docker Inc.", kind=Kind.ORGANIZATION, url=ACCOUNT)


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ((("Homepage", "https://x.org/"), ("Bug Tracker", "https://b.x.org/")), "https://b.x.org/"),
        ((("Issues", "https://i.x.org/"), ("Code", "https://c.x.org/")), "https://c.x.org/"),
        ((("Code", "https://c.x.org/"), ("Home", ACCOUNT)), ACCOUNT),
        (
            (("Funding", "https://github.com/sponsors/ann"), ("Home", "http://x.org")),
            "http://x.org",
        ),
        ((("Homepage", "javascript:alert(1)"),), None),
        ((), None),
    ],
)
def test_the_place_to_ask_is_a_repository_a_tracker_or_a_page(links, expected):
    supplier = answering(*(Link(label=label, url=url) for label, url in links), author="Ann Lee")

    assert supplier == Supplier(name="Ann Lee", kind=Kind.PERSON, url=expected)


def test_a_place_to_ask_is_not_told_beside_an_address():
    supplier = answering(REPOSITORY, author_email="Ann Lee <a@x.org>")

    assert supplier == Supplier(name="Ann Lee", kind=Kind.PERSON, email="a@x.org")


@pytest.mark.parametrize(
    ("url", "account"),
    [
        ("https://github.com/acme/tool", "acme"),
        ("http://www.github.com/acme/tool/issues", "acme"),
        ("https://gitlab.com/acme/group/tool", "acme"),
        ("https://codeberg.org/acme/tool.git", "acme"),
        ("https://git.sr.ht/~acme/tool", "acme"),
        ("https://bitbucket.org/acme/tool", "acme"),
    ],
)
def test_without_a_name_the_account_of_the_repository_is_a_guess(url, account):
    supplier = answering(Link(label="", url=url))

    assert supplier is not None
    assert (account, True, Kind.ORGANIZATION) == (supplier.name, supplier.is_guess, supplier.kind)


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/sponsors/acme",
        "https://github.com/acme",
        "https://github.com.evil.test/acme/tool",
        "https://x.org/github.com/acme/tool",
        "",
    ],
)
def test_what_is_no_repository_has_no_account(url):
    assert answering(Link(label="Source", url=url)) is None


def test_an_address_without_a_name_is_the_accounts():
    supplier = answering(REPOSITORY, author_email="team@acme.org")

    assert supplier == Supplier(
        name="acme", kind=Kind.ORGANIZATION, email="team@acme.org", is_guess=True
    )


def test_an_address_alone_is_enough():
    assert answering(author_email="ann@x.org") == Supplier(
        name=None, kind=Kind.PERSON, email="ann@x.org"
    )


def test_if_addresses_are_withheld_there_still_is_a_place_to_ask():
    supplier = answering(REPOSITORY, author_email="Ann Lee <a@x.org>", are_withheld=True)

    assert supplier == Supplier(name="Ann Lee", kind=Kind.PERSON, url=ACCOUNT)
