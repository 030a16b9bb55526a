"""SPDX 3.0.1 as JSON-LD.

Everything is an element with a name of its own, in the namespace of the document: people, licence
expressions, annotations and relationships, too. What people and licences have in common is one
element, whatever the number of packages that it belongs to.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final

from scanner.formats.emitter import Emitter
from scanner.formats.json_text import json_lines
from scanner.formats.spdx.annotation import statement
from scanner.formats.spdx.document import TOOL, UNNUMBERED, document_of, numbered
from scanner.formats.spdx.license import HEXADECIMALS, NOASSERTION
from scanner.formats.spdx.package import ARCHIVES, SUBJECT, Purpose, known
from scanner.formats.spdx.relationship import Completeness, Kind
from scanner.formats.spdx.security import elements_of
from scanner.licenses.expression import LIST_VERSION
from scanner.model.contact import Kind as AgentKind
from scanner.model.license import NONE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scanner.formats.spdx.agent import Agent
    from scanner.formats.spdx.document import Document
    from scanner.formats.spdx.package import Package
    from scanner.formats.spdx.relationship import Relationship
    from scanner.model.report import Report

CONTEXT: Final = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"
TERMS: Final = "https://spdx.org/rdf/3.0.1/terms"
NOTHING: Final = f"{TERMS}/Core/NoneElement"
ANYTHING: Final = f"{TERMS}/Core/NoAssertionElement"
CREATION: Final = "_:creation"
CC0: Final = "https://spdx.org/licenses/CC0-1.0"
LICENSES: Final = {
    NONE: f"{TERMS}/ExpandedLicensing/NoneLicense",
    NOASSERTION: f"{TERMS}/ExpandedLicensing/NoAssertionLicense",
}
PURPOSES: Final = {
    Purpose.CONTAINER: "container",
    Purpose.DIRECTORY: "filesystemImage",
    Purpose.INTERPRETER: "platform",
    Purpose.LIBRARY: "library",
}
REFERENCES: Final = {
    "chat": "chat",
    "distribution": "altDownloadLocation",
    "documentation": "documentation",
    "issue-tracker": "issueTracker",
    "mailing-list": "mailingList",
    "release-notes": "releaseNotes",
    "support": "support",
    "vcs": "vcs",
    "website": "altWebPage",
}
COMPLETENESS: Final = {
    Completeness.COMPLETE: "complete",
    Completeness.INCOMPLETE: "incomplete",
    Completeness.UNKNOWN: "noAssertion",
}
RELATIONSHIPS: Final = {
    Kind.CONTAINS: ("contains", None),
    Kind.DEPENDS_ON: ("dependsOn", "runtime"),
    Kind.IS_DEVELOPED_WITH: ("dependsOn", "development"),
    Kind.MAY_DEPEND_ON: ("hasOptionalDependency", "runtime"),
}
"""The names of relationships, and the phases of the software's life that they are of."""
REFERENCE: Final = re.compile(r"LicenseRef-lading-[0-9a-f]{32}")
AGENTS: Final = {AgentKind.PERSON: "Person", AgentKind.ORGANIZATION: "Organization"}


def emit(report: Report) -> Iterator[str]:
    """Return the document line by line."""
    document = document_of(report)
    lines = json_lines({"@context": CONTEXT, "@graph": [*_graph(document)]})
    return numbered(lines, document.uri)


