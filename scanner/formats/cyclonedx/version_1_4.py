"""CycloneDX 1.4: what it lacks of 1.5, and where that goes.

There are no platforms, which are applications, and no lifecycles. Evidence has no identity and no
occurrences. All of that is in properties.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.formats.cyclonedx.data import Data, known, with_components, with_properties

if TYPE_CHECKING:
    from collections.abc import Iterator

TYPES: Final = {"platform": "application"}
METHODS: Final = {"CVSSv4": "other"}
VENDOR: Final = "lading"


def as_1_4(document: Data) -> Data:
    """Return a document of 1.5 as one of 1.4."""
    document = with_components(document, _component)
    converted = {**document, "metadata": _metadata(document["metadata"])}
    if "vulnerabilities" in document:
        converted["vulnerabilities"] = [_rated(each) for each in document["vulnerabilities"]]
    return converted


def _metadata(metadata: Data) -> Data:
    converted = {
        **metadata,
        "tools": [
            {"vendor": VENDOR, "name": tool["name"], "version": tool["version"]}
            for tool in metadata["tools"]["components"]
        ],
    }
    lifecycles = converted.pop("lifecycles", ())
    return with_properties(converted, [("lifecycle", each["phase"]) for each in lifecycles])


def _component(component: Data) -> Data:
    kind = component["type"]
    evidence = dict(component.get("evidence", {}))
    facts = list(_facts(evidence))
    evidence.pop("identity", None)
    evidence.pop("occurrences", None)
    converted = {**component, "type": TYPES.get(kind, kind), "evidence": evidence}
    return with_properties(known(converted), [("type", kind if kind in TYPES else None), *facts])


def _facts(evidence: Data) -> Iterator[tuple[str, str]]:
    for method in evidence.get("identity", {}).get("methods", ()):
        yield "technique", method["technique"]
        yield "confidence", str(method["confidence"])
    for occurrence in evidence.get("occurrences", ()):
        yield "occurrence", occurrence["location"]


def _rated(vulnerability: Data) -> Data:
    ratings = vulnerability["ratings"]
    return {**vulnerability, "ratings": [_with_known_method(rating) for rating in ratings]}


def _with_known_method(rating: Data) -> Data:
    method = rating.get("method")
    return {**rating, "method": METHODS[method]} if method in METHODS else rating
