"""How the objects of CycloneDX are written as XML elements: by which names, and in which order.

The schema of XML has all elements in sequence. One order does for all versions: what a version
lacks is not in a document of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Child:
    """What is inside of an element: one element, or one for each item of a list."""

    name: str
    """Empty for items that have no element around them."""
    shape: str | None = None
    """What it is, in :data:`SHAPES`; None for a text."""
    wrapper: str | None = None
    """The element around all items."""


@dataclass(frozen=True, slots=True)
class Shape:
    """An object as an element."""

    children: Mapping[str, Child] = field(default_factory=dict)
    """By key, in the order of the schema."""
    attributes: Mapping[str, str] = field(default_factory=dict)
    """Their names, by key."""
    text: str | None = None
    """The key of what is between its tags."""


def _texts(*names: str) -> dict[str, Child]:
    return {name: Child(name) for name in names}


def _listed(item: str, wrapper: str) -> dict[str, Child]:
    """Return the child of a key that is called as the wrapper of its items is."""
    return {wrapper: Child(item, item, wrapper)}


_HASHES: Final = _listed("hash", "hashes")
_LICENSES: Final = {"licenses": Child("", "choice", "licenses")}
_PROPERTIES: Final = _listed("property", "properties")
_COMPONENTS: Final = _listed("component", "components")
_SOURCE: Final = {"source": Child("source", "source")}
_ACKNOWLEDGEMENT: Final = {"acknowledgement": "acknowledgement"}
_REFERENCE: Final = {"bom-ref": "bom-ref"}
SHAPES: Final = {
    "bom": Shape(
        {
            "metadata": Child("metadata", "metadata"),
            **_COMPONENTS,
            "externalReferences": Child("reference", "externalReference", "externalReferences"),
            **_listed("dependency", "dependencies"),
            **_listed("composition", "compositions"),
            **_listed("vulnerability", "vulnerabilities"),
        },
        attributes={"serialNumber": "serialNumber", "version": "version"},
    ),
    "metadata": Shape(
        {
            "timestamp": Child("timestamp"),
            **_listed("lifecycle", "lifecycles"),
            "tools": Child("tools", "tools"),
            "authors": Child("author", "contact", "authors"),
            "component": Child("component", "component"),
            "manufacturer": Child("manufacturer", "entity"),
            "supplier": Child("supplier", "entity"),
            **_LICENSES,
            **_PROPERTIES,
        }
    ),
    "lifecycle": Shape(_texts("phase")),
    "tools": Shape({**_COMPONENTS, "tool": Child("tool", "tool")}),
    "tool": Shape(_texts("vendor", "name", "version")),
    "component": Shape(
        {
            "supplier": Child("supplier", "entity"),
            "authors": Child("author", "contact", "authors"),
            **_texts("author", "name", "version", "versionRange", "description", "scope"),
            **_HASHES,
            **_LICENSES,
            **_texts("copyright"),
            "purl": Child("purl"),
            "externalReferences": Child("reference", "externalReference", "externalReferences"),
            **_PROPERTIES,
            **_COMPONENTS,
            "evidence": Child("evidence", "evidence"),
        },
        attributes={"type": "type", "isExternal": "isExternal", **_REFERENCE},
    ),
    "entity": Shape({**_texts("name", "url"), "contact": Child("contact", "contact")}),
    "contact": Shape(_texts("name", "email")),
    "hash": Shape(attributes={"alg": "alg"}, text="content"),
    "property": Shape(attributes={"name": "name"}, text="value"),
    "externalReference": Shape({**_texts("url", "comment"), **_HASHES}, {"type": "type"}),
    "choice": Shape(
        {
            "license": Child("license", "license"),
            "expression": Child("expression", "expression"),
            "detailed": Child("expression-detailed", "detailed"),
        }
    ),
    "license": Shape(
        {**_texts("id", "name"), "text": Child("text", "attachment")}, _ACKNOWLEDGEMENT
    ),
    "expression": Shape(attributes=_ACKNOWLEDGEMENT, text="expression"),
    "detailed": Shape(
        {"expressionDetails": Child("details", "detail")},
        {**_ACKNOWLEDGEMENT, "expression": "expression"},
    ),
    "detail": Shape(
        {"text": Child("text", "attachment")}, {"licenseIdentifier": "license-identifier"}
    ),
    "attachment": Shape(
        attributes={"contentType": "content-type", "encoding": "encoding"}, text="content"
    ),
    "evidence": Shape(
        {
            "identity": Child("identity", "identity"),
            **_listed("occurrence", "occurrences"),
            **_LICENSES,
            "copyright": Child("text", "copyright", "copyright"),
        }
    ),
    "identity": Shape(
        {
            **_texts("field", "confidence", "concludedValue"),
            **_listed("method", "methods"),
            "tools": Child("tool", "reference", "tools"),
        }
    ),
    "method": Shape(_texts("technique", "confidence", "value")),
    "occurrence": Shape(_texts("location", "line")),
    "copyright": Shape(text="text"),
    "reference": Shape(attributes={"ref": "ref"}),
    "dependency": Shape({"dependsOn": Child("dependency", "reference")}, {"ref": "ref"}),
    "composition": Shape(
        {
            "aggregate": Child("aggregate"),
            "assemblies": Child("assembly", "reference", "assemblies"),
            "dependencies": Child("dependency", "reference", "dependencies"),
        }
    ),
    "vulnerability": Shape(
        {
            "id": Child("id"),
            **_SOURCE,
            "references": Child("reference", "alias", "references"),
            **_listed("rating", "ratings"),
            "cwes": Child("cwe", wrapper="cwes"),
            **_texts("description", "detail", "recommendation"),
            **_listed("advisory", "advisories"),
            **_texts("published", "updated"),
            "analysis": Child("analysis", "analysis"),
            "affects": Child("target", "target", "affects"),
            **_PROPERTIES,
        },
        _REFERENCE,
    ),
    "source": Shape(_texts("name", "url")),
    "alias": Shape({**_texts("id"), **_SOURCE}),
    "rating": Shape(_texts("score", "severity", "method", "vector")),
    "advisory": Shape(_texts("url")),
    "analysis": Shape(
        {
            **_texts("state", "justification"),
            "response": Child("response", wrapper="responses"),
            **_texts("detail"),
        }
    ),
    "target": Shape({**_texts("ref"), "versions": Child("version", "affected", "versions")}),
    "affected": Shape(_texts("version", "status")),
}
"""Every object that our documents have, but for what only JSON says of itself."""
