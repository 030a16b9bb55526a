"""CycloneDX 1.6 as JSON (ECMA-424), written directly from the report.

Through the object model of the reference library the same takes 300 times as long; that library is
the referee instead, and validates what is written here in the tests.

A component is an installation: the same distribution in two environments is there twice. Copies
whose code is never run, as test data, are left out, and counted in the document's metadata.
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
from scanner.formats.emitter import Emitter
from scanner.formats.json_text import json_text
from scanner.model.advisory import Status
from scanner.model.names import normalized, quoted
from scanner.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scanner.model.component import Component, DeclaredLicense, Evidence, Link
    from scanner.model.inventory import Subject
    from scanner.model.report import Finding, Report

SCHEMA: Final = "http://cyclonedx.org/schema/bom-1.6.schema.json"
LABELS: Final = {
    "bugs": "issue-tracker",
    "bugreports": "issue-tracker",
    "bugtracker": "issue-tracker",
    "changelog": "release-notes",
    "changes": "release-notes",
    "chat": "chat",
    "code": "vcs",
    "discord": "chat",
    "docs": "documentation",
    "documentation": "documentation",
    "download": "distribution",
    "forum": "support",
    "github": "vcs",
    "history": "release-notes",
    "homepage": "website",
    "issues": "issue-tracker",
    "issuetracker": "issue-tracker",
    "mailinglist": "mailing-list",
    "releasenotes": "release-notes",
    "repository": "vcs",
    "slack": "chat",
    "source": "vcs",
    "sourcecode": "vcs",
    "support": "support",
    "tracker": "issue-tracker",
    "whatsnew": "release-notes",
}
"""The well-known labels of project URLs (PyPA), and some that are as common."""
_CHARACTER: Final = (
    r"(?:[A-Za-z0-9._~!$&'()*+,;=\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef-]|%[0-9A-Fa-f]{2})"
)
URL: Final = re.compile(
    rf"(?:https?|git|ssh|ftp)://(?:(?:{_CHARACTER}|:)*@)?{_CHARACTER}+(?::[0-9]*)?"
    rf"(?:/(?:{_CHARACTER}|[:@/])*)?(?:\?(?:{_CHARACTER}|[:@/?])*)?(?:\#(?:{_CHARACTER}|[:@/?])*)?"
)
"""What is surely an IRI (RFC 3987); the schema refuses a document with one that is not."""
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
CONFIDENCE: Final = {"manifest-analysis": 1.0, "filename": 0.8}
"""How sure an identity is that metadata gives, and one that only the name of a directory does."""
MAX_LICENSE_NAME: Final = 200
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
            _component(component, inventory.subject) for component in inventory.included_components
        ],
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
    is_live = inventory.subject.source == "dir"
    metadata: dict[str, object] = {
        "lifecycles": [{"phase": "operations" if is_live else "post-build"}],
        "tools": {"components": [{"type": "application", "name": "lading", "version": VERSION}]},
        "component": _subject(inventory.subject),
        "properties": _properties(
            [
                ("coverage", inventory.coverage.value),
                ("verified", str(inventory.subject.verified).lower()),
                *(
                    (f"left-out:{state.value}", str(count))
                    for state, count in sorted(left_out.items(), key=lambda item: item[0].value)
                    if state not in inventory.included
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
    document: dict[str, object] = {
        "type": "library",
        "bom-ref": _ref(component),
        "name": name,
    }
    if version := _version(component):
        document["version"] = version
    if component.summary:
        document["description"] = component.summary
    if hashes := list(_hashes(component.hashes)):
        document["hashes"] = hashes
    if licenses := _licenses(component.license):
        document["licenses"] = licenses
    document["purl"] = component.purl
    if references := list(_references(component.links)):
        document["externalReferences"] = references
    evidence = component.evidence
    document["evidence"] = {
        "identity": [
            {
                "field": "purl",
                "confidence": CONFIDENCE[evidence.technique],
                "methods": [
                    {
                        "technique": evidence.technique,
                        "confidence": CONFIDENCE[evidence.technique],
                        "value": f"/{evidence.path}",
                    }
                ],
            }
        ],
        "occurrences": [{"location": f"/{place.path}"} for place in _places(component)],
    }
    document["properties"] = _properties(
        [
            ("name", component.name if component.name != name else None),
            ("state", component.state.value),
            ("environment", f"/{component.environment}"),
            ("installer", component.installer),
            (
                "requested",
                None if component.requested is None else str(component.requested).lower(),
            ),
            ("origin", component.origin),
            ("owner", str(component.owner) if component.owner else None),
            ("parent", component.parent and f"/{component.parent}"),
            *(("identity", purl) for purl in component.identities),
            *_layer(component, subject),
        ]
    )
    return document


def _places(component: Component) -> tuple[Evidence, ...]:
    """Return where it is found: in its own metadata, and in the record of conda."""
    also = (component.conda.evidence,) if component.conda else ()
    return (component.evidence, *also)


def _layer(component: Component, subject: Subject) -> Iterator[tuple[str, str | None]]:
    for layer in subject.layers:
        if layer.index == component.evidence.layer:
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


def _licenses(declared: DeclaredLicense) -> list[dict[str, object]]:
    """Return the declared licence: one expression, or any number of names."""
    expression = _valid_expression(declared.expression) or _valid_expression(declared.text)
    if expression:
        return [{"expression": expression, "acknowledgement": "declared"}]
    named: list[dict[str, object]] = [{"name": name} for name in declared.classifiers]
    named += [{"name": name[:MAX_LICENSE_NAME]} for name in declared.names]
    for text in filter(None, (declared.expression, declared.text)):
        first, _, rest = text.strip().partition("\n")
        entry: dict[str, object] = {"name": first[:MAX_LICENSE_NAME]}
        if rest or len(first) > MAX_LICENSE_NAME:
            entry["text"] = {"content": text, "contentType": "text/plain"}
        named.insert(0, entry)
    return [{"license": {**entry, "acknowledgement": "declared"}} for entry in named]


def _valid_expression(text: str | None) -> str | None:
    """Return an SPDX expression in its canonical spelling; None if it is not one."""
    if not text or len(text) > MAX_LICENSE_NAME:
        return None
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

    try:
        return canonicalize_license_expression(text)
    except InvalidLicenseExpression:
        return None


def _references(links: Iterable[Link]) -> Iterator[dict[str, object]]:
    for link in links:
        if URL.fullmatch(link.url):
            label = re.sub(r"[\W_]", "", link.label).lower()
            yield {
                "type": LABELS.get(label, "other"),
                "url": link.url,
                **({"comment": link.label} if link.label else {}),
            }


def _vulnerabilities(findings: Iterable[Finding]) -> Iterator[dict[str, object]]:
    """Yield one entry per vulnerability, with all components that have it."""
    by_id: dict[str, list[Finding]] = {}
    for finding in findings:
        by_id.setdefault(finding.id, []).append(finding)
    for identifier, group in sorted(by_id.items()):
        first = group[0]
        document: dict[str, object] = {
            "bom-ref": identifier,
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
    is_affected = finding.status is Status.AFFECTED
    return {
        "ref": _ref(finding.component),
        "versions": [
            {
                "version": _version(finding.component),
                "status": "affected" if is_affected else "unknown",
            }
        ],
    }


def _properties(pairs: Iterable[tuple[str, str | None]]) -> list[dict[str, str]]:
    return [{"name": f"lading:{name}", "value": value} for name, value in pairs if value]


CYCLONEDX_JSON: Final = Emitter(
    name="cyclonedx-json", media_type="application/vnd.cyclonedx+json; version=1.6", emit=emit
)
