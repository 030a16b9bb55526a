"""A statement of a VEX document, whatever its format: CISA's minimum elements (April 2023).

A product is known by a package URL, by digests, or by a name that somebody gave it. With what is
named by CPE alone, nothing here can be compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING, Final

from scanner.metadata.core_metadata import visible
from scanner.metadata.package_url import parse_package_url
from scanner.metadata.secret import redacted
from scanner.metadata.toml_lines import below
from scanner.metadata.toml_table import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from scanner.metadata.package_url import PackageUrl

MAX_CHARACTERS: Final = 1_000
"""Of a text that somebody wrote for people."""


class Standpoint(Enum):
    """What a statement says of its products."""

    NOT_AFFECTED = "not_affected"
    AFFECTED = "affected"
    FIXED = "fixed"
    UNDER_INVESTIGATION = "under_investigation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """What a statement is about, or a part of that."""

    name: str
    """What the document calls it."""
    purl: PackageUrl | None = None
    versions: str | None = None
    """A range of versions (vers); None if the package URL says enough."""
    digests: frozenset[str] = frozenset()
    """``algorithm:hex``."""
    parts: tuple[Product, ...] = ()
    """What in it the statement is about; none for all of it."""

    def __str__(self) -> str:
        name = " ".join(filter(None, (self.name, self.versions)))
        return f"{name} ({', '.join(map(str, self.parts))})" if self.parts else name


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What somebody says of a vulnerability, and of some products."""

    names: frozenset[str]
    """Of the vulnerability, in upper case."""
    standpoint: Standpoint
    products: tuple[Product, ...]
    justification: str | None = None
    """One of the words of VEX; in CycloneDX, one of its own."""
    reason: str | None = None
    author: str | None = None
    time: str = ""
    """In ISO 8601 and UTC, so that texts are in the order of times; empty if it is not known."""
    source: str
    """The document, and the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Malformed:
    """What is in the place of a statement, and is none."""

    source: str
    reason: str


def elements(
    table: Table,
    key: str,
    location: str,
    read: Callable[[Table, str], Iterator[Statement | Malformed]],
) -> Iterator[Statement | Malformed]:
    """Yield what each object in a list is read as, and whatever else is in the place of one."""
    value = table.values.get(key)
    if value is None:
        return
    if not isinstance(value, list):
        yield Malformed(source=f"{location}:{table.span_of(key)[0]}", reason=f"{key} is no list")
        return
    for index, element in enumerate(value):
        source = f"{location}:{table.span_of(key, index)[0]}"
        if isinstance(element, dict):
            yield from read(Table(element, below(table.path, key, index), table.spans), source)
        else:
            yield Malformed(source=source, reason=f"an element of {key} is no object")


def text_for_people(text: str | None) -> str | None:
    """Return what somebody wrote, in one line, without secrets, and no longer than it has to be."""
    line = visible(redacted(" ".join((text or "")[:MAX_CHARACTERS].split())))
    return line or None


def latest(*texts: str | None) -> str:
    """Return the last of some times, in UTC; an empty text, if none is one."""
    return max(map(_in_utc, filter(None, texts)), default="")


def _in_utc(text: str) -> str:
    try:
        time = datetime.fromisoformat(text.upper())
        aware = time if time.tzinfo else time.replace(tzinfo=UTC)
        return aware.astimezone(UTC).isoformat(timespec="microseconds")
    except (ValueError, OverflowError):
        return ""


def names_in(texts: Iterable[str | None]) -> frozenset[str]:
    """Return the names of a vulnerability; of one that is a URL, its end."""
    found = (visible(text).strip().rstrip("/").rpartition("/")[2] for text in texts if text)
    return frozenset(name.upper() for name in found if name)


def product_of(
    name: str | None,
    purl: str | None = None,
    digests: Mapping[str, str] | None = None,
    parts: tuple[Product, ...] = (),
    versions: str | None = None,
) -> Product:
    """Return a product by what a document has on it; its name may be a package URL, too."""
    found = parse_package_url(purl or name or "")
    shown = visible(redacted((name or purl or "")[:MAX_CHARACTERS]))
    return Product(
        name=str(found) if found else shown,
        purl=found,
        versions=versions,
        digests=frozenset(
            f"{_ALGORITHMS.get(algorithm.lower(), algorithm.lower())}:{value.lower()}"
            for algorithm, value in (digests or {}).items()
            if algorithm and value
        ),
        parts=parts,
    )


_ALGORITHMS: Final = {"sha-256": "sha256", "sha-384": "sha384", "sha-512": "sha512"}
