"""What the SBOMs in distributions list: ``*.dist-info/sboms/`` (PEP 770), and pip's own.

Such a document speaks of the distribution itself, too, of its files, of what it requires, and of
what is needed to build it. None of that is inside of it. What is optional may be: then it is one of
the libraries.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from layers.errors import UnreadableFile
from scanner.enrich.inside.part import Part
from scanner.metadata.package_url import PYPI
from scanner.metadata.sbom_document import parse_sbom
from scanner.model.component import Evidence, Problem
from scanner.model.names import normalized, package_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from layers.tree import Tree
    from scanner.enrich.inside.holder import Holders
    from scanner.enrich.inside.library import Library
    from scanner.metadata.listed_component import ListedComponent
    from scanner.model.component import Component

SBOM: Final = "sbom"
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


def components_of(
    path: str, holder: Component, libraries: Iterable[Library], tree: Tree
) -> Iterator[Component | Problem]:
    """Yield what a document lists, once each, with those of the libraries that it is about."""
    try:
        document = parse_sbom(tree.read(path))
    except UnreadableFile as error:
        yield Problem(path, SBOM, str(error))
        return
    for oddity in document.oddities:
        yield Problem(path, SBOM, oddity)
    by_hash = {fragment: each.path for each in libraries for fragment in each.fragments}
    by_name: defaultdict[str, list[str]] = defaultdict(list)
    for each in libraries:
        by_name[_bare(each.product)].append(each.path)
    evidence = Evidence(path, tree.layer_of(path))
    found: dict[str, Part] = {}
    for listed in document.components:
        files = _files(listed, by_hash, by_name)
        if _is_inside(listed, holder, files):
            part = _part(listed, evidence)
            known = found.setdefault(part.purl, part)
            found[part.purl] = replace(known, files=tuple(sorted({*known.files, *files})))
    for part in found.values():
        yield part.of(holder)


def _is_inside(listed: ListedComponent, holder: Component, files: Sequence[str]) -> bool:
    """Tell whether something is a part of a distribution, and not the distribution itself."""
    is_python = listed.purl is None or listed.purl.kind == PYPI
    name = listed.purl.name if listed.purl else listed.name
    if is_python and normalized(name) == normalized(holder.name):
        return False
    if listed.kind == FILE or listed.scope == EXCLUDED:
        return False
    if listed.scope == OPTIONAL:
        return bool(files)
    # What is there has a version; without one, it is what is required.
    return listed.version is not None or listed.purl is None or listed.purl.kind != PYPI


def _files(
    listed: ListedComponent, by_hash: dict[str, str], by_name: dict[str, list[str]]
) -> list[str]:
    fragment = listed.reference.rpartition("#")[2]
    if fragment in by_hash:
        return [by_hash[fragment]]
    if listed.purl is None or listed.purl.kind == GENERIC:
        name = listed.purl.name if listed.purl else listed.name
        return by_name.get(_bare(name), [])
    return []


def _bare(name: str) -> str:
    """Return the core of a library's name: ``freetype`` of ``libfreetype`` and ``FreeType 2``."""
    return name.lower().removeprefix("lib").removesuffix("-turbo").rstrip("0123456789 -")


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
    )
