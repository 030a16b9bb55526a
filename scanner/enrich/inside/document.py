"""What the SBOMs in distributions list: ``*.dist-info/sboms/`` (PEP 770), and pip's own.

Such a document speaks of the distribution itself, too, of its files, of what it requires, and of
what is needed to build it. None of that is inside of it. What is optional may be: then it is one of
the libraries.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from layers.errors import UnreadableFile
from scanner.enrich.inside.part import Part
from scanner.metadata.package_url import PYPI
from scanner.metadata.sbom_document import parse_sbom
from scanner.model.component import SBOM, Evidence, Problem
from scanner.model.dependency import stated
from scanner.model.names import normalized, package_url

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from layers.tree import Tree
    from scanner.enrich.inside.holder import Holders
    from scanner.enrich.inside.library import Libraries
    from scanner.metadata.listed_component import ListedComponent, SbomDocument
    from scanner.model.component import Component
    from scanner.model.dependency import Dependency

IN_METADATA: Final = tuple(f"**/*.dist-info/sboms/*.{end}" for end in ("json", "spdx", "xml"))
OF_PIP: Final = "**/_vendor/bom.cdx.json"
CLAIMS: Final = (*IN_METADATA, OF_PIP)
EXCLUDED: Final = "excluded"
OPTIONAL: Final = "optional"
FILE: Final = "file"
GENERIC: Final = "generic"


def documents_in(tree: Tree, holders: Holders) -> Iterator[tuple[str, Component] | Problem]:
    """Yield the path of each document, with the distribution that it is in."""
    for pattern in CLAIMS:
        for path in tree.match(pattern):
            if pattern == OF_PIP:
                holder = holders.of(path)
            else:
                holder = holders.at(path.rpartition("/")[0].rpartition("/")[0])
            if holder:
                yield path, holder
            else:
                yield Problem(path, SBOM, "an SBOM of no distribution that was found")


def contents_of(
    path: str, holder: Component, libraries: Libraries, tree: Tree
) -> Iterator[Component | Dependency | Problem]:
    """Yield what a document lists, once each, and what of that depends on what."""
    try:
        document = parse_sbom(tree.read(path))
    except UnreadableFile as error:
        yield Problem(path, SBOM, str(error))
        return
    for oddity in document.oddities:
        yield Problem(path, SBOM, oddity)
    evidence = Evidence(path, tree.layer_of(path))
    found: dict[str, tuple[Part, set[str]]] = {}
    purls: dict[str, str] = {}
    wholes = {document.subject.reference} if document.subject else set()
    for listed in document.components:
        if _is_itself(listed, holder):
            wholes.add(listed.reference)
        elif _is_inside(listed) and (
            (files := _files(listed, libraries)) or listed.scope != OPTIONAL
        ):
            part = _part(listed, evidence)
            found.setdefault(part.purl, (part, set()))[1].update(files)
            purls.setdefault(listed.reference, part.purl)
    parts = {
        purl: replace(part, files=tuple(sorted(files))).of(holder)
        for purl, (part, files) in found.items()
    }
    yield from parts.values()
    known = {reference: parts[purl] for reference, purl in purls.items()}
    yield from _dependencies(document, dict.fromkeys(wholes, holder) | known)


def _dependencies(document: SbomDocument, known: Mapping[str, Component]) -> Iterator[Dependency]:
    """Yield what depends on which part; what the document is about stands for the distribution."""
    found = {}
    for source, target in document.dependencies:
        dependent, dependency = known.get(source), known.get(target)
        if dependent and dependency and dependency.is_part and dependent is not dependency:
            found[dependent.place, dependency.place] = dependent, dependency
    for pair in found.values():
        yield stated(*pair)


def _is_itself(listed: ListedComponent, holder: Component) -> bool:
    """Tell whether something is the distribution that the document is in."""
    is_python = listed.purl is None or listed.purl.kind == PYPI
    name = listed.purl.name if listed.purl else listed.name
    return is_python and normalized(name) == normalized(holder.name)


def _is_inside(listed: ListedComponent) -> bool:
    """Tell whether something may be in a distribution."""
    if listed.kind == FILE or listed.scope == EXCLUDED:
        return False
    # What is there has a version; without one, it is what is required.
    return listed.version is not None or listed.purl is None or listed.purl.kind != PYPI


def _files(listed: ListedComponent, libraries: Libraries) -> set[str]:
    fragment = listed.reference.rpartition("#")[2]
    if listed.purl is None:
        return libraries.take(fragment, listed.name)
    return libraries.take(fragment, listed.purl.name if listed.purl.kind == GENERIC else None)


def _part(listed: ListedComponent, evidence: Evidence) -> Part:
    version = listed.version
    purl = str(listed.purl) if listed.purl else package_url(GENERIC, listed.name, version)
    if listed.purl and version and not listed.purl.version:
        purl = str(replace(listed.purl, version=version))
    return Part(
        name=listed.name,
        version=version,
        purl=purl,
        kind=SBOM,
        evidence=evidence,
        hashes=listed.hashes,
        license=listed.license,
        contact_fields=listed.contact_fields,
        links=listed.links,
    )
