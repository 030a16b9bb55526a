"""CycloneDX as JSON (ECMA-424), versions 1.2 to 1.7, as tools put it into wheels (PEP 770).

Components may be nested; the one that the document is about may be among them once more.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scanner.metadata.listed_component import (
    MAX_COMPONENTS,
    Fields,
    ListedComponent,
    SbomDocument,
    object_in,
    objects_in,
    package_url_of,
    shown,
    text_in,
)
from scanner.metadata.package_url import parse_package_url

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION: Final = re.compile(r"1\.[2-7]")
"""In all of them, what is read here is the same."""
_HEXADECIMAL: Final = re.compile(r"[0-9a-fA-F]{32,128}")


def parse_cyclonedx(document: Fields) -> SbomDocument:
    """Read what is listed, in the order in which it is."""
    oddities = []
    version = text_in(document.get("specVersion"))
    if version is None or not VERSION.fullmatch(version):
        oddities.append(f"a version of CycloneDX that is not known: {version}")
    subject = _component(object_in(object_in(document.get("metadata")).get("component")), [])
    components = []
    for number, fields in enumerate(_all(document)):
        if number == MAX_COMPONENTS:
            oddities.append(f"only the first {MAX_COMPONENTS:,} components were read")
            break
        component = _component(fields, oddities)
        if component is None:
            oddities.append("a component without a name")
        elif subject is None or not _is_same(component, subject):
            components.append(component)
    return SbomDocument(components=tuple(components), oddities=tuple(dict.fromkeys(oddities)))


def _all(document: Fields) -> Iterator[Fields]:
    """Yield all components, before those that are in them."""
    left = [objects_in(document.get("components"))]
    while left:
        fields = next(left[-1], None)
        if fields is None:
            left.pop()
            continue
        yield fields
        left.append(objects_in(fields.get("components")))


def _is_same(component: ListedComponent, subject: ListedComponent) -> bool:
    if component.reference and component.reference == subject.reference:
        return True
    return component.purl is not None and component.purl == subject.purl


def _component(fields: Fields, oddities: list[str]) -> ListedComponent | None:
    reference = text_in(fields.get("bom-ref")) or ""
    purl = package_url_of(fields.get("purl"), oddities)
    if purl is None and "#" not in reference:
        # Pillow's has the package URL of what it bundles nowhere else.
        purl = parse_package_url(reference)
    name = text_in(fields.get("name")) or (purl and purl.name)
    if not name:
        return None
    version = text_in(fields.get("version")) or (purl and purl.version)
    return ListedComponent(
        name=shown(name),
        version=shown(version) if version else None,
        purl=purl,
        kind=text_in(fields.get("type")) or "library",
        scope=text_in(fields.get("scope")),
        reference=reference,
        hashes=tuple(_hashes(fields)),
        license=_license(fields),
    )


def _hashes(fields: Fields) -> Iterator[str]:
    for each in objects_in(fields.get("hashes")):
        algorithm, value = text_in(each.get("alg")), text_in(each.get("content"))
        if algorithm and value and _HEXADECIMAL.fullmatch(value):
            yield f"{algorithm.lower().replace('-', '', 1)}:{value.lower()}"


def _license(fields: Fields) -> str | None:
    """Return all that is said of the licence: an expression, or identifiers and names."""
    said = []
    for each in objects_in(fields.get("licenses")):
        license_ = object_in(each.get("license"))
        said += [each.get("expression"), license_.get("id"), license_.get("name")]
    return shown(" AND ".join(dict.fromkeys(filter(None, map(text_in, said))))) or None
