"""SPDX 2.2 and 2.3 (ISO/IEC 5962), in the shape that it has as JSON.

What it is about is a package like the others, that the document describes. Which package is in
which, and which needs which, are relationships. Nothing of files and snippets is read.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from scanner.metadata.listed_component import (
    MAX_COMPONENTS,
    Fields,
    ListedComponent,
    ListedLicense,
    SbomDocument,
    bounded,
    number_in,
    objects_in,
    package_url_of,
    shown,
    text_in,
    texts_in,
    whole_text_in,
)
from scanner.model.component import Link
from scanner.model.contact import NO_CONTACTS, ContactFields

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scanner.metadata.package_url import PackageUrl

SPDX: Final = "spdx"
DOCUMENT: Final = "SPDXRef-DOCUMENT"
NOTHING: Final = frozenset(("NOASSERTION", "NONE"))
READ: Final = frozenset(
    (
        *("SPDXID", "name", "versionInfo", "licenseConcluded", "licenseDeclared", "summary"),
        *("description", "supplier", "originator", "homepage", "checksums", "externalRefs"),
    )
)
OF_OURS: Final = frozenset(
    (
        *("annotations", "sourceInfo", "packageFileName", "filesAnalyzed", "copyrightText"),
        *("primaryPackagePurpose", "licenseComments", "downloadLocation"),
        *("software_sourceInfo", "software_copyrightText", "software_downloadLocation", "comment"),
    )
)
"""What in documents of ours tells nothing that is not among our facts."""
READ_OF_ALL: Final = frozenset(
    ("SPDXID", "spdxVersion", "name", "packages", "relationships", "documentDescribes")
)
OUR_TOOL: Final = "Tool: lading-"
ALGORITHMS: Final = {"SHA3-": "sha3-", "SHA": "sha", "MD5": "md5"}
NEEDS: Final = frozenset(("DEPENDS_ON", "HAS_PREREQUISITE"))
IS_NEEDED_BY: Final = frozenset(("DEPENDENCY_OF", "RUNTIME_DEPENDENCY_OF", "PREREQUISITE_FOR"))
EXCLUDED: Final = frozenset(("DEV_DEPENDENCY_OF", "BUILD_DEPENDENCY_OF", "TEST_DEPENDENCY_OF"))
"""By what a package is one that is not delivered."""
_PARTY: Final = re.compile(
    r"(Person|Organization)\s*:\s*(?P<name>[^()]*?(?:\([^()@]*\)[^()]*?)*)\s*"
    r"(?:\((?P<email>[^()]*@[^()]*)\)\s*)?",
)
_HEXADECIMAL: Final = re.compile(r"[0-9a-fA-F]{32,128}")


def parse_spdx(
    document: Fields, max_components: int = MAX_COMPONENTS, standard: str = SPDX
) -> SbomDocument:
    """Read the packages."""
    oddities: list[str] = []
    related = _Related(document, max_components, oddities)
    notes = _notes(document)
    components: list[ListedComponent] = []
    subjects: list[ListedComponent] = []
    is_complete = True
    for number, fields in enumerate(objects_in(document.get("packages"))):
        if number == max_components:
            oddities.append(f"only the first {max_components:,} components were read")
            is_complete = False
            break
        component = _component(fields, related, notes, oddities)
        if component is None:
            oddities.append("a component without a name")
            is_complete = False
        else:
            (subjects if component.reference in related.subjects else components).append(component)
    facts = _facts(notes.get(DOCUMENT, ()))
    # In a document of ours all annotations are, whatever they are about.
    read = READ_OF_ALL | {"annotations"} if facts else READ_OF_ALL
    return SbomDocument(
        standard=standard,
        subject=subjects[0] if subjects else None,
        components=(*subjects[1:], *components),
        dependencies=tuple(related.dependencies),
        facts=facts,
        unread={key: value for key, value in document.items() if key not in read},
        oddities=tuple(dict.fromkeys(oddities)),
        is_complete=is_complete,
    )


class _Related:
    """What the relationships of a document say."""

    def __init__(self, document: Fields, max_components: int, oddities: list[str]) -> None:
        self.subjects = set(texts_in(document.get("documentDescribes")))
        self.dependencies: dict[tuple[str, str], None] = {}
        self.parents: dict[str, str] = {}
        self.excluded: set[str] = set()
        relations = objects_in(document.get("relationships"))
        for each in bounded(relations, max_components, oddities):
            self._add(
                text_in(each.get("relationshipType")) or "",
                text_in(each.get("spdxElementId")) or "",
                text_in(each.get("relatedSpdxElement")) or "",
            )

    def _add(self, kind: str, source: str, target: str) -> None:
        if kind == "DESCRIBES" and source == DOCUMENT:
            self.subjects.add(target)
        elif kind == "DESCRIBED_BY" and target == DOCUMENT:
            self.subjects.add(source)
        elif target in NOTHING:
            pass
        elif kind in NEEDS:
            self.dependencies[source, target] = None
        elif kind in IS_NEEDED_BY:
            self.dependencies[target, source] = None
        elif kind in EXCLUDED:
            self.excluded.add(source)
        elif kind == "CONTAINS":
            self.parents.setdefault(target, source)
        elif kind == "CONTAINED_BY":
            self.parents.setdefault(source, target)


def _component(
    fields: Fields, related: _Related, notes: Mapping[str, list[Fields]], oddities: list[str]
) -> ListedComponent | None:
    reference = text_in(fields.get("SPDXID")) or ""
    purl, *others = [*_purls(fields, oddities), None]
    name = text_in(fields.get("name")) or (purl and purl.name)
    if not name:
        return None
    release = _said(fields, "versionInfo") or (purl and purl.version)
    facts = _facts([*objects_in(fields.get("annotations")), *notes.get(reference, ())])
    ours = OF_OURS if facts else frozenset()
    return ListedComponent(
        name=shown(name),
        version=shown(release) if release else None,
        purl=purl,
        kind=(_said(fields, "primaryPackagePurpose") or "library").lower(),
        scope="excluded" if reference in related.excluded else None,
        reference=reference,
        parent=related.parents.get(reference),
        hashes=tuple(_hashes(fields)),
        licenses=tuple(_licenses(fields, facts.get("license:name", ()))),
        summary=whole_text_in(fields.get("summary")) or whole_text_in(fields.get("description")),
        links=tuple(_links(fields)),
        contact_fields=_contacts(fields),
        identities=tuple(str(each) for each in others if each),
        places=tuple(dict.fromkeys((*facts.get("evidence", ()), *facts.get("files", ())))),
        line=number_in(next(iter(facts.get("line", ())), None)),
        technique=next(iter(facts.get("technique", ())), None),
        facts=facts,
        unread={key: value for key, value in fields.items() if key not in READ and key not in ours},
    )


def _notes(document: Fields) -> Mapping[str, list[Fields]]:
    """Return annotations that do not stand where they belong, by what they are about."""
    notes: defaultdict[str, list[Fields]] = defaultdict(list)
    for each in objects_in(document.get("annotations")):
        notes[text_in(each.get("SPDXREF")) or DOCUMENT].append(each)
    return notes


def _facts(notes: Iterable[Fields]) -> Mapping[str, tuple[str, ...]]:
    """Return what annotations of ours say, in the form that properties of CycloneDX have."""
    facts: dict[str, tuple[str, ...]] = {}
    for each in notes:
        if not (text_in(each.get("annotator")) or "").startswith(OUR_TOOL):
            continue
        try:
            said = json.loads(whole_text_in(each.get("comment")) or "")
        except (ValueError, RecursionError):
            continue
        if isinstance(said, dict):
            layer = f"layer:{said['layer']}:" if "diff-id" in said or "created-by" in said else ""
            for name, value in said.items():
                values = value if isinstance(value, list) else [value]
                facts[f"{layer}{name}"] = tuple(map(_text, values))
    return facts


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _purls(fields: Fields, oddities: list[str]) -> Iterator[PackageUrl]:
    for each in objects_in(fields.get("externalRefs")):
        if each.get("referenceType") == "purl":
            found = package_url_of(each.get("referenceLocator"), oddities)
            if found:
                yield found


def _hashes(fields: Fields) -> Iterator[str]:
    for each in objects_in(fields.get("checksums")):
        algorithm = (text_in(each.get("algorithm")) or "").rpartition("_")[2].lower()
        value = text_in(each.get("checksumValue"))
        if algorithm and value and _HEXADECIMAL.fullmatch(value):
            yield f"{algorithm}:{value.lower()}"


def _licenses(fields: Fields, names: Iterable[str]) -> Iterator[ListedLicense]:
    """Yield what is concluded, and what is declared, be it only by name."""
    for key, is_concluded in (("licenseConcluded", True), ("licenseDeclared", False)):
        if expression := _said(fields, key):
            yield ListedLicense(expression=expression, is_concluded=is_concluded)
    yield from (ListedLicense(name=name) for name in names)


def _links(fields: Fields) -> Iterator[Link]:
    if homepage := _said(fields, "homepage"):
        yield Link(label="Homepage", url=shown(homepage))
    for each in objects_in(fields.get("externalRefs")):
        locator = text_in(each.get("referenceLocator"))
        if each.get("referenceCategory") == "OTHER" and locator and "://" in locator:
            label = text_in(each.get("comment")) or text_in(each.get("referenceType")) or ""
            yield Link(label=label, url=shown(locator))


def _contacts(fields: Fields) -> ContactFields:
    named = [_party(_said(fields, key)) for key in ("originator", "supplier")]
    return (
        ContactFields(author_email=named[0], maintainer_email=named[1])
        if any(named)
        else (NO_CONTACTS)
    )


def _party(text: str | None) -> str | None:
    """Return somebody as an entry of a list of addresses (RFC 5322)."""
    match = _PARTY.fullmatch(text or "")
    if match is None:
        return None
    name, email = match["name"].strip(), match["email"]
    quoted = f'"{name}"' if set(name) & set(",;<>()") else name
    return (f"{quoted} <{email}>" if email else quoted).strip() or None


def _said(fields: Fields, key: str) -> str | None:
    text = text_in(fields.get(key))
    return None if text in NOTHING else text
