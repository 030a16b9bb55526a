"""What an SBOM says of itself, whoever wrote it and in whichever format.

Whether it says something of every component is told here, too, where an inventory has no words for
it: a purpose, how complete its dependencies are, that something is not known.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scanner.metadata.listed_component import (
    Fields,
    object_in,
    objects_in,
    text_in,
    texts_in,
)
from scanner.metadata.party import kind_of
from scanner.metadata.sbom_header import CYCLONEDX as CYCLONEDX_HEADER
from scanner.metadata.sbom_header import SPDX_2, SPDX_3, header_of
from scanner.model.contact import Kind, Supplier
from scanner.model.document import CYCLONEDX, SPDX, DocumentFacts
from scanner.model.imprint import Imprint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NOTHING: Final = frozenset(("NOASSERTION", "NONE"))
ADMITTING: Final = (
    (("supplier",), "supplier"),
    (("downloadLocation",), "download"),
    (("licenseConcluded",), "concluded-license"),
    (("licenseDeclared",), "declared-license"),
    (("licenseConcluded", "licenseDeclared"), "license"),
    (("copyrightText",), "copyright"),
)
"""Fields of packages in SPDX 2 that say when something is not known, with the name of it."""
_TYPE: Final = re.compile(r"\b(design|source|build|analyzed|deployed|runtime)\b", re.IGNORECASE)
"""How CISA calls the types of SBOMs, in the comment of SPDX 2."""
_CREATOR: Final = re.compile(
    r"(?P<kind>Person|Organization|Tool)\s*:\s*(?P<name>.*?)\s*(?:\((?P<email>[^()\s]*@[^()\s]*)\))?"
)
_VERSION: Final = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4}){0,3}", re.ASCII)


def facts_in(document: Fields, encoding: str) -> DocumentFacts:
    """Return what a document says, in the shape that its standard has as JSON."""
    try:
        header = header_of(document)
    except ValueError:
        return DocumentFacts(encoding=encoding)
    facts = {CYCLONEDX_HEADER: _cyclonedx, SPDX_2: _spdx_2, SPDX_3: _spdx_3}.get(header)
    return facts(document, encoding) if facts else DocumentFacts(encoding=encoding)


def _cyclonedx(document: Fields, encoding: str) -> DocumentFacts:
    metadata = object_in(document.get("metadata"))
    subject = object_in(metadata.get("component"))
    return DocumentFacts(
        format=CYCLONEDX,
        version=_version(document.get("specVersion")),
        encoding=encoding,
        name=text_in(subject.get("name")),
        namespace=text_in(document.get("serialNumber")),
        created=text_in(metadata.get("timestamp")),
        tools=tuple(_tools(metadata.get("tools"))),
        lifecycle=next(_of(metadata.get("lifecycles"), "phase", "name"), None),
        data_license=next(_licenses(metadata), None),
        imprint=Imprint(
            authors=(*_people(metadata.get("authors")), *_entities(metadata.get("manufacturer"))),
            supplier=next(
                (
                    each
                    for owner in (metadata, subject)
                    for each in _entities(owner.get("supplier"))
                ),
                None,
            ),
            version=text_in(subject.get("version")),
            license=next(_licenses(subject), None),
            copyright=text_in(subject.get("copyright")),
        ),
        is_signed=bool(object_in(document.get("signature"))),
        has_vulnerabilities=bool(document.get("vulnerabilities")),
        states=frozenset(_stated(document)),
        admits=frozenset(_admitted(document, metadata)),
    )


def _tools(tools: object) -> Iterator[tuple[str, str | None]]:
    """Yield the tools: a list (until CycloneDX 1.4), or components and services."""
    listed = object_in(tools)
    for each in (
        *(objects_in(tools) if not listed else ()),
        *objects_in(listed.get("components")),
        *objects_in(listed.get("services")),
    ):
        if name := text_in(each.get("name")):
            yield name, text_in(each.get("version"))


def _licenses(owner: Fields) -> Iterator[str]:
    for each in objects_in(owner.get("licenses")):
        choice = object_in(each.get("license"))
        values = (each.get("expression"), choice.get("id"), choice.get("name"))
        yield from filter(None, map(text_in, values))


def _people(people: object) -> Iterator[Supplier]:
    for each in objects_in(people):
        name, email = text_in(each.get("name")), text_in(each.get("email"))
        if name or email:
            yield Supplier(name=name, kind=kind_of(name, email), email=email)


def _entities(entity: object) -> Iterator[Supplier]:
    fields = object_in(entity)
    name, url = text_in(fields.get("name")), next(texts_in(fields.get("url")), None)
    email = next(_of(fields.get("contact"), "email"), None)
    if name or url or email:
        yield Supplier(name=name, kind=Kind.ORGANIZATION, email=email, url=url)


def _of(values: object, *keys: str) -> Iterator[str]:
    """Yield what objects have under any of these keys."""
    for each in objects_in(values):
        yield from filter(None, (text_in(each.get(key)) for key in keys))


def _stated(document: Fields) -> Iterator[str]:
    components = list(objects_in(document.get("components")))
    if _all_have(components, "type"):
        yield "purpose"
    if _all_have(components, "bom-ref"):
        yield "local-identifier"
    if any(each.get("dependencies") for each in objects_in(document.get("compositions"))):
        yield "dependency-completeness"


def _admitted(document: Fields, metadata: Fields) -> Iterator[str]:
    aggregates = set(_of(document.get("compositions"), "aggregate"))
    if aggregates & {"incomplete", "unknown"}:
        yield "dependencies"
    if "lading:without-hashes" in _of(metadata.get("properties"), "name"):
        yield "hash"


def _spdx_2(document: Fields, encoding: str) -> DocumentFacts:
    creation = object_in(document.get("creationInfo"))
    packages = list(objects_in(document.get("packages")))
    creators = [_CREATOR.fullmatch(each) for each in texts_in(creation.get("creators"))]
    known = [each for each in creators if each]
    kind = _TYPE.search(text_in(creation.get("comment")) or "")
    supplied = _described(document, packages)
    return DocumentFacts(
        format=SPDX,
        version=_version((text_in(document.get("spdxVersion")) or "").removeprefix("SPDX-")),
        encoding=encoding,
        name=text_in(document.get("name")),
        namespace=text_in(document.get("documentNamespace")),
        created=text_in(creation.get("created")),
        tools=tuple(_tool(each["name"]) for each in known if each["kind"] == "Tool"),
        lifecycle=kind[0].lower() if kind else None,
        data_license=text_in(document.get("dataLicense")),
        imprint=Imprint(
            authors=tuple(_creator(each) for each in known if each["kind"] != "Tool"),
            supplier=_party(text_in(supplied.get("supplier"))),
            version=text_in(supplied.get("versionInfo")),
            license=_asserted(supplied, "licenseConcluded"),
            copyright=_asserted(supplied, "copyrightText"),
        ),
        has_vulnerabilities=any(
            each.get("referenceType") == "advisory"
            for package in packages
            for each in objects_in(package.get("externalRefs"))
        ),
        states=frozenset(
            name
            for key, name in (("primaryPackagePurpose", "purpose"), ("SPDXID", "local-identifier"))
            if _all_have(packages, key)
        ),
        admits=frozenset(
            name for keys, name in ADMITTING if all(_all_have(packages, key) for key in keys)
        ),
    )


def _described(document: Fields, packages: Sequence[Fields]) -> Fields:
    """Return the package that a document is about."""
    described = set(texts_in(document.get("documentDescribes")))
    for each in objects_in(document.get("relationships")):
        if each.get("relationshipType") == "DESCRIBES":
            described.update(texts_in(each.get("relatedSpdxElement")))
    return next((each for each in packages if text_in(each.get("SPDXID")) in described), {})


def _asserted(fields: Fields, key: str) -> str | None:
    text = text_in(fields.get(key))
    return None if text in NOTHING else text


def _tool(name: str) -> tuple[str, str | None]:
    """Return a tool's name and version, which by convention have a hyphen between them."""
    first, _, version = name.rpartition("-")
    return (first, version) if first else (name, None)


