"""A repository of VEX documents on disk (Aqua's VEX Repository Specification 0.1).

Its ``index.json`` names a document for each package, by a package URL without a version. Only the
documents are read that are on something in an inventory: a whole repository states a lot on what is
not there, and each statement that fits nothing is told.
"""

from __future__ import annotations

import os.path
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanner.decisions import load_vex
from scanner.errors import UnusableDecision
from scanner.formats.container import image_purl
from scanner.metadata.json_lines import parse_json
from scanner.metadata.package_url import parse_package_url
from scanner.metadata.vex.document import VexDocument
from scanner.metadata.vex.statement import Malformed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scanner.metadata.package_url import PackageUrl
    from scanner.model.inventory import Inventory

INDEX: Final = "index.json"
MAX_BYTES: Final = 64 << 20


def vex_in(directories: list[Path], inventory: Inventory) -> VexDocument:
    """Return what repositories state on what is in an inventory; of a package the first that does.

    Raises:
        UnusableDecision: if one of them has no index.

    """
    wanted = set(_names_in(inventory))
    documents: list[VexDocument] = []
    seen: set[tuple[str, ...]] = set()
    for directory in directories:
        index = _index(directory)
        here = {name: place for name, place in index.items() if name in wanted - seen}
        documents += [_document(directory, place) for place in dict.fromkeys(here.values())]
        seen |= here.keys()
    return VexDocument(
        statements=tuple(each for document in documents for each in document.statements),
        malformed=tuple(each for document in documents for each in document.malformed),
    )


def _names_in(inventory: Inventory) -> Iterator[tuple[str, ...]]:
    for component in inventory.included_components:
        owner = component.owner.purl if component.owner else None
        for text in filter(None, (component.purl, *component.identities, owner)):
            if purl := parse_package_url(text):
                yield _name(purl)
    if purl := parse_package_url(image_purl(inventory.subject) or ""):
        yield from (_name(purl), _name(replace(purl, qualifiers=())))


def _name(purl: PackageUrl) -> tuple[str, ...]:
    """Return a package URL without what is of a version; an image is known by its repository."""
    place = dict(purl.qualifiers).get("repository_url", "") if purl.kind == "oci" else ""
    return purl.kind, purl.namespace or "", purl.name, place


def _index(directory: Path) -> dict[tuple[str, ...], str]:
    """Return where documents are, by what they are on."""
    location = directory / INDEX
    try:
        with location.open("rb") as file:
            document, _ = parse_json(file.read(MAX_BYTES).decode("utf-8-sig"))
    except OSError as error:
        raise UnusableDecision(str(location), 1, error.strerror or str(error)) from error
    except ValueError as error:
        raise UnusableDecision(str(location), 1, f"it is no index of VEX: {error}") from error
    found: dict[tuple[str, ...], str] = {}
    for package in document.tables("packages"):
        purl = parse_package_url(package.text("id") or "")
        if purl and (place := package.text("location")):
            found.setdefault(_name(purl), place)
    return found


def _document(directory: Path, place: str) -> VexDocument:
    """Return the document at a place in a repository, and nowhere else."""
    location = directory / place
    try:
        # Unlike Path.resolve, this bears links that lead to themselves.
        root, real = os.path.realpath(directory), os.path.realpath(location)
        if os.path.commonpath((root, real)) == root:
            return load_vex(location)
        reason = f"{location}: it is outside of the repository"
    except (UnusableDecision, ValueError) as error:
        reason = str(error)
    return VexDocument(malformed=(Malformed(source=str(directory / INDEX), reason=reason),))
