"""CycloneDX (ECMA-424), versions 1.2 to 1.7, in the shape that it has as JSON.

Components may be nested; the one that the document is about may be among them once more. References
need not be there, nor be unique, nor lead anywhere.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from scanner.metadata.listed_component import (
    MAX_COMPONENTS,
    OWN,
    Fields,
    ListedComponent,
    ListedLicense,
    SbomDocument,
    bounded,
    number_in,
    object_in,
    objects_in,
    package_url_of,
    shown,
    text_in,
    texts_in,
    whole_text_in,
)
from scanner.metadata.package_url import parse_package_url
from scanner.model.component import Link
from scanner.model.contact import NO_CONTACTS, ContactFields

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

CYCLONEDX: Final = "cyclonedx"
VERSION: Final = re.compile(r"1\.[2-7]")
"""In all of them, what is read here is the same."""
READ: Final = frozenset(
    (
        *(
            "type",
            "bom-ref",
            "name",
            "version",
            "scope",
            "purl",
            "hashes",
            "licenses",
            "components",
        ),
        *("description", "externalReferences", "authors", "author", "supplier", "publisher"),
    )
)
READ_OF_ALL: Final = frozenset(
    ("$schema", "bomFormat", "specVersion", "serialNumber", "version", "components", "dependencies")
)
READ_OF_METADATA: Final = frozenset(("component", "properties"))
_HEXADECIMAL: Final = re.compile(r"[0-9a-fA-F]{32,128}")


def parse_cyclonedx(document: Fields, max_components: int = MAX_COMPONENTS) -> SbomDocument:
    """Read what is listed, in the order in which it is."""
    oddities: list[str] = []
    version = text_in(document.get("specVersion"))
    if version is None or not VERSION.fullmatch(version):
        oddities.append(f"a version of CycloneDX that is not known: {version}")
    metadata = object_in(document.get("metadata"))
    subject = _component(object_in(metadata.get("component")), None, [])
    components = []
    is_complete = True
    for number, (fields, parent) in enumerate(_all(document)):
        if number == max_components:
            oddities.append(f"only the first {max_components:,} components were read")
            is_complete = False
            break
        component = _component(fields, parent, oddities)
        if component is None:
            oddities.append("a component without a name")
            is_complete = False
        elif subject is None or not _is_same(component, subject):
            components.append(component)
    dependencies = bounded(_dependencies(document), max_components, oddities)
    return SbomDocument(
        standard=CYCLONEDX,
        subject=subject,
        components=tuple(components),
        dependencies=tuple(dict.fromkeys(dependencies)),
        facts=_facts(metadata),
        unread=_unread(document, metadata),
        oddities=tuple(dict.fromkeys(oddities)),
        is_complete=is_complete,
    )


def _all(document: Fields) -> Iterator[tuple[Fields, str | None]]:
    """Yield all components, before those that are in them, with what these are in."""
    left: list[tuple[Iterator[Fields], str | None]] = [
        (objects_in(document.get("components")), None)
    ]
    while left:
        siblings, parent = left[-1]
        fields = next(siblings, None)
        if fields is None:
            left.pop()
            continue
        yield fields, parent
        if inner := fields.get("components"):
            left.append((objects_in(inner), whole_text_in(fields.get("bom-ref"))))


def _is_same(component: ListedComponent, subject: ListedComponent) -> bool:
    if component.reference and component.reference == subject.reference:
        return True
    return component.purl is not None and component.purl == subject.purl


def _dependencies(document: Fields) -> Iterator[tuple[str, str]]:
    for each in objects_in(document.get("dependencies")):
        dependent = whole_text_in(each.get("ref"))
        others = each.get("dependsOn")
        for other in others if isinstance(others, list) else ():
            if dependent and (reference := whole_text_in(other)):
                yield dependent, reference


def _unread(document: Fields, metadata: Fields) -> Fields:
    unread = {key: value for key, value in document.items() if key not in READ_OF_ALL}
    rest = {key: value for key, value in metadata.items() if key not in READ_OF_METADATA}
    return {**unread, "metadata": rest} if rest or "metadata" in unread else unread


def _component(fields: Fields, parent: str | None, oddities: list[str]) -> ListedComponent | None:
    reference = whole_text_in(fields.get("bom-ref")) or ""
    purl = package_url_of(fields.get("purl"), oddities)
    if purl is None and "#" not in reference:
        # Pillow's has the package URL of what it bundles nowhere else.
        purl = parse_package_url(reference)
    name = text_in(fields.get("name")) or (purl and purl.name)
    if not name:
        return None
    version = text_in(fields.get("version")) or (purl and purl.version)
    evidence = object_in(fields.get("evidence"))
    facts = _facts(fields)
    return ListedComponent(
        name=shown(name),
        version=shown(version) if version else None,
        purl=purl,
        kind=next(iter(facts.get("type", ())), None) or text_in(fields.get("type")) or "library",
        scope=text_in(fields.get("scope")),
        reference=reference,
        parent=parent,
        hashes=tuple(_hashes(fields)),
        licenses=(
            *_licenses(fields, facts.get("license:acknowledgement", ())),
            *(ListedLicense(name=name) for name in facts.get("license:name", ())),
        ),
        summary=whole_text_in(fields.get("description")),
        links=tuple(_links(fields)),
        contact_fields=_contacts(fields),
        facts=facts,
        unread=_unread_of(fields, facts),
        **_seen(evidence, facts),
    )


def _unread_of(fields: Fields, facts: Mapping[str, object]) -> Fields:
    """Return what nothing is read of; in our own documents we know where it all goes."""
    ours = {"properties", "evidence", "isExternal", "versionRange"} if facts else set()
    return {key: value for key, value in fields.items() if key not in READ and key not in ours}


def _hashes(fields: Fields) -> Iterator[str]:
    for each in objects_in(fields.get("hashes")):
        algorithm, value = text_in(each.get("alg")), text_in(each.get("content"))
        if algorithm and value and _HEXADECIMAL.fullmatch(value):
            yield f"{algorithm.lower().replace('-', '', 1)}:{value.lower()}"


def _licenses(fields: Fields, said: Sequence[str]) -> Iterator[ListedLicense]:
    """Yield each licence; ``said`` of all of them, which is how ours have it until 1.5."""
    for_all = said[0] if len(said) == 1 else None
    for each in objects_in(fields.get("licenses")):
        license_ = object_in(each.get("license"))
        acknowledgement = each.get("acknowledgement") or license_.get("acknowledgement") or for_all
        expression = text_in(each.get("expression")) or text_in(license_.get("id"))
        name = text_in(license_.get("name"))
        if expression or name:
            yield ListedLicense(
                expression=expression, name=name, is_concluded=acknowledgement == "concluded"
            )


def _links(fields: Fields) -> Iterator[Link]:
    for each in objects_in(fields.get("externalReferences")):
        if url := text_in(each.get("url")):
            label = text_in(each.get("comment")) or text_in(each.get("type")) or ""
            yield Link(label=label, url=shown(url))


def _contacts(fields: Fields) -> ContactFields:
    """Return authors as authors, and whoever supplies it as its maintainer."""
    authors = [_entry(each) for each in objects_in(fields.get("authors"))]
    authors += texts_in(fields.get("author"))
    suppliers = [_organization(each) for each in objects_in(fields.get("supplier"))]
    suppliers += [] if any(suppliers) else texts_in(fields.get("publisher"))
    named = [", ".join(filter(None, each)) or None for each in (authors, suppliers)]
    if not any(named):
        return NO_CONTACTS
    return ContactFields(author_email=named[0], maintainer_email=named[1])


def _organization(fields: Fields) -> str:
    contacts = [*objects_in(fields.get("contact"))]
    emails = (text_in(each.get("email")) for each in contacts)
    name = text_in(fields.get("name"))
    return _entry({"name": name, "email": next(filter(None, emails), None)})


def _entry(fields: Fields) -> str:
    """Return somebody as an entry of a list of addresses (RFC 5322)."""
    name, email = text_in(fields.get("name")) or "", text_in(fields.get("email"))
    if set(name) & set(',;<>"()'):
        name = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{name} <{email}>".strip() if email else name


def _seen(evidence: Fields, facts: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """Return where a component was seen, and by what it is known; ours have it before 1.6, too."""
    places = [*objects_in(evidence.get("occurrences"))]
    methods = (
        method
        for identity in objects_in(evidence.get("identity"))
        for method in objects_in(identity.get("methods"))
    )
    technique = text_in(next(methods, {}).get("technique"))
    said = places[0].get("line") if places else None
    line = next(iter(facts.get("line", ())), None) if said is None else said
    locations = filter(None, (whole_text_in(each.get("location")) for each in places))
    return {
        "places": tuple(locations) or facts.get("occurrence", ()),
        "line": number_in(line),
        "technique": technique or next(iter(facts.get("technique", ())), None),
    }


def _facts(fields: Fields) -> Mapping[str, tuple[str, ...]]:
    facts: defaultdict[str, list[str]] = defaultdict(list)
    for each in objects_in(fields.get("properties")):
        name, value = each.get("name"), whole_text_in(each.get("value"))
        if isinstance(name, str) and name.startswith(OWN) and value is not None:
            facts[name.removeprefix(OWN)].append(value)
    return {name: tuple(values) for name, values in facts.items()}
