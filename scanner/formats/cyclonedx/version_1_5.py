"""CycloneDX 1.5: what it lacks of 1.6, and where that goes.

Authors are one text. A licence does not say whether it is concluded or declared, an occurrence
not in which line: these are properties. There is one identity, without its value, which is the
package URL; others are properties of every version.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.formats.cyclonedx.data import Data, known, with_components, with_properties

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SOURCE: Final = "source-distribution"


def as_1_5(document: Data) -> Data:
    """Return a document of 1.6 as one of 1.5."""
    metadata = {key: value for key, value in document["metadata"].items() if key != "manufacturer"}
    return with_components({**document, "metadata": metadata}, _component)


def _component(component: Data) -> Data:
    evidence = component.get("evidence", {})
    licenses = component.get("licenses", ())
    references = component.get("externalReferences", ())
    authors = ", ".join(_author(each) for each in component.get("authors", ()))
    converted = {
        **component,
        "author": authors or None,
        "authors": None,
        "licenses": [_silent(each) for each in licenses],
        "externalReferences": [_reference(each) for each in references],
        "evidence": known(
            {
                **evidence,
                "identity": _identity(evidence.get("identity", ())),
                "occurrences": [
                    {"location": each["location"]} for each in evidence.get("occurrences", ())
                ],
                "licenses": [_silent(each) for each in evidence.get("licenses", ())],
            }
        ),
    }
    said = {_acknowledgement(each) for each in licenses}
    return with_properties(
        known(converted),
        [*(("license:acknowledgement", each) for each in sorted(said)), *_lines(evidence)],
    )


def _author(contact: Data) -> str:
    name, email = contact.get("name"), contact.get("email")
    return f"{name} <{email}>" if name and email else name or email or ""


def _silent(entry: Data) -> Data:
    """Return a licence without who says so."""
    entry = {key: value for key, value in entry.items() if key != "acknowledgement"}
    return {"license": _silent(entry["license"])} if "license" in entry else entry


def _acknowledgement(entry: Data) -> str:
    owner = entry.get("license", entry)
    return str(owner.get("acknowledgement", ""))


def _reference(reference: Data) -> Data:
    return {**reference, "type": "distribution"} if reference["type"] == SOURCE else reference


def _identity(identities: Iterable[Data]) -> Data | None:
    for identity in identities:
        return {key: value for key, value in identity.items() if key != "concludedValue"}
    return None


def _lines(evidence: Data) -> Iterator[tuple[str, str]]:
    for each in evidence.get("occurrences", ()):
        if "line" in each:
            yield "line", str(each["line"])
