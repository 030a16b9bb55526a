"""CycloneDX 1.6 as JSON (ECMA-424), written directly from the report.

Through the object model of the reference library the same takes 300 times as long; that library is
the referee instead, and validates what is written here in the tests.

A component is an installation: the same distribution in two environments is there twice. Copies
whose code is never run, as test data, are left out, and counted in the document's metadata. What is
bundled in a component, as OpenSSL is in some, is a component that names its ``parent``.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import quote
from uuid import UUID

from layers.errors import LayersError
from layers.reference import Reference
from scanner.formats.component_license import license_evidence, license_properties, licenses_of
from scanner.formats.depends_on import depends_on
from scanner.formats.emitter import Emitter
from scanner.formats.external_reference import URL, external_references
from scanner.formats.json_text import json_text
from scanner.formats.organizational_entity import parties_of
from scanner.model.advisory import Status
from scanner.model.interpreter import CPYTHON
from scanner.model.names import normalized, quoted
from scanner.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scanner.model.component import Component, Evidence
    from scanner.model.inventory import Inventory, Subject
    from scanner.model.report import Finding, Report

SCHEMA: Final = "http://cyclonedx.org/schema/bom-1.6.schema.json"
DATE_TIME: Final = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:[0-5]\d)", re.ASCII
)
METHODS: Final = {
    "CVSS:4.": "CVSSv4",
    "CVSS:3.1": "CVSSv31",
    "CVSS:3.0": "CVSSv3",
    "AV:": "CVSSv2",
}
ALGORITHMS: Final = {"sha256": "SHA-256", "md5": "MD5"}
CONFIDENCE: Final = {
    "manifest-analysis": 1.0,
    "binary-analysis": 0.9,
    "filename": 0.8,
    "other": 0.5,
}
"""How sure an identity is, by the technique that gave it."""
MAX_VERSION: Final = 1024
"""The schema refuses a document with a longer one; the package URL has it whole."""
UNNUMBERED: Final = "urn:uuid:00000000-0000-0000-0000-000000000000"
SUBJECT: Final = "subject"
"""The reference of what was scanned."""


def emit(report: Report) -> Iterator[str]:
    """Yield the document."""
    inventory = report.inventory
    document: dict[str, object] = {
        "$schema": SCHEMA,
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": UNNUMBERED,
        "version": 1,
        "metadata": _metadata(report),
        "components": [
            *(_component(each, inventory.subject) for each in inventory.documented_components),
            *_interpreters(inventory),
        ],
        "dependencies": list(depends_on(inventory, SUBJECT, _ref)),
    }
    if report.findings:
        document["vulnerabilities"] = list(_vulnerabilities(report.findings))
    text = json_text(document)
    # The number derives from the content, so that equal documents have equal numbers.
    number = UUID(bytes=hashlib.sha256(text.encode()).digest()[:16], version=5)
    yield text.replace(UNNUMBERED, number.urn, 1)


def _metadata(report: Report) -> dict[str, object]:
    inventory = report.inventory
    left_out = Counter(component.state for component in inventory.components)
    left_out.subtract(component.state for component in inventory.documented_components)
    is_live = inventory.subject.source == "dir"
    metadata: dict[str, object] = {
        "lifecycles": [{"phase": "operations" if is_live else "post-build"}],
        "tools": {"components": [{"type": "application", "name": "lading", "version": VERSION}]},
        "component": _subject(inventory.subject),
        "properties": _properties(
            [
                ("coverage", inventory.coverage.value),
                ("verified", _flag(inventory.subject.verified)),
                ("emails", "withheld" if inventory.emails_withheld else None),
                *(
                    (f"left-out:{state.value}", str(count))
                    for state, count in sorted(left_out.items(), key=lambda item: item[0].value)
                    if count
                ),
                *(
                    (
                        "problem",
                        f"/{problem.path}: {problem.reason}" if problem.path else problem.reason,
                    )
                    for problem in inventory.problems
                ),
            ]
        ),
    }
    if report.created:
        metadata = {"timestamp": report.created, **metadata}
    return metadata


def _subject(subject: Subject) -> dict[str, object]:
    is_image = subject.source != "dir"
    reference = _reference(subject)
    component: dict[str, object] = {
        "type": "container" if is_image else "file",
        "bom-ref": SUBJECT,
        "name": reference.name if reference else subject.location,
    }
    if subject.digest:
        component["version"] = subject.digest
    if reference and subject.digest:
        component["purl"] = _oci_purl(reference, subject)
    component["properties"] = _properties(
        [
            ("source", subject.source),
            ("image-id", subject.image_id),
            ("platform", subject.platform),
            *((f"layer:{layer.index}:diff-id", layer.diff_id) for layer in subject.layers),
            *((f"layer:{layer.index}:digest", layer.digest) for layer in subject.layers),
            *((f"layer:{layer.index}:created-by", layer.created_by) for layer in subject.layers),
        ]
    )
    return component


def _reference(subject: Subject) -> Reference | None:
    """Return the first name that is a reference, and not just a tag."""
    for name in subject.names:
        if "/" in name or ":" in name:
            try:
                return Reference.parse(name)
            except LayersError:
                continue
    return None


def _oci_purl(reference: Reference, subject: Subject) -> str:
    """Return the package URL of an image (purl type ``oci``)."""
    name = reference.repository.rpartition("/")[2].lower()
    qualifiers = {
        "arch": (subject.platform or "").partition("/")[2].partition("/")[0],
        "repository_url": reference.name,
        "tag": reference.tag or "",
    }
    pairs = "&".join(f"{key}={quoted(value, '/:')}" for key, value in qualifiers.items() if value)
    return f"pkg:oci/{quoted(name, '')}@{quoted(subject.digest or '', ':')}?{pairs}"


def _component(component: Component, subject: Subject) -> dict[str, object]:
    name = normalized(component.name) if component.ecosystem == "pypi" else component.name
    parties = parties_of(component)
    document: dict[str, object] = {
        "type": "library",
        "bom-ref": _ref(component),
        **parties.fields,
        "name": name,
    }
    if version := _version(component):
        document["version"] = version
    if component.summary:
        document["description"] = component.summary
    if hashes := list(_hashes(component.hashes)):
        document["hashes"] = hashes
    if licenses := licenses_of(component):
        document["licenses"] = licenses
    document["purl"] = component.purl
    if references := list(external_references(component.links)):
        document["externalReferences"] = references
    files = [path for path in component.files if path != component.evidence.path]
    records = [component.conda.evidence.path] if component.conda else []
    document["evidence"] = _evidence(
        "purl", component.evidence, [component.evidence.path, *records, *files]
    ) | license_evidence(component)
    document["properties"] = _properties(
        [
            ("name", component.name if component.name != name else None),
            ("state", component.state.value),
            ("environment", f"/{component.environment}"),
            ("installer", component.installer),
            ("requested", _flag(component.requested)),
            ("origin", component.origin),
            ("owner", str(component.owner) if component.owner else None),
            ("parent", component.parent and f"/{component.parent}"),
            *parties.properties,
            *(("identity", purl) for purl in component.identities),
            ("shadowed-by", component.shadowed_by and f"/{component.shadowed_by}"),
            *license_properties(component.licensing),
            *_layer(component.evidence, subject),
        ]
    )
    return document


def _interpreters(inventory: Inventory) -> Iterator[dict[str, object]]:
    """Yield each interpreter whose version is known, once for all that it runs."""
    found = (each for environment in inventory.environments for each in environment.interpreters)
    for path, interpreter in sorted({each.path: each for each in found if each.path}.items()):
        evidence = interpreter.evidence
        is_python = interpreter.implementation == CPYTHON
        version = interpreter.version if is_python else interpreter.implementation_version
        if version is None or evidence is None:
            continue
        name = "python" if is_python else (interpreter.implementation or "").lower()
        purl = f"pkg:generic/{name}@{quoted(version, '')}"
        yield {
            "type": "platform",
            "bom-ref": f"{purl}#/{quote(path, errors='surrogatepass')}",
            "name": name,
            "version": version,
            "purl": purl,
            "evidence": _evidence("version", evidence, [path]),
            "properties": _properties(
                [
                    ("python-version", None if is_python else interpreter.version),
                    ("end-of-life", interpreter.end_of_life),
                    ("free-threaded", _flag(interpreter.is_free_threaded or None)),
                    ("debug", _flag(interpreter.is_debug or None)),
                    ("externally-managed", _flag(interpreter.is_externally_managed or None)),
                    ("owner", str(interpreter.owner) if interpreter.owner else None),
                    *_layer(evidence, inventory.subject),
                ]
            ),
        }


def _evidence(field: str, evidence: Evidence, places: Iterable[str]) -> dict[str, object]:
    """Return how sure an identity is, and all places where the thing was seen."""
    confidence = CONFIDENCE[evidence.technique]
    value = f"/{evidence.path}"
    method = {"technique": evidence.technique, "confidence": confidence, "value": value}
    return {
        "identity": [{"field": field, "confidence": confidence, "methods": [method]}],
        "occurrences": [{"location": f"/{path}"} for path in places],
    }


def _layer(evidence: Evidence, subject: Subject) -> Iterator[tuple[str, str | None]]:
    for layer in subject.layers:
        if layer.index == evidence.layer:
            yield "layer:index", str(layer.index)
            yield "layer:diff-id", layer.diff_id
            yield "layer:digest", layer.digest


def _ref(component: Component) -> str:
    """Return a reference that is unique in the document, whatever the bytes of the path."""
    return f"{component.purl}#/{quote(component.evidence.path, errors='surrogatepass')}"


def _version(component: Component) -> str | None:
    return component.version and component.version[:MAX_VERSION]


def _hashes(digests: Iterable[str]) -> Iterator[dict[str, str]]:
    for digest in digests:
        algorithm, _, content = digest.partition(":")
        if algorithm in ALGORITHMS:
            yield {"alg": ALGORITHMS[algorithm], "content": content}


def _vulnerabilities(findings: Iterable[Finding]) -> Iterator[dict[str, object]]:
    """Yield one entry per vulnerability, with all components that have it.

    Those of a system package have an entry of their own, for its analysis is another.
    """
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        owner = finding.left_to.purl if finding.left_to else ""
        groups.setdefault((finding.id, owner), []).append(finding)
    for (identifier, owner), group in sorted(groups.items()):
        first = group[0]
        document: dict[str, object] = {
            "bom-ref": f"{identifier}#{owner}" if owner else identifier,
            "id": identifier,
            "source": {"name": "OSV", "url": f"https://osv.dev/vulnerability/{identifier}"},
            "references": [
                {
                    "id": alias,
                    "source": {"name": "OSV", "url": f"https://osv.dev/vulnerability/{alias}"},
                }
                for alias in first.aliases
            ],
            "ratings": [_rating(first)],
            "advisories": [{"url": url} for url in _advisory_links(first)],
        }
        record = first.advisories[0]
        document |= {
            key: date
            for key, date in (("published", record.published), ("updated", record.modified))
            if date and _is_date_time(date)
        }
        if first.left_to:
            detail = f"Left to the advisories for {first.left_to}."
            document["analysis"] = {"state": "in_triage", "detail": detail}
        document["affects"] = [_affects(finding) for finding in group]
        yield {key: value for key, value in document.items() if value}


def _is_date_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return DATE_TIME.fullmatch(text) is not None


def _rating(finding: Finding) -> dict[str, object]:
    severity = finding.severity
    rating: dict[str, object] = {"severity": severity.level.name.lower()}
    if severity.score is not None and severity.vector is not None:
        methods = (method for start, method in METHODS.items() if severity.vector.startswith(start))
        rating |= {
            "score": severity.score,
            "method": next(methods, "other"),
            "vector": severity.vector,
        }
    return rating


def _advisory_links(finding: Finding) -> list[str]:
    links = (link for advisory in finding.advisories for link in advisory.links)
    return sorted({link for link in links if URL.fullmatch(link)})


def _affects(finding: Finding) -> dict[str, object]:
    is_affected = finding.status is Status.AFFECTED and finding.left_to is None
    return {
        "ref": _ref(finding.component),
        "versions": [
            {
                "version": _version(finding.component),
                "status": "affected" if is_affected else "unknown",
            }
        ],
    }


def _flag(value: bool | None) -> str | None:  # noqa: FBT001 - it is what is written
    return None if value is None else str(value).lower()


def _properties(pairs: Iterable[tuple[str, str | None]]) -> list[dict[str, str]]:
    return [{"name": f"lading:{name}", "value": value} for name, value in pairs if value]


CYCLONEDX_JSON: Final = Emitter(
    name="cyclonedx-json", media_type="application/vnd.cyclonedx+json; version=1.6", emit=emit
)
