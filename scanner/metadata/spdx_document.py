"""SPDX 2.2 and 2.3 as JSON (ISO/IEC 5962)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scanner.metadata.listed_component import (
    MAX_COMPONENTS,
    Fields,
    ListedComponent,
    SbomDocument,
    objects_in,
    package_url_of,
    shown,
    text_in,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.metadata.package_url import PackageUrl

VERSION: Final = re.compile(r"SPDX-2\.[23]")
DOCUMENT: Final = "SPDXRef-DOCUMENT"
NOTHING: Final = frozenset(("NOASSERTION", "NONE"))


def parse_spdx(document: Fields) -> SbomDocument:
    """Read the packages."""
    oddities = []
    version = text_in(document.get("spdxVersion"))
    if version is None or not VERSION.fullmatch(version):
        return SbomDocument(oddities=(f"not read: a version of SPDX that is not known: {version}",))
    subjects = set(_subjects(document))
    components = []
    for number, fields in enumerate(objects_in(document.get("packages"))):
        if number == MAX_COMPONENTS:
            oddities.append(f"only the first {MAX_COMPONENTS:,} components were read")
            break
        purl = _purl(fields, oddities)
        name, reference = text_in(fields.get("name")), text_in(fields.get("SPDXID")) or ""
        if not name:
            oddities.append("a component without a name")
        elif reference not in subjects:
            release = _said(fields, "versionInfo") or (purl and purl.version)
            license_ = _said(fields, "licenseConcluded") or _said(fields, "licenseDeclared")
            components.append(
                ListedComponent(
                    name=shown(name),
                    version=shown(release) if release else None,
                    purl=purl,
                    reference=reference,
                    license=shown(license_) if license_ else None,
                )
            )
    return SbomDocument(components=tuple(components), oddities=tuple(dict.fromkeys(oddities)))


def _subjects(document: Fields) -> Iterator[str]:
    """Yield the identifiers of what the document is about."""
    described = document.get("documentDescribes")
    yield from filter(None, map(text_in, described if isinstance(described, list) else ()))
    for each in objects_in(document.get("relationships")):
        if each.get("relationshipType") == "DESCRIBES" and each.get("spdxElementId") == DOCUMENT:
            yield text_in(each.get("relatedSpdxElement")) or ""


def _purl(fields: Fields, oddities: list[str]) -> PackageUrl | None:
    for each in objects_in(fields.get("externalRefs")):
        if each.get("referenceType") == "purl":
            return package_url_of(each.get("referenceLocator"), oddities)
    return None


def _said(fields: Fields, key: str) -> str | None:
    text = text_in(fields.get(key))
    return None if text in NOTHING else text
