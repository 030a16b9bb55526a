"""VEX documents among the sources of an index: kept as they are, and read anew by each scan.

What they say is no fact about vulnerabilities but somebody's word on products, so that they are in
a table of their own and in no count of advisories.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from scanner.advisories.content import VEX, Kept
from scanner.advisories.holding import Holding
from scanner.advisories.index import AdvisoryIndex
from scanner.advisories.item import Unreadable
from scanner.advisories.records import is_database, vex_at
from scanner.errors import UnreadableAdvisories
from scanner.metadata.vex.document import parse_vex
from scanner.model.report import AdvisorySource

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scanner.metadata.vex.document import VexDocument

PREFIX: Final = "VEX"
"""How the names of such sources begin: no document can pass for a database of advisories."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Which document a source is, and whose."""

    digest: str
    authors: tuple[str, ...]


def holding_of_vex(
    data: bytes, file: str, name: str | None = None, date: str | None = None
) -> Holding:
    """Return a document as a source, by the name and the date that it has unless others are given.

    Raises:
        UnreadableAdvisories: if nothing in it is a statement, or it may be read in two ways.

    """
    document = _document(data, file)
    if not document.statements:
        raise UnreadableAdvisories(file, "no statements on vulnerabilities in it")
    name = name or f"{PREFIX} {document.identifier or file}"
    time = max(statement.time for statement in document.statements)
    source = AdvisorySource(
        name=name,
        url="",
        license="",
        date=date or time[:10],
        records=len(document.statements),
        modified=time or None,
        unreadable=len(document.malformed),
    )
    unreadable = tuple((each.source, each.reason) for each in document.malformed)
    kept = Kept(source=name, feed=VEX, document=data, unreadable=unreadable)
    return Holding(source=source, kept=kept, entries={})


def vex_in(index: AdvisoryIndex) -> dict[str, VexDocument]:
    """Return the VEX documents of an index, by the names of their sources.

    Raises:
        UnreadableAdvisories: if one of them is none.

    """
    return {name: _document(data, name) for name, data in index.documents().items()}


def origins_in(index: AdvisoryIndex) -> dict[str, Origin]:
    """Return which documents the VEX documents of an index are, by the names of their sources.

    Raises:
        UnreadableAdvisories: if one of them is none.

    """
    digests = {name: sha256(data).hexdigest() for name, data in index.documents().items()}
    return {
        name: Origin(
            digest=f"sha256:{digests[name]}",
            authors=tuple(sorted({each.author for each in document.statements if each.author})),
        )
        for name, document in vex_in(index).items()
    }


def documents_at(place: Path) -> dict[str, bytes]:
    """Return the VEX documents of an index, or the one that a file is, by the names of sources.

    Raises:
        UnreadableAdvisories: if there is nothing that can be read.

    """
    if is_database(place):
        with AdvisoryIndex.opened(place) as index:
            return index.documents()
    data = vex_at(place)
    return {} if data is None else {holding_of_vex(data, place.name).source.name: data}


def malformed_at(place: Path) -> Iterator[Unreadable]:
    """Yield what is in VEX documents of a place instead of statements.

    Raises:
        UnreadableAdvisories: if there is nothing that can be read.

    """
    for name, data in documents_at(place).items():
        for each in _document(data, name).malformed:
            yield Unreadable(each.source, each.reason)


def _document(data: bytes, name: str) -> VexDocument:
    try:
        return parse_vex(data, name)
    except ValueError as error:
        raise UnreadableAdvisories(name, f"it is no VEX document: {error}") from error
