"""Contacts of a distribution as CycloneDX has them: a supplier, authors, and what else there is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scanner.formats.cyclonedx.data import Data, known
from scanner.formats.external_reference import is_url
from scanner.metadata.contact import contacts_of
from scanner.metadata.supplier import supplier_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scanner.model.component import Component
    from scanner.model.contact import Contact, Supplier


@dataclass(frozen=True, slots=True)
class Parties:
    """What a document says of those who made a component and answer for it."""

    fields: dict[str, object]
    properties: tuple[tuple[str, str], ...]


def parties_of(component: Component) -> Parties:
    """Return what a component's metadata and links tell."""
    contacts = contacts_of(component.contact_fields)
    supplier = supplier_of(contacts, component.links)
    fields: dict[str, object] = {}
    if supplier and (entity := organizational_entity(supplier)):
        fields["supplier"] = entity
    if authors := list(_authors(contacts)):
        fields["authors"] = authors
    return Parties(fields, tuple(_properties(contacts, supplier)))


def organizational_entity(supplier: Supplier) -> dict[str, object]:
    """Return a supplier, by its name and one way to reach them."""
    entity: dict[str, object] = {}
    if supplier.name:
        entity["name"] = supplier.name
    if supplier.url and is_url(supplier.url):
        entity["url"] = [supplier.url]
    if supplier.email:
        entity["contact"] = [{"email": supplier.email}]
    return entity


def _authors(contacts: Sequence[Contact]) -> Iterator[Data]:
    """Yield everybody who has a name or a valid address, once, whatever their role."""
    for name, email in dict.fromkeys([(each.name, each.email) for each in contacts]):
        if entry := known({"name": name, "email": email}):
            yield entry


def _properties(
    contacts: Sequence[Contact], supplier: Supplier | None
) -> Iterator[tuple[str, str]]:
    """Yield what has no field: the schema refuses a document for an address that is none."""
    if supplier and supplier.is_guess:
        yield "supplier:guessed-from", "repository"
    for contact in contacts:
        if contact.unusable:
            yield f"{contact.role.value}:unusable-email", contact.unusable
    if withheld := sum(contact.is_withheld for contact in contacts):
        yield "emails-withheld", str(withheld)
