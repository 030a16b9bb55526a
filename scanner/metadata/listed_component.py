"""What the formats of SBOMs have in common: a list of components that is somebody's word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias, cast

from scanner.metadata.core_metadata import visible
from scanner.metadata.package_url import PackageUrl, parse_package_url
from scanner.metadata.secret import redacted

MAX_COMPONENTS: Final = 20_000
MAX_CHARACTERS: Final = 1_000
"""Of a name or a version."""
Fields: TypeAlias = Mapping[str, object]


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
    hashes: tuple[str, ...] = ()
    """``algorithm:hex``"""
    license: str | None = None
    """An SPDX expression, valid or not, or a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SbomDocument:
    """The components of a document, but for what the document is about."""

    components: tuple[ListedComponent, ...] = ()
    oddities: tuple[str, ...] = ()


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
    text = visible(value[:MAX_CHARACTERS].encode("utf-8", "replace").decode())
    return text or None


def shown(text: str) -> str:
    """Return a text without secrets, as everything is that somebody may see."""
    return redacted(text) if not text.isalnum() else text


def object_in(value: object) -> Fields:
    """Return an object, or an empty one."""
    return cast("Fields", value) if isinstance(value, dict) else {}


def objects_in(value: object) -> Iterator[Fields]:
    """Yield the objects of a list, if it is one."""
    for each in value if isinstance(value, list) else ():
        if isinstance(each, dict):
            yield each
