"""Who made a distribution, who maintains it, and who answers for it.

Components keep the fields as they stand in the metadata: to read them all takes longer than a scan
may, and most reports tell nothing of them. :mod:`scanner.metadata.contact` reads what they say,
where that is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

MAX_CONTACTS: Final = 100
"""How many of a field are read: to check one address takes 40 microseconds."""
MAX_CHARACTERS: Final = 8_000
"""How much of a field is read. The longest real ones have a thousand."""


class Role(Enum):
    """What somebody is to a distribution."""

    AUTHOR = "author"
    MAINTAINER = "maintainer"


class Kind(Enum):
    """What somebody is."""

    PERSON = "person"
    ORGANIZATION = "organization"
    """A company, a foundation, a team or a mailing list; anything but one person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactFields:
    """The fields of core metadata that name people, as they stand there, but for their ends."""

    author: str | None = None
    author_email: str | None = None
    maintainer: str | None = None
    maintainer_email: str | None = None
    are_withheld: bool = False
    """Whether no address in them is to be told."""


NO_CONTACTS: Final = ContactFields()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Somebody whom the metadata names."""

    role: Role
    name: str | None = None
    email: str | None = None
    """A valid address, in its normal form. Whether anybody reads it, nobody has asked."""
    kind: Kind = Kind.PERSON
    unusable: str | None = None
    """What stands where the address should be, as it stands there, if that is not a valid one."""
    is_withheld: bool = False
    """Whether there is an address, or what stands for one, that is not told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplier:
    """Who answers for a distribution, with one way to reach them, as far as one is known."""

    name: str | None
    kind: Kind
    email: str | None = None
    """An address that is read, by its looks."""
    url: str | None = None
    """Where to ask instead, if there is no such address."""
    is_guess: bool = False
    """Whether the name is only that of the account in the URL of the repository."""
