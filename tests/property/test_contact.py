"""Contacts in fields that nobody thought of."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.metadata.contact import contacts_of
from scanner.metadata.email import without_emails
from scanner.metadata.supplier import supplier_of
from scanner.model.contact import MAX_CONTACTS, ContactFields
from tests.support.cyclonedx import emitted, error_in
from tests.support.reports import component, report_of

pieces = st.one_of(
    st.text(max_size=8),
    st.characters(codec=None),
    st.sampled_from(
        [
            *('"', "(", "<", ">", ")", ",", ";", "@", "\\", " and ", "\n", "\ud800", "at", " dot "),
            *("Ann Lee", "a@x.org", "<b@x.org>", "[at]", "UNKNOWN", "mailto:", "://", "Inc."),
            *("=?utf-8?q?", "=?x?b?", "?=", "xn--"),
        ]
    ),
)
texts = st.lists(pieces, max_size=30).map("".join)
fields = st.builds(
    ContactFields,
    author=st.none() | texts,
    author_email=st.none() | texts,
    maintainer=st.none() | texts,
    maintainer_email=st.none() | texts,
)


@given(fields)
@settings(deadline=None)
def test_every_contact_is_somebody_who_can_be_told(fields):
    contacts = contacts_of(fields)

    assert len(contacts) <= 4 * MAX_CONTACTS
    for contact in contacts:
        assert contact.name or contact.email or contact.unusable
        assert not (contact.email and contact.unusable)
        told = f"{contact.name}{contact.email}{contact.unusable}"
        assert told.isprintable() or not told.isascii()
        assert "\n" not in told
    assert contacts == contacts_of(fields)
    assert bool(contacts) == (supplier_of(contacts, ()) is not None)


@given(st.lists(st.sampled_from(["a@x.org", "bob@y.de", "c+d@z.co.uk"]), max_size=8), st.data())
@settings(deadline=None)
def test_every_address_is_found_whatever_divides_them(addresses, data):
    dividers = st.sampled_from([", ", ",", "; ", " ", "\n ", " and ", " & "])
    text = "".join(address + data.draw(dividers) for address in addresses)

    contacts = contacts_of(ContactFields(maintainer_email=text))

    assert list(dict.fromkeys(addresses)) == [contact.email for contact in contacts]


@given(fields)
@settings(deadline=None, max_examples=25)
def test_whatever_fields_say_the_document_is_valid(fields):
    assert error_in(emitted(report_of(component(contact_fields=fields)))) is None


@given(texts)
def test_a_text_without_addresses_has_none_to_take_out(text):
    assert without_emails(without_emails(text)) == without_emails(text)


parts = st.text("ab0-._+xnte", min_size=1, max_size=12)


@given(parts, parts, st.sampled_from(["org", "de", "test", "local", "example", "c0m", "Org", "x"]))
@settings(deadline=None)
def test_an_address_is_what_the_library_makes_of_it(local, domain, top):
    """
    Most are so plain that it is not asked.
    """
    address = f"{local}@{domain}.{top}"

    emails = [each.email for each in contacts_of(ContactFields(author_email=address))]

    assert normal(address) in {None, *emails}
    assert all(normal(email) == email for email in emails if email)


def normal(address: str) -> str | None:
    """Return an address in its normal form; None if the library says that it is none."""
    try:
        return validate_email(address, check_deliverability=False).normalized
    except EmailNotValidError:
        return None
