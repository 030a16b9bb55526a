"""Who publishes a document, as they write themselves: ``Example GmbH <sbom@example.org>``."""

from __future__ import annotations

import re
from typing import Final

from scanner.metadata.contact import contacts_of
from scanner.metadata.party import kind_of
from scanner.model.contact import ContactFields, Supplier

_FORM: Final = re.compile(r"\s*(?P<name>[^<>]*[^<>\s])\s*(?:<\s*(?P<address>[^<>\s]+)\s*>\s*)?")
_URL: Final = re.compile(r"https?://[^\s/]+\S*")


def publisher_of(text: str) -> Supplier | None:
    """Return a name with an address, a URL or neither; None if it is none of these."""
    form = _FORM.fullmatch(text)
    if form is None:
        return None
    name, address = form["name"], form["address"]
    if address is None or _URL.fullmatch(address):
        return Supplier(name=name, kind=kind_of(name, None), url=address)
    email = next((each.email for each in contacts_of(ContactFields(author_email=address))), None)
    return Supplier(name=name, kind=kind_of(name, email), email=email) if email else None
