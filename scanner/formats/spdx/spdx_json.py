"""SPDX 2.3 as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.formats.emitter import Emitter
from scanner.formats.json_text import json_lines
from scanner.formats.spdx.annotation import statement
from scanner.formats.spdx.document import TOOL, UNNUMBERED, document_of, numbered
from scanner.formats.spdx.license import NOASSERTION
from scanner.formats.spdx.package import SUBJECT, Purpose, known, line
from scanner.formats.spdx.relationship import Completeness, Kind
from scanner.licenses.expression import LIST_VERSION
from scanner.model.contact import Kind as AgentKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scanner.formats.spdx.agent import Agent
    from scanner.formats.spdx.document import Document
    from scanner.formats.spdx.package import Package
    from scanner.formats.spdx.relationship import Relationship
    from scanner.model.report import Report

DOCUMENT: Final = "SPDXRef-DOCUMENT"
AGENTS: Final = {AgentKind.PERSON: "Person", AgentKind.ORGANIZATION: "Organization"}
PURPOSES: Final = {
    Purpose.CONTAINER: "CONTAINER",
    Purpose.DIRECTORY: "OTHER",
    Purpose.INTERPRETER: "APPLICATION",
    Purpose.LIBRARY: "LIBRARY",
}
REVERSED: Final = {
    Kind.IS_DEVELOPED_WITH: "DEV_DEPENDENCY_OF",
    Kind.MAY_DEPEND_ON: "OPTIONAL_DEPENDENCY_OF",
}
"""What is told from the other side."""


def emit(report: Report) -> Iterator[str]:
    """Return the document line by line."""
    document = document_of(report)
    return numbered(json_lines(json_document(document)), document.uri)


def json_document(document: Document) -> dict[str, object]:
    """Return what is told as SPDX 2.3 has it; without its namespace."""
    advisories = _advisories(document)
    return {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": DOCUMENT,
        "documentNamespace": UNNUMBERED,
        "name": document.name,
        "creationInfo": {
            "created": document.created,
            "creators": [f"Tool: {TOOL}", *map(_agent, document.authors)],
            "licenseListVersion": LIST_VERSION.rpartition(".")[0],
            "comment": document.comment,
        },
        "annotations": [_annotation(document.facts, document.created)],
        "packages": [
            {
                **_package(package, advisories.get(package.id, [])),
                "annotations": list(_annotations(package, document)),
            }
            for package in document.packages
        ],
        "hasExtractedLicensingInfos": [
            {"licenseId": text.id, "name": text.name, "extractedText": text.text}
            for text in document.texts
        ],
        "relationships": [
            _related(DOCUMENT, "DESCRIBES", SUBJECT),
            *(related for each in document.relationships for related in _relations(each)),
        ],
    }


def _advisories(document: Document) -> dict[str, list[dict[str, str]]]:
    """Return references to what was found, by packages: that is all that there is a field for."""
    found: dict[str, list[dict[str, str]]] = {}
    for vulnerability in document.vulnerabilities:
        for assessment in vulnerability.assessments:
            for identifier in assessment.packages:
                reference = {
                    "referenceCategory": "SECURITY",
                    "referenceType": "advisory",
                    "referenceLocator": vulnerability.links[0],
                    "comment": f"{assessment.standing.value}: {assessment.notes}",
                }
                found.setdefault(identifier, []).append(reference)
    return found


def _package(package: Package, advisories: list[dict[str, str]]) -> dict[str, object]:
    licensing, agents = package.licensing, package.agents
    fields = {
        "name": package.name,
        "SPDXID": package.id,
        "versionInfo": package.version or NOASSERTION,
        "packageFileName": package.file_name,
        "supplier": _agent(agents.supplier) if agents.supplier else NOASSERTION,
        "originator": _agent(agents.originators[0]) if agents.originators else None,
        "downloadLocation": package.download or NOASSERTION,
        "filesAnalyzed": False,
        "checksums": [
            {"algorithm": algorithm.upper(), "checksumValue": digest}
            for algorithm, digest in package.checksums
        ],
        "homepage": package.homepage,
        "sourceInfo": package.source_info,
        "licenseConcluded": licensing.concluded,
        "licenseDeclared": licensing.declared,
        "licenseComments": licensing.comments,
        "copyrightText": licensing.copyright or NOASSERTION,
        "summary": package.summary,
        "externalRefs": [*_external_references(package), *advisories],
        "primaryPackagePurpose": PURPOSES[package.purpose],
    }
    return known(fields)


def _agent(agent: Agent) -> str:
    """Return an agent; empty parentheses behind a name that has some, for those would be read."""
    name = f"{AGENTS[agent.kind]}: {agent.name}"
    has_parentheses = "(" in agent.name or ")" in agent.name
    return f"{name} ({agent.email or ''})" if agent.email or has_parentheses else name


def _external_references(package: Package) -> Iterator[dict[str, str]]:
    for purl in package.purls:
        yield {
            "referenceCategory": "PACKAGE-MANAGER",
            "referenceType": "purl",
            "referenceLocator": purl,
        }
    for reference in package.references:
        comment = line(reference.comment)
        yield {
            "referenceCategory": "OTHER",
            "referenceType": reference.type,
            "referenceLocator": reference.url,
            **({"comment": comment} if comment else {}),
        }


def _annotations(package: Package, document: Document) -> Iterator[dict[str, str]]:
    yield _annotation(package.facts, document.created)
    for layer in document.layers if package.id == SUBJECT else ():
        yield _annotation(layer, document.created)


def _annotation(facts: Mapping[str, object], created: str) -> dict[str, str]:
    return {
        "annotator": f"Tool: {TOOL}",
        "annotationDate": created,
        "annotationType": "OTHER",
        "comment": statement(facts),
    }


def _relations(relationship: Relationship) -> Iterator[dict[str, str]]:
    """Yield one for each target, and what is to be said where there is none, or more."""
    source, kind = relationship.source, relationship.kind
    for target, comment in relationship.targets.items():
        if kind in REVERSED:
            yield _related(target, REVERSED[kind], source, comment)
        else:
            yield _related(source, kind.name, target, comment)
    if kind is Kind.DEPENDS_ON:
        for requirement in relationship.missing:
            yield _related(source, kind.name, NOASSERTION, f"not there: {requirement}")
        if not relationship.targets and not relationship.missing:
            is_complete = relationship.completeness is Completeness.COMPLETE
            yield _related(source, kind.name, "NONE" if is_complete else NOASSERTION)


def _related(source: str, kind: str, target: str, comment: str | None = None) -> dict[str, str]:
    related = {
        "spdxElementId": source,
        "relationshipType": kind,
        "relatedSpdxElement": target,
    }
    return related | {"comment": comment} if comment else related


SPDX_JSON: Final = Emitter(
    name="spdx-json", media_type="application/spdx+json; version=2.3", emit=emit
)
