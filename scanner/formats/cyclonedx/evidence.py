"""Why a document says that something is there, and that it is what it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.formats.cyclonedx.data import Data, known
from scanner.formats.cyclonedx.reference import TOOL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.model.component import Component, Evidence
    from scanner.model.inventory import Subject

CONFIDENCE: Final = {
    "manifest-analysis": 1.0,
    "hash-comparison": 1.0,
    "binary-analysis": 0.9,
    "filename": 0.8,
    "other": 0.5,
}
"""How sure an identity is, by the technique that gave it."""
ASSUMED: Final = 0.3
"""How sure it is where the version is only the lowest that is allowed."""
UNNAMED: Final = "other"


def evidence_of(component: Component) -> Data:
    """Return by what each identity of a component is known, and all places where it was seen."""
    declaration = component.declaration
    confidence = ASSUMED if declaration and declaration.is_version_assumed else None
    identity = _identity("purl", component.purl, component.evidence, confidence)
    if digest := component.installed_digest:
        method = {"technique": "hash-comparison", "confidence": 1.0, "value": digest}
        identity["methods"].append(method)
    identities = [identity]
    if record := component.conda:
        identities.append(_identity("purl", record.purl, record.evidence))
    return {"identity": identities, "occurrences": list(_occurrences(component))}


def evidence_of_version(version: str, evidence: Evidence, path: str) -> Data:
    """Return by what a version is known, and where the thing is that has it."""
    return {
        "identity": [_identity("version", version, evidence)],
        "occurrences": [{"location": f"/{path}"}],
    }


def layer_of(evidence: Evidence, subject: Subject) -> Iterator[tuple[str, str | None]]:
    """Yield the properties that say which layer something is from."""
    for layer in subject.layers:
        if layer.index == evidence.layer:
            yield "layer:index", str(layer.index)
            yield "layer:diff-id", layer.diff_id
            yield "layer:digest", layer.digest


def _identity(
    field: str, concluded: str, evidence: Evidence, confidence: float | None = None
) -> Data:
    technique = evidence.technique if evidence.technique in CONFIDENCE else UNNAMED
    sure = CONFIDENCE[technique] if confidence is None else confidence
    return {
        "field": field,
        "confidence": sure,
        "concludedValue": concluded,
        "methods": [{"technique": technique, "confidence": sure, "value": f"/{evidence.path}"}],
        "tools": [TOOL],
    }


def _occurrences(component: Component) -> Iterator[Data]:
    evidence = component.evidence
    yield known({"location": f"/{evidence.path}", "line": evidence.line})
    if component.conda:
        yield {"location": f"/{component.conda.evidence.path}"}
    for path in component.files:
        if path != evidence.path:
            yield {"location": f"/{path}"}
