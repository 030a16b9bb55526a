from __future__ import annotations

import pytest

from scanner.metadata.contact import contacts_of
from scanner.model.contact import MAX_CONTACTS, Contact, ContactFields, Kind, Role
from tests.support.contacts import REAL, told


@pytest.mark.parametrize(("fields", "expected"), REAL.values(), ids=list(REAL))
def test_what_distributions_have_published_is_read_right(fields, expected):
    assert expected == [told(contact) for contact in contacts_of(fields)]


def test_no_fields_name_nobody():
    assert contacts_of(ContactFields()) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a@x.org, b@y.org", ["<a@x.org>", "<b@y.org>"], id="two addresses"),
        pytest.param("a@x.org; b@y.org", ["<a@x.org>", "<b@y.org>"], id="a semicolon"),
        pytest.param("a@x.org b@y.org", ["<a@x.org>", "<b@y.org>"], id="a blank"),
        pytest.param("a@x.org and b@y.org", ["<a@x.org>", "<b@y.org>"], id="an and"),
        pytest.param("A <a@x.org> B <b@y.org>", ["A <a@x.org>", "B <b@y.org>"], id="nothing"),
        pytest.param("a@x.org, a@x.org", ["<a@x.org>"], id="one twice"),
        pytest.param("Ann Lee, ann@x.org", ["Ann Lee <ann@x.org>"], id="a name in front"),
        pytest.param("Lee, Ann <ann@x.org>", ["Lee, Ann <ann@x.org>"], id="last name first"),
        pytest.param("Acme, Inc. <a@x.com>", ["Acme, Inc. <a@x.com>"], id="comma not quoted"),
        pytest.param('"Acme, Inc." <a@x.com>', ["Acme, Inc. <a@x.com>"], id="comma quoted"),
        pytest.param(r'"A \"B\" C" <a@x.com>', ['A "B" C <a@x.com>'], id="quote in quotes"),
        pytest.param("'Ann Lee' <a@x.com>", ["Ann Lee <a@x.com>"], id="single quotes"),
        pytest.param("a@x.org (Ann Lee)", ["Ann Lee <a@x.org>"], id="name as a comment"),
        pytest.param("Ann <a@x.org> (she)", ["Ann <a@x.org>"], id="comment behind"),
        pytest.param("a@x.org <a@x.org>", ["<a@x.org>"], id="name is the address"),
        pytest.param("mailto:a@x.org", ["<a@x.org>"], id="scheme"),
        pytest.param("<mailto:a@x.org>", ["<a@x.org>"], id="scheme in brackets"),
        pytest.param("Ann [dev] <a@x.org>", ["Ann [dev] <a@x.org>"], id="square brackets"),
        pytest.param("Ann <>", ["Ann"], id="nothing in brackets"),
        pytest.param("Ann <a@x.org", ["Ann <a@x.org>"], id="bracket not closed"),
        pytest.param("a@X.ORG", ["<a@x.org>"], id="normal form"),
        pytest.param("ä@bücher.de", ["<ä@bücher.de>"], id="international"),
        pytest.param("a@xn--bcher-kva.de", ["<a@bücher.de>"], id="punycode"),
        pytest.param("a@[127.0.0.1]", ["?a@[127.0.0.1"], id="an IP address"),
        pytest.param("a@b@c.org", ["?a@b@c.org"], id="two at signs"),
        pytest.param("UNKNOWN", [], id="unknown"),
        pytest.param("Unknown <UNKNOWN>", [], id="unknown twice"),
        pytest.param("None <a@x.org>", ["<a@x.org>"], id="unknown name"),
        pytest.param("https://x.org/ann", ["?https://x.org/ann"], id="a website"),
        pytest.param("ann [at] x.org", ["?ann [at] x.org"], id="disguised"),
        pytest.param("Ann\n <a@x.org>", ["Ann <a@x.org>"], id="folded"),
        pytest.param("An\u200bn\x1b[2J <a@x.org>", ["Ann[2J <a@x.org>"], id="invisible"),
        pytest.param("=?utf-8?b?xYF1a2Fzeg==?= <a@x.org>", ["Łukasz <a@x.org>"], id="base64"),
        pytest.param("=?utf-8?q?Lee=2C_Ann?= <a@x.org>", ["Lee, Ann <a@x.org>"], id="its comma"),
        pytest.param("=?no-such?q?Ann?= <a@x.org>", ["=?no-such?q?Ann?= <a@x.org>"], id="no code"),
        pytest.param("=?utf-8?q?Ann=FF?= <a@x.org>", ["=?utf-8?q?Ann=FF?= <a@x.org>"], id="damage"),
        pytest.param("=?utf-8?b?x?= <a@x.org>", ["=?utf-8?b?x?= <a@x.org>"], id="no base64"),
    ],
)
def test_an_address_field_is_read_in_any_form(text, expected):
    contacts = contacts_of(ContactFields(author_email=text))

    assert expected == [told(contact).partition(": ")[2] for contact in contacts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ann Lee, Bob Ray", ["Ann Lee", "Bob Ray"]),
        ("Ann Lee; Bob Ray", ["Ann Lee", "Bob Ray"]),
        ("Ann Lee and Bob Ray", ["Ann Lee", "Bob Ray"]),
        ("Ann Lee & Bob van der Ray", ["Ann Lee", "Bob van der Ray"]),
        ("山田 太郎, Ann Lee", ["山田 太郎", "Ann Lee"]),
        ("Lee, Ann", ["Lee, Ann"]),
        ("Ann Lee, bob", ["Ann Lee, bob"]),
        ("Acme Tools, Inc.", ["Acme Tools, Inc."]),
        ("Ann Lee, Acme Tools Ltd", ["Ann Lee, Acme Tools Ltd"]),
        ("Ann Lee, Acme Contributors", ["Ann Lee, Acme Contributors"]),
        ("Ann Lee and others", ["Ann Lee and others"]),
        ("see AUTHORS.rst", []),
    ],
)
def test_a_name_field_is_divided_only_where_everybody_has_a_whole_name(text, expected):
    assert expected == [contact.name for contact in contacts_of(ContactFields(author=text))]