def _graph(document: Document) -> Iterator[dict[str, object]]:
    """Yield all elements: first those that speak of the document, then what is in it."""
    elements = [*_elements(document)]
    authors = [_agent_id(each) for each in document.authors]
    profiles = ["core", "software", "simpleLicensing"]
    profiles += ["security"] if document.vulnerabilities else []
    yield {
        "type": "CreationInfo",
        "@id": CREATION,
        "specVersion": "3.0.1",
        "created": document.created,
        "createdBy": [_iri(each) for each in authors or ("SPDXRef-Author",)],
        "createdUsing": [_iri("SPDXRef-Tool")],
        "comment": document.comment,
    }
    if not authors:
        yield _element("SoftwareAgent", "SPDXRef-Author", {"name": TOOL})
    yield _element("Tool", "SPDXRef-Tool", {"name": TOOL})
    yield _element(
        "SpdxDocument",
        "SPDXRef-DOCUMENT",
        {
            "name": document.name,
            "dataLicense": CC0,
            "profileConformance": profiles,
            "rootElement": [_iri("SPDXRef-Sbom")],
        },
    )
    yield _element(
        "software_Sbom",
        "SPDXRef-Sbom",
        {
            "name": document.name,
            "profileConformance": profiles,
            "software_sbomType": ["deployed" if document.is_deployed else "analyzed"],
            "rootElement": [_iri(SUBJECT)],
            "element": [each["spdxId"] for each in elements],
        },
    )
    yield _annotation("SPDXRef-DOCUMENT", 0, document.facts)
    yield from elements


def _elements(document: Document) -> Iterator[dict[str, object]]:
    """Yield what the document is about."""
    agents: dict[str, Agent] = {_agent_id(each): each for each in document.authors}
    expressions: dict[str, str] = {}
    references = {text.id: _iri(text.id) for text in document.texts}
    for package in document.packages:
        behind = package.agents
        agents |= {_agent_id(each): each for each in (behind.supplier, *behind.originators) if each}
        yield _package(package)
        yield from _file(package)
        yield from _licenses(package, expressions)
        yield _annotation(package.id, 0, package.facts)
    for number, layer in enumerate(document.layers, 1):
        yield _annotation(SUBJECT, number, layer)
    for identifier, agent in agents.items():
        yield _agent(identifier, agent)
    for expression, identifier in expressions.items():
        yield _expression(expression, identifier, references)
    for text in document.texts:
        yield _element(
            "simplelicensing_SimpleLicensingText",
            text.id,
            {"name": text.name, "simplelicensing_licenseText": text.text},
        )
    for relationship in document.relationships:
        yield _relationship(relationship)
    for vulnerability in document.vulnerabilities:
        for kind, identifier, fields in elements_of(vulnerability):
            ends = {"from": _iri(vulnerability.id), "to": [*map(_iri, fields.get("to", ()))]}
            yield _element(kind, identifier, fields | (ends if "to" in fields else {}))


def _package(package: Package) -> dict[str, object]:
    agents, licensing = package.agents, package.licensing
    return _element(
        "software_Package",
        package.id,
        {
            "name": package.name,
            "summary": package.summary,
            "comment": licensing.comments,
            "suppliedBy": agents.supplier and _iri(_agent_id(agents.supplier)),
            "originatedBy": [_iri(_agent_id(each)) for each in agents.originators],
            "externalIdentifier": [
                {
                    "type": "ExternalIdentifier",
                    "externalIdentifierType": "packageUrl",
                    "identifier": purl,
                }
                for purl in package.purls
            ],
            "externalRef": [
                {
                    "type": "ExternalRef",
                    "externalRefType": REFERENCES.get(each.type, "other"),
                    "locator": [each.url],
                    **({"comment": each.comment} if each.comment else {}),
                }
                for each in package.references
            ],
            "verifiedUsing": [
                {"type": "Hash", "algorithm": algorithm, "hashValue": digest}
                for algorithm, digest in package.checksums
            ],
            "software_packageUrl": package.purls[0] if package.purls else None,
            "software_packageVersion": package.version or NOASSERTION,
            "software_primaryPurpose": PURPOSES[package.purpose],
            "software_homePage": package.homepage,
            "software_downloadLocation": package.download,
            "software_sourceInfo": package.source_info,
            "software_copyrightText": licensing.copyright,
        },
    )


