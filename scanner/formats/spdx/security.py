"""Vulnerabilities as elements of SPDX 3.0.1, by its profile *security*.

Scores, exploitation and how packages stand to a vulnerability are relationships of their own, from
it to the packages. A score is told with a vector only, for both have to be there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from scanner.formats.spdx.vulnerability import Standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.formats.spdx.vulnerability import Assessment, Vulnerability

KEV: Final = "https://www.cisa.gov/known-exploited-vulnerabilities-catalog"
STANDINGS: Final = {
    Standing.AFFECTED: ("VexAffected", "affects"),
    Standing.NOT_AFFECTED: ("VexNotAffected", "doesNotAffect"),
    Standing.FIXED: ("VexFixed", "fixedIn"),
    Standing.UNDER_INVESTIGATION: ("VexUnderInvestigation", "underInvestigationFor"),
}
"""The classes of assessments, and the names of their relationships."""
CVSS: Final = {"CVSS:4.": "CvssV4", "CVSS:3.": "CvssV3", "AV:": "CvssV2"}
WITHOUT_SEVERITY: Final = "CvssV2"


def elements_of(vulnerability: Vulnerability) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield class, name and fields of each element; what is from the vulnerability says to what."""
    yield "security_Vulnerability", vulnerability.id, _vulnerability(vulnerability)
    for kind, fields in _ratings(vulnerability):
        yield _related(vulnerability, kind, "hasAssessmentFor", vulnerability.packages, fields)
    for number, each in enumerate(vulnerability.assessments, 1):
        kind, relationship = STANDINGS[each.standing]
        fields = {"security_statusNotes": each.notes, **_said(each)}
        related = _related(vulnerability, kind, relationship, each.packages, fields)
        yield related[0], f"{related[1]}-{number}", related[2]


def _vulnerability(vulnerability: Vulnerability) -> dict[str, Any]:
    return {
        "name": vulnerability.name,
        "summary": vulnerability.summary,
        "externalIdentifier": [
            {
                "type": "ExternalIdentifier",
                "externalIdentifierType": "cve" if name.startswith("CVE-") else "securityOther",
                "identifier": name,
            }
            for name in (vulnerability.name, *vulnerability.aliases)
        ],
        "externalRef": [
            {
                "type": "ExternalRef",
                "externalRefType": "securityAdvisory",
                "locator": list(vulnerability.links),
            }
        ],
        "security_publishedTime": vulnerability.published,
        "security_modifiedTime": vulnerability.modified,
    }


def _ratings(vulnerability: Vulnerability) -> Iterator[tuple[str, dict[str, Any]]]:
    severity, threat = vulnerability.severity, vulnerability.threat
    vector = severity.vector or ""
    kind = next((kind for start, kind in CVSS.items() if vector.startswith(start)), None)
    if kind and severity.score is not None:
        level = {"security_severity": severity.level.name.lower()}
        yield (
            kind,
            {
                "security_score": severity.score,
                "security_vectorString": vector,
                **(level if kind != WITHOUT_SEVERITY else {}),
            },
        )
    if chance := threat.probability:
        yield (
            "Epss",
            {
                "security_probability": chance.score,
                "security_percentile": chance.percentile,
                "comment": f"{chance.cve} of {chance.date}",
            },
        )
    if threat.exploited:
        yield (
            "ExploitCatalog",
            {
                "security_catalogType": "kev",
                "security_exploited": True,
                "security_locator": KEV,
                "comment": ", ".join(f"{each.cve} since {each.added}" for each in threat.exploited),
            },
        )


def _said(assessment: Assessment) -> dict[str, Any]:
    """Return what is to be done, or why nothing is."""
    match assessment.standing:
        case Standing.AFFECTED:
            return {"security_actionStatement": assessment.statement}
        case Standing.NOT_AFFECTED:
            first, *rest = (assessment.justification or "").split("_")
            word = first + "".join(each.capitalize() for each in rest)
            return {
                "security_impactStatement": assessment.statement,
                "security_justificationType": word,
            }
        case _:
            return {}


def _related(
    vulnerability: Vulnerability,
    kind: str,
    relationship: str,
    packages: tuple[str, ...],
    fields: dict[str, Any],
) -> tuple[str, str, dict[str, Any]]:
    return (
        f"security_{kind}VulnAssessmentRelationship",
        f"{vulnerability.id}-{kind}",
        {"relationshipType": relationship, "to": packages, **fields},
    )
