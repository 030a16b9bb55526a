"""What whoever publishes a document adds to it.

An organization that has it made is its manufacturer (since 1.6) beside being an author, for an
author may have no URL.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.formats.cyclonedx.data import Data, known
from scanner.formats.cyclonedx.organizational_entity import organizational_entity
from scanner.model.contact import Kind

if TYPE_CHECKING:
    from scanner.model.imprint import Imprint


def published_by(imprint: Imprint) -> Data:
    """Return what the metadata say of who has the document made, and who supplies its subject."""
    organizations = (each for each in imprint.authors if each.kind is Kind.ORGANIZATION)
    manufacturer = next(organizations, None)
    return known(
        {
            "authors": [
                known({"name": each.name, "email": each.email}) for each in imprint.authors
            ],
            "manufacturer": manufacturer and organizational_entity(manufacturer),
            "supplier": imprint.supplier and organizational_entity(imprint.supplier),
        }
    )


def published_at(imprint: Imprint) -> list[Data]:
    """Return where the document is to be found."""
    return [{"type": "bom", "url": imprint.uri}] if imprint.uri else []


def said_of_subject(imprint: Imprint) -> Data:
    """Return what is said of what was scanned."""
    licenses = [{"expression": imprint.license}] if imprint.license else []
    return known(
        {
            "supplier": imprint.supplier and organizational_entity(imprint.supplier),
            "version": imprint.version,
            "licenses": licenses,
            "copyright": imprint.copyright,
        }
    )