def _creator(match: re.Match[str]) -> Supplier:
    kind = Kind.ORGANIZATION if match["kind"] == "Organization" else Kind.PERSON
    return Supplier(name=match["name"] or None, kind=kind, email=match["email"])


def _party(text: str | None) -> Supplier | None:
    match = _CREATOR.fullmatch(text or "")
    return _creator(match) if match and match["kind"] != "Tool" else None


def _spdx_3(document: Fields, encoding: str) -> DocumentFacts:
    elements = list(objects_in(document.get("@graph")))
    creation = _first(elements, "CreationInfo")
    whole, bill = _first(elements, "SpdxDocument"), _first(elements, "software_Sbom", "Bom")
    by_identifier = {text_in(each.get("spdxId")): each for each in elements}
    authors = (by_identifier.get(each, {}) for each in texts_in(creation.get("createdBy")))
    tools = (by_identifier.get(each, {}) for each in texts_in(creation.get("createdUsing")))
    packages = [each for each in elements if each.get("type") == "software_Package"]
    relationships = [each for each in elements if each.get("relationshipType") == "dependsOn"]
    supplied = by_identifier.get(next(texts_in(bill.get("rootElement")), None), {})
    supplier = by_identifier.get(text_in(supplied.get("suppliedBy")), {})
    license_ = by_identifier.get(text_in(whole.get("dataLicense")), {})
    return DocumentFacts(
        format=SPDX,
        version=_version(creation.get("specVersion")),
        encoding=encoding,
        name=text_in(whole.get("name")),
        namespace=text_in(whole.get("spdxId")),
        created=text_in(creation.get("created")),
        tools=tuple(_tool(name) for each in tools if (name := text_in(each.get("name")))),
        lifecycle=next(texts_in(bill.get("software_sbomType")), None),
        data_license=text_in(license_.get("simplelicensing_licenseExpression"))
        or text_in(whole.get("dataLicense")),
        imprint=Imprint(
            authors=tuple(found for each in authors if (found := _agent(each))),
            supplier=_agent(supplier),
            version=text_in(supplied.get("software_packageVersion")),
            copyright=_asserted(supplied, "software_copyrightText"),
        ),
        has_vulnerabilities=any("Vuln" in (text_in(each.get("type")) or "") for each in elements),
        states=frozenset(
            name
            for owners, key, name in (
                (packages, "software_primaryPurpose", "purpose"),
                (packages, "spdxId", "local-identifier"),
                (relationships, "completeness", "dependency-completeness"),
            )
            if _all_have(owners, key)
        ),
        admits=frozenset(
            "dependencies" for each in relationships if each.get("completeness") != "complete"
        ),
    )


def _first(elements: Sequence[Fields], *types: str) -> Fields:
    return next((each for each in elements if each.get("type") in types), {})


def _agent(element: Fields) -> Supplier | None:
    """Return a person or an organization; a program is nobody."""
    kind = {"Person": Kind.PERSON, "Organization": Kind.ORGANIZATION}.get(str(element.get("type")))
    name = text_in(element.get("name"))
    if kind is None or name is None:
        return None
    identifiers = {
        text_in(each.get("externalIdentifierType")): text_in(each.get("identifier"))
        for each in objects_in(element.get("externalIdentifier"))
    }
    url = identifiers.get("urlScheme") or identifiers.get("other")
    return Supplier(name=name, kind=kind, email=identifiers.get("email"), url=url)


def _all_have(owners: Sequence[Fields], key: str) -> bool:
    return bool(owners) and all(each.get(key) for each in owners)


def _version(value: object) -> tuple[int, ...]:
    match = _VERSION.match(text_in(value) or "")
    return tuple(map(int, match[0].split("."))) if match else ()
