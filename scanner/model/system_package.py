"""Packages of a package manager other than Python's own, as far as they have Python files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from scanner.model.contact import NO_CONTACTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.model.contact import ContactFields

CONDA: Final = "conda"
"""The type of packages that are distributions themselves, and not an operating system's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemPackage:
    """What the database of a package manager says of one installed package."""

    type: str
    """The type of its package URL: ``deb``, ``rpm``, ``apk``, ``alpm``, ``ebuild``, ``conda``."""
    name: str
    version: str
    purl: str
    files: frozenset[str] = frozenset()
    """The real paths of its files that have to do with Python, from the root of the image."""
    digests: Mapping[str, str] = field(default_factory=dict, compare=False)
    """Of some of these files, ``algorithm:hex`` by path."""
    license: str | None = None
    """As its database has it."""
    contact_fields: ContactFields = NO_CONTACTS
    evidence: str = ""
    """The path of the database."""

    @property
    def owner(self) -> Owner:
        """What a component that belongs to it says of that."""
        return Owner(type=self.type, name=self.name, version=self.version, purl=self.purl)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Owner:
    """The system package that a component or an environment was installed by."""

    type: str
    name: str
    version: str
    purl: str

    def __str__(self) -> str:
        return f"{self.type} {self.name} {self.version}"
