"""SPDX 3.0 as JSON-LD: the same document in the shape that SPDX 2.3 has.

A document is a graph of elements that name each other; what is said of a package, its licences, its
supplier, what it depends on, is in elements of their own. Only the names of SPDX's own context are
known: no context is fetched from anywhere.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from scanner.metadata.listed_component import (
    RELATIONS_EACH,
    Fields,
    object_in,
    objects_in,
    text_in,
    texts_in,
    whole_text_in,
)
from scanner.metadata.spdx_document import DOCUMENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

VERSION: Final = "SPDX-3.0"
CONTEXT: Final = re.compile(rb'"@context"\s*:\s*"https?://spdx\.org/rdf/3\.')
FIELDS: Final = {
    "software_packageVersion": "versionInfo",
    "software_homePage": "homepage",
    "software_primaryPurpose": "primaryPackagePurpose",
    "summary": "summary",
    "description": "description",
}
KNOWN: Final = frozenset(
    (
        *("type", "spdxId", "@id", "@type", "creationInfo", "name", "externalIdentifier"),
        *("verifiedUsing", "suppliedBy", "originatedBy", "externalRef", "software_packageUrl"),
        *FIELDS,
    )
)
LICENSES: Final = {
    "hasDeclaredLicense": "licenseDeclared",
    "hasConcludedLicense": "licenseConcluded",
}
RELATIONSHIPS: Final = {
    "dependsOn": "DEPENDS_ON",
    "contains": "CONTAINS",
    "describes": "DESCRIBES",
}
AGENTS: Final = {"Person": "Person", "Organization": "Organization"}
ROOTS: Final = frozenset(("SpdxDocument", "software_Sbom", "Bom"))
NOTHING: Final = frozenset(
    ("NoneElement", "NoAssertionElement", "NoneLicense", "NoAssertionLicense")
)
_OWN_TOOL: Final = re.compile(r"Tool|SoftwareAgent")


def as_spdx_2(document: Fields, max_components: int) -> Fields:
    """Return a document as SPDX 2.3 would have it."""
    elements = {
        identifier: each
        for each in objects_in(document.get("@graph", document))
        if (identifier := text_in(each.get("spdxId")) or text_in(each.get("@id")))
    }
    packages: dict[str, dict[str, Any]] = {
        identifier: _package(identifier, each, elements)
        for identifier, each in elements.items()
        if _type(each) == "software_Package"
    }
    # One more than will be read, so that it is seen that there are too many.
    most = max_components * RELATIONS_EACH + 1
    relationships = [
        {"spdxElementId": source, "relationshipType": kind, "relatedSpdxElement": target}
        for source, kind, target in islice(_relationships(elements), most)
    ]
    for source, kind, expression in _licenses(elements):
        if source in packages:
            packages[source].setdefault(kind, expression)
    ours = any(
        (text_in(each.get("name")) or "").startswith("lading-")
        for each in elements.values()
        if _OWN_TOOL.fullmatch(_type(each))
    )
    return {
        "spdxVersion": VERSION,
        "documentDescribes": [each for each in _roots(elements) if each in packages],
        "packages": [*packages.values()],
        "relationships": relationships,
        "annotations": [*_annotations(elements)] if ours else [],
    }


def _type(element: Fields) -> str:
    return text_in(element.get("type")) or text_in(element.get("@type")) or ""


def _package(identifier: str, element: Fields, elements: Mapping[str, Fields]) -> dict[str, Any]:
    purls = [text_in(element.get("software_packageUrl"))]
    purls += [
        text_in(each.get("identifier"))
        for each in objects_in(element.get("externalIdentifier"))
        if each.get("externalIdentifierType") in {"packageUrl", "packageURL"}
    ]
    references = [
        {"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": each}
        for each in dict.fromkeys(filter(None, purls))
    ]
    for each in objects_in(element.get("externalRef")):
        references += (
            {
                "referenceCategory": "OTHER",
                "referenceType": text_in(each.get("externalRefType")) or "",
                "referenceLocator": locator,
                "comment": text_in(each.get("comment")) or "",
            }
            for locator in texts_in(each.get("locator"))
        )
    package: dict[str, Any] = {key: each for key, each in element.items() if key not in KNOWN}
    package |= {two: element[three] for three, two in FIELDS.items() if three in element}
    package |= {
        "SPDXID": identifier,
        "name": element.get("name"),
        "externalRefs": references,
        "checksums": [
            {"algorithm": each.get("algorithm"), "checksumValue": each.get("hashValue")}
            for each in objects_in(element.get("verifiedUsing"))
        ],
    }
    for key, three in (("supplier", "suppliedBy"), ("originator", "originatedBy")):
        agents = (_agent(elements.get(each, {})) for each in texts_in(element.get(three)))
        package[key] = next(filter(None, agents), None)
    return package


def _agent(element: Fields) -> str | None:
    name = text_in(element.get("name"))
    kind = AGENTS.get(_type(element), "Organization")
    emails = (
        text_in(each.get("identifier"))
        for each in objects_in(element.get("externalIdentifier"))
        if each.get("externalIdentifierType") == "email"
    )
    email = next(filter(None, emails), None)
    if not name:
        return None
    return f"{kind}: {name} ({email})" if email else f"{kind}: {name}"


def _relations(elements: Mapping[str, Fields]) -> Iterator[tuple[str, str, str]]:
    for each in elements.values():
        if kind := text_in(each.get("relationshipType")):
            source = text_in(each.get("from")) or ""
            for target in texts_in(each.get("to")):
                yield source, kind, target


def _relationships(elements: Mapping[str, Fields]) -> Iterator[tuple[str, str, str]]:
    for source, kind, target in _relations(elements):
        if kind in RELATIONSHIPS and target in elements:
            is_document = _type(elements.get(source, {})) in ROOTS
            yield DOCUMENT if is_document else source, RELATIONSHIPS[kind], target


def _licenses(elements: Mapping[str, Fields]) -> Iterator[tuple[str, str, str]]:
    for source, kind, target in _relations(elements):
        if kind in LICENSES:
            license_ = elements.get(target, {})
            expression = text_in(license_.get("simplelicensing_licenseExpression"))
            identifier = re.search(r"[/#]([^/#]+)\Z", target)
            said = expression or (identifier and identifier[1])
            if said and said not in NOTHING:
                yield source, LICENSES[kind], said


def _roots(elements: Mapping[str, Fields]) -> Iterator[str]:
    """Yield what documents are about: their roots, or those of what they are about."""
    for each in elements.values():
        if _type(each) in ROOTS:
            yield from texts_in(each.get("rootElement"))


def _annotations(elements: Mapping[str, Fields]) -> Iterator[dict[str, Any]]:
    for each in elements.values():
        if _type(each) == "Annotation" and (subject := text_in(each.get("subject"))):
            about = DOCUMENT if _type(object_in(elements.get(subject))) in ROOTS else subject
            comment = whole_text_in(each.get("statement"))
            yield {"annotator": "Tool: lading-", "SPDXREF": about, "comment": comment}
