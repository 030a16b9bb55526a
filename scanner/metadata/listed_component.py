"""What the formats of SBOMs have in common: a list of components that is somebody's word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar, cast

from scanner.metadata.core_metadata import visible
from scanner.metadata.package_url import PackageUrl, parse_package_url
from scanner.metadata.secret import redacted
from scanner.model.contact import NO_CONTACTS, ContactFields

if TYPE_CHECKING:
    from scanner.model.component import Link

MAX_COMPONENTS: Final = 20_000
RELATIONS_EACH: Final = 16
"""Of a component, on average: what is beyond is left out. Real documents have fewer than ten."""
MAX_CHARACTERS: Final = 1_000
"""Of a name or a version."""
Fields: TypeAlias = Mapping[str, object]
Relation = TypeVar("Relation")
_NUMBER: Final = re.compile(r"\d{1,9}", re.ASCII)


OWN: Final = "lading:"
"""How the names of our own properties begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedLicense:
    """One statement on a licence."""

    expression: str | None = None
    """An SPDX expression or identifier, valid or not."""
    name: str | None = None
    """What it is called, if that is all."""
    is_concluded: bool = False
    """Whether somebody holds it to be right, and not just repeats what the author says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedComponent:
    """One component of a document; None where it does not say."""

    name: str
    version: str | None = None
    purl: PackageUrl | None = None
    kind: str = "library"
    """The type of CycloneDX: ``library``, ``file``, ``application`` …"""
    scope: str | None = None
    """``required``, ``optional`` or ``excluded``: the last is needed to build, and not there."""
    reference: str = ""
    """What the document calls it."""
    parent: str | None = None
    """What the document calls the component that it is in."""
    hashes: tuple[str, ...] = ()
    """``algorithm:hex``"""
    licenses: tuple[ListedLicense, ...] = ()
    summary: str | None = None
    links: tuple[Link, ...] = ()
    contact_fields: ContactFields = NO_CONTACTS
    identities: tuple[str, ...] = ()
    """Other package URLs of it."""
    places: tuple[str, ...] = ()
    """The paths where it was seen, the first being that of its evidence."""
    line: int | None = None
    """Of the first of these."""
    technique: str | None = None
    """How its identity is known, in words of CycloneDX."""
    facts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What only we say of components in our own documents, and what Syft says of the same."""
    unread: Fields = field(default_factory=dict)
    """The fields of which nothing is read, as they stand there."""

    @property
    def license(self) -> str | None:
        """All that is said of its licence in one text."""
        said = (each.expression or each.name for each in self.licenses)
        return shown(" AND ".join(dict.fromkeys(filter(None, said)))) or None


@dataclass(frozen=True, slots=True, kw_only=True)
class SbomDocument:
    """The components of a document, but for what the document is about."""

    standard: str = ""
    """``cyclonedx``, ``spdx``, ``spdx-3`` or ``syft``."""
    subject: ListedComponent | None = None
    """What it is about, if that is one thing."""
    components: tuple[ListedComponent, ...] = ()
    dependencies: tuple[tuple[str, str], ...] = ()
    """Which depends on which, by what the document calls them."""
    facts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What only we say of a whole document."""
    unread: Fields = field(default_factory=dict)
    oddities: tuple[str, ...] = ()
    is_complete: bool = True
    """Whether everything that it lists could be read."""


def bounded(relations: Iterable[Relation], components: int, oddities: list[str]) -> list[Relation]:
    """Return relations between so many components, of which two bytes may be one."""
    most = components * RELATIONS_EACH
    found = list(islice(relations, most + 1))
    if len(found) > most:
        oddities.append(f"only the first {most:,} relations between components were read")
    return found[:most]


def package_url_of(value: object, oddities: list[str]) -> PackageUrl | None:
    """Return a package URL, or note that it is none."""
    text = text_in(value)
    if text is None:
        return None
    found = parse_package_url(text)
    if found is None:
        oddities.append(f"not a package URL: {text:.200}")
    return found


def text_in(value: object) -> str | None:
    """Return a text in one line, if it is one and says anything; JSON can name half characters."""
    if not isinstance(value, str):
        return None
    text = value[:MAX_CHARACTERS]
    return visible(text if text.isascii() else _whole(text)) or None


def whole_text_in(value: object) -> str | None:
    """Return a text as it stands there, however long, but for half characters."""
    if not isinstance(value, str):
        return None
    return value if value.isascii() else _whole(value)


def _whole(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def number_in(value: object) -> int | None:
    """Return a number that is one, also if it is written as a text."""
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        return None
    return int(value) if isinstance(value, int) or _NUMBER.fullmatch(value) else None


def shown(text: str) -> str:
    """Return a text without secrets, as everything is that somebody may see."""
    return redacted(text) if not text.isalnum() else text


def object_in(value: object) -> Fields:
    """Return an object, or an empty one."""
    return cast("Fields", value) if isinstance(value, dict) else {}


def texts_in(value: object) -> Iterator[str]:
    """Yield the texts of a list, or the only one."""
    for each in value if isinstance(value, list) else (value,):
        if text := text_in(each):
            yield text


def objects_in(value: object) -> Iterator[Fields]:
    """Yield the objects of a list, or the only one."""
    if isinstance(value, dict):
        yield cast("Fields", value)
    for each in value if isinstance(value, list) else ():
        if isinstance(each, dict):
            yield each