def _file(package: Package) -> Iterator[dict[str, object]]:
    """Yield the file that a package is, if it is one, and that it is."""
    if package.file_name is None:
        return
    is_archive = package.file_name.endswith(ARCHIVES)
    purpose = "executable" if package.purpose is Purpose.INTERPRETER else "library"
    yield _element(
        "software_File",
        f"{package.id}-file",
        {
            "name": package.file_name,
            "software_primaryPurpose": "archive" if is_archive else purpose,
        },
    )
    yield _element(
        "Relationship",
        f"{package.id}-hasDistributionArtifact",
        {
            "from": _iri(package.id),
            "relationshipType": "hasDistributionArtifact",
            "to": [_iri(f"{package.id}-file")],
        },
    )


def _licenses(package: Package, expressions: dict[str, str]) -> Iterator[dict[str, object]]:
    """Yield what a package's licence is said to be; new expressions are put to those there are."""
    for kind, expression in (
        ("hasDeclaredLicense", package.licensing.declared),
        ("hasConcludedLicense", package.licensing.concluded),
    ):
        license_ = LICENSES.get(expression)
        if license_ is None:
            digest = _digest(expression)
            license_ = _iri(expressions.setdefault(expression, f"SPDXRef-License-{digest}"))
        yield _element(
            "Relationship",
            f"{package.id}-{kind}",
            {"from": _iri(package.id), "relationshipType": kind, "to": [license_]},
        )


def _expression(
    expression: str, identifier: str, references: Mapping[str, str]
) -> dict[str, object]:
    return _element(
        "simplelicensing_LicenseExpression",
        identifier,
        {
            "simplelicensing_licenseExpression": expression,
            "simplelicensing_licenseListVersion": LIST_VERSION,
            "simplelicensing_customIdToUri": [
                {"type": "DictionaryEntry", "key": reference, "value": references[reference]}
                for reference in dict.fromkeys(REFERENCE.findall(expression))
            ],
        },
    )


def _relationship(relationship: Relationship) -> dict[str, object]:
    """Return a relationship to all others at once; to nothing, where there is nothing."""
    kind, scope = RELATIONSHIPS[relationship.kind]
    nothing = NOTHING if relationship.completeness is Completeness.COMPLETE else ANYTHING
    said = [each for each in relationship.targets.values() if each]
    said += [f"not there: {each}" for each in relationship.missing]
    return _element(
        "LifecycleScopedRelationship" if scope else "Relationship",
        "-".join(filter(None, (relationship.source, kind, scope))),
        {
            "from": _iri(relationship.source),
            "relationshipType": kind,
            "to": [_iri(each) for each in relationship.targets] or [nothing],
            "completeness": COMPLETENESS[relationship.completeness],
            "scope": scope,
            "comment": "\n".join(said),
        },
    )


def _agent(identifier: str, agent: Agent) -> dict[str, object]:
    email = {"type": "ExternalIdentifier", "externalIdentifierType": "email"}
    return _element(
        AGENTS[agent.kind],
        identifier,
        {
            "name": agent.name,
            "externalIdentifier": [email | {"identifier": agent.email}] if agent.email else [],
        },
    )


def _annotation(subject: str, number: int, facts: Mapping[str, object]) -> dict[str, object]:
    return _element(
        "Annotation",
        f"{subject}-annotation-{number}",
        {
            "annotationType": "other",
            "subject": _iri(subject),
            "contentType": "application/json",
            "statement": statement(facts),
        },
    )


def _element(kind: str, identifier: str, fields: Mapping[str, object]) -> dict[str, object]:
    """Return an element with those of its fields that there is something to say of."""
    return {
        "type": kind,
        "spdxId": _iri(identifier),
        "creationInfo": CREATION,
        **known(fields),
    }


def _iri(identifier: str) -> str:
    return f"{UNNUMBERED}#{identifier}"


def _agent_id(agent: Agent) -> str:
    return f"SPDXRef-Agent-{_digest(f'{agent.kind.value} {agent.email} {agent.name}')}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:HEXADECIMALS]


SPDX_3_JSON: Final = Emitter(
    name="spdx-3-json", media_type="application/spdx+json; version=3.0.1", emit=emit
)
