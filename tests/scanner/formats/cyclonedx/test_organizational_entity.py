from __future__ import annotations

import pytest

from scanner.formats.cyclonedx.organizational_entity import parties_of
from scanner.model.component import Link
from scanner.model.contact import ContactFields
from tests.support.reports import component

REPOSITORY = Link(label="Source", url="https://github.com/acme/tool")


def test_a_supplier_has_a_name_and_an_address():
    parties = parties_of(
        component(contact_fields=ContactFields(maintainer_email="Pallets <contact@x.org>"))
    )

    assert {
        "supplier": {"name": "Pallets", "contact": [{"email": "contact@x.org"}]},
        "authors": [{"name": "Pallets", "email": "contact@x.org"}],
    } == parties.fields
    assert parties.properties == ()


def test_or_else_a_place_to_ask():
    parties = parties_of(
        component(
            contact_fields=ContactFields(author_email="Ann Lee <1+ann@users.noreply.github.com>"),
            links=(REPOSITORY,),
        )
    )

    assert {
        "supplier": {"name": "Ann Lee", "url": ["https://github.com/acme/tool"]},
        "authors": [{"name": "Ann Lee", "email": "1+ann@users.noreply.github.com"}],
    } == parties.fields


def test_everybody_is_an_author_once_whatever_their_role():
    parties = parties_of(
        component(
            contact_fields=ContactFields(
                author="Ann Lee, Bob Ray",
                author_email="Cy Fox <c@x.org>",
                maintainer_email="Cy Fox <c@x.org>, d@x.org",
            )
        )
    )

    assert [
        {"name": "Cy Fox", "email": "c@x.org"},
        {"email": "d@x.org"},
        {"name": "Ann Lee"},
        {"name": "Bob Ray"},
    ] == parties.fields["authors"]


def test_a_guess_is_told_as_one():
    parties = parties_of(component(links=(REPOSITORY,)))

    assert {"supplier": {"name": "acme", "url": ["https://github.com/acme/tool"]}} == parties.fields
    assert parties.properties == (("supplier:guessed-from", "repository"),)


def test_an_address_that_is_not_valid_is_no_contact_but_a_property():
    parties = parties_of(
        component(contact_fields=ContactFields(author="root", author_email="root@localhost"))
    )

    assert {"supplier": {"name": "root"}, "authors": [{"name": "root"}]} == parties.fields
    assert parties.properties == (("author:unusable-email", "root@localhost"),)


def test_withheld_addresses_are_counted():
    parties = parties_of(
        component(
            contact_fields=ContactFields(
                author_email="Ann Lee <a@x.org>, b@x.org, c@localhost", are_withheld=True
            )
        )
    )

    assert {"supplier": {"name": "Ann Lee"}, "authors": [{"name": "Ann Lee"}]} == parties.fields
    assert parties.properties == (("emails-withheld", "3"),)


@pytest.mark.parametrize("fields", [ContactFields(), ContactFields(author="UNKNOWN")])
def test_if_nobody_is_named_nothing_is_said(fields):
    assert {} == parties_of(component(contact_fields=fields)).fields