@pytest.mark.parametrize(
    ("names", "addresses", "expected"),
    [
        ("Ann Lee", "a@x.org", ["Ann Lee <a@x.org>"]),
        ("Ann Lee, Bob Ray", "a@x.org, b@x.org", ["Ann Lee <a@x.org>", "Bob Ray <b@x.org>"]),
        ("Ann Lee, Bob Ray", "a@x.org", ["<a@x.org>", "Ann Lee", "Bob Ray"]),
        ("Ann Lee", "a@x.org, b@x.org", ["<a@x.org>", "<b@x.org>", "Ann Lee"]),
        ("ann lee", "Ann Lee <a@x.org>", ["Ann Lee <a@x.org>"]),
        ("Ann Lee <a@x.org>", "a@x.org", ["Ann Lee <a@x.org>"]),
        ("Ann Lee", "ann (at) x.org", ["Ann Lee ?ann (at) x.org"]),
        ("Ann Lee <a@x.org>", "b@x.org", ["<b@x.org>", "Ann Lee <a@x.org>"]),
        ("ann (at) x.org", "bob (at) x.org", ["?bob (at) x.org", "?ann (at) x.org"]),
    ],
)
def test_names_and_addresses_are_put_together_only_where_it_is_sure(names, addresses, expected):
    """
    As many names as there are addresses without one, or what is there twice.
    """
    contacts = contacts_of(ContactFields(author=names, author_email=addresses))

    assert expected == [told(contact).partition(": ")[2] for contact in contacts]


def test_an_address_of_an_author_is_not_a_maintainers():
    fields = ContactFields(author_email="a@x.org", maintainer="Ann Lee")

    assert contacts_of(fields) == (
        Contact(role=Role.MAINTAINER, name="Ann Lee"),
        Contact(role=Role.AUTHOR, email="a@x.org"),
    )


def test_of_very_many_contacts_only_some_are_read():
    fields = ContactFields(author_email=",".join(f"a{number}@x.org" for number in range(1000)))

    assert len(contacts_of(fields)) == MAX_CONTACTS


def test_withheld_addresses_are_not_told_but_that_they_are_there_is():
    fields = ContactFields(
        author="ann@x.org (main) <ann@x.org>, Bob",
        author_email="team@x.org, it@x.org",
        maintainer_email="ann at x dot org",
        are_withheld=True,
    )

    assert contacts_of(fields) == (
        Contact(role=Role.MAINTAINER, is_withheld=True),
        Contact(role=Role.AUTHOR, kind=Kind.ORGANIZATION, is_withheld=True),
        Contact(role=Role.AUTHOR, is_withheld=True),
        Contact(role=Role.AUTHOR, name="[withheld] (main)", is_withheld=True),
        Contact(role=Role.AUTHOR, name="Bob"),
    )
