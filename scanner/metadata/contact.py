"""Who is named in ``Author``, ``Author-email``, ``Maintainer`` and ``Maintainer-email``.

Names and addresses of the same people stand in one field or in two, in an order or in none. What is
sure to belong together is put together, and the rest stays apart.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final

from scanner.metadata.address_list import entries_in
from scanner.metadata.core_metadata import visible
from scanner.metadata.email import without_emails
from scanner.metadata.party import is_nobody, kind_of
from scanner.model.contact import MAX_CONTACTS, Contact, ContactFields, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.metadata.address_list import Entry

_ENCODED_WORD: Final = "=?"
_NO_NAME: Final = re.compile(
    r".*[\[({<]\s*at\s*[\])}>]|(?=.*\bat\b).*\bdot\b|\w+://\S+$"
    r"|\S+\sat\s(?:localhost|[\w-]+(?:\.[\w-]+)+)$",
    re.IGNORECASE | re.DOTALL,
)
"""An address that programs are not to find, which stays as it is, or that of a website."""


_PLAIN: Final = re.compile(
    r"(?P<local>[A-Za-z0-9]+(?:[._+-][A-Za-z0-9]+)*)"
    r"@(?P<domain>(?:[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\.)+(?P<top>[A-Za-z]{2,20}))",
    re.ASCII,
)
"""An address that needs no library, which takes 50 microseconds for each and 50 milliseconds to
be imported: it is valid unless a part is too long or its domain special."""
MAX_ADDRESS: Final = 64
"""Of a plain one: far less than is allowed, so that no part can be longer than is (RFC 5321)."""
MAX_KEPT: Final = 500
"""Of characters in fields that are kept with what they say: the same people made many things."""
SPECIAL: Final = frozenset(
    ("alt", "arpa", "example", "internal", "invalid", "local", "localhost", "onion", "test")
)
"""Top-level domains that are none on the internet (RFC 6761 and later ones)."""


def contacts_of(fields: ContactFields) -> tuple[Contact, ...]:
    """Return everybody whom the fields name, maintainers first; equal ones once."""
    named = (fields.author, fields.author_email, fields.maintainer, fields.maintainer_email)
    is_short = sum(len(each) for each in named if each) <= MAX_KEPT
    return _kept(fields) if is_short else _contacts_of(fields)


def _contacts_of(fields: ContactFields) -> tuple[Contact, ...]:
    contacts = (
        *_together(Role.MAINTAINER, fields.maintainer, fields.maintainer_email),
        *_together(Role.AUTHOR, fields.author, fields.author_email),
    )
    return tuple(map(_withheld, contacts)) if fields.are_withheld else contacts


_kept = lru_cache(maxsize=2048)(_contacts_of)


def _withheld(contact: Contact) -> Contact:
    is_withheld = contact.email is not None or contact.unusable is not None
    return replace(
        contact,
        name=contact.name and without_emails(contact.name),
        email=None,
        unusable=None,
        is_withheld=is_withheld,
    )


def _together(role: Role, names: str | None, addresses: str | None) -> list[Contact]:
    """Return the contacts of two fields, those of the field for addresses first.

    As many names without an address as there are addresses without a name belong together, in
    their order.
    """
    if not names and not addresses:
        return []
    contacts = [*dict.fromkeys(_contacts(role, addresses))]
    for contact in dict.fromkeys(_contacts(role, names)):
        twin = next((at for at, each in enumerate(contacts) if _are_one(each, contact)), None)
        if twin is None:
            contacts.append(contact)
        else:
            contacts[twin] = _named(contacts[twin], contact.name)
    nameless = [at for at, each in enumerate(contacts) if each.name is None]
    only_names = [each for each in contacts if each.email is None and each.unusable is None]
    if len(nameless) != len(only_names):
        return contacts
    for at, contact in zip(nameless, only_names, strict=True):
        contacts[at] = _named(contacts[at], contact.name)
    return [contact for contact in contacts if contact not in only_names]


def _are_one(one: Contact, other: Contact) -> bool:
    if other.email:
        return one.email == other.email
    return bool(other.name) and (one.name or "").casefold() == (other.name or "").casefold()


def _named(contact: Contact, name: str | None) -> Contact:
    if contact.name or not name:
        return contact
    return replace(contact, name=name, kind=kind_of(name, contact.email))


def _contacts(role: Role, field: str | None) -> Iterator[Contact]:
    entries = entries_in(visible(field or ""))
    found = (contact for entry in entries for contact in _contacts_in(role, entry))
    return islice(found, MAX_CONTACTS)


def _contacts_in(role: Role, entry: Entry) -> Iterator[Contact]:
    name: str | None = visible(_decoded(entry.name))
    unusable = None
    if not name or is_nobody(name) or name in entry.addresses:
        name = None
    elif _NO_NAME.match(name):
        name, unusable = None, name
    addresses = [address for address in entry.addresses if not is_nobody(address)]
    for address in addresses:
        email = _valid(address)
        yield Contact(
            role=role,
            name=name,
            email=email,
            kind=kind_of(name, email),
            unusable=None if email else address,
        )
    if not addresses and (name or unusable):
        yield Contact(role=role, name=name, kind=kind_of(name, None), unusable=unusable)


def _valid(address: str) -> str | None:
    """Return an address in its normal form; None if it is not one, or none on the internet."""
    if "@" not in address:
        return None
    plain = _PLAIN.fullmatch(address) if len(address) <= MAX_ADDRESS else None
    if plain and plain["top"].lower() not in SPECIAL:
        return f"{plain['local']}@{plain['domain'].lower()}"
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(address, check_deliverability=False).normalized
    except EmailNotValidError:
        return None


def _decoded(name: str) -> str:
    """Return a name without encoded words (RFC 2047)."""
    if _ENCODED_WORD not in name:
        return name
    from email.errors import MessageError
    from email.header import decode_header, make_header

    try:
        return str(make_header(decode_header(name)))
    except (MessageError, LookupError, ValueError):
        return name
