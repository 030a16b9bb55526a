"""OpenVEX 0.2.0: what somebody decided on each vulnerability that was found, for others to read.

A product is named by its package URL, and so what was decided for one of several equal copies only
is not said of any. A statement is ``affected`` where a risk is put up with, and
``under_investigation`` where nobody has decided. OpenVEX has no document without a statement; one
about nothing is written with none, and its schema does not take it.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from scanner.formats.container import image_purl
from scanner.formats.emitter import Emitter
from scanner.formats.json_text import json_text
from scanner.formats.wording.sentence import ended
from scanner.metadata.core_metadata import visible
from scanner.model.decision import ACCEPTED, FIXED, JUSTIFICATIONS, NOT_AFFECTED
from scanner.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scanner.model.decision import Decision
    from scanner.model.finding import Finding
    from scanner.model.inventory import Subject
    from scanner.model.report import Report

CONTEXT: Final = "https://openvex.dev/ns/v0.2.0"
UNDATED: Final = "1970-01-01T00:00:00Z"
"""The time of a document to which nobody gave one: it has to have one, and no clock is asked."""
RANKS: Final = (NOT_AFFECTED, FIXED, ACCEPTED)
"""Of what is decided of equal copies, the last of these counts; nothing decided comes behind."""


def emit(report: Report) -> Iterator[str]:
    """Yield the document."""
    authors = ", ".join(filter(None, (author.name for author in report.imprint.authors)))
    document: dict[str, Any] = {
        "author": authors or "lading",
        "role": "Document Creator",
        "timestamp": report.created or UNDATED,
        "version": 1,
        "tooling": f"lading {VERSION}",
        "statements": list(_statements(report)),
    }
    digest = hashlib.sha256(json.dumps(document).encode()).digest()
    number = UUID(bytes=digest[:16], version=5)
    yield json_text({"@context": CONTEXT, "@id": number.urn, **document})


def _statements(report: Report) -> Iterator[dict[str, Any]]:
    groups: dict[str, tuple[dict[str, Any], set[str]]] = {}
    for (identifier, purl), findings in sorted(_by_purl(report.findings).items()):
        weakest = max(findings, key=_rank)
        said = {"vulnerability": _vulnerability(weakest), **_said(weakest)}
        key = identifier + json.dumps(said, sort_keys=True)
        groups.setdefault(key, (said, set()))[1].add(purl)
    for _, (said, purls) in sorted(groups.items()):
        yield said | {"products": list(_products(report.inventory.subject, sorted(purls)))}


def _by_purl(findings: Iterable[Finding]) -> dict[tuple[str, str], list[Finding]]:
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.id, finding.component.purl), []).append(finding)
    return groups


def _rank(finding: Finding) -> int:
    status = finding.decision.status if finding.decision else None
    return RANKS.index(status) if status in RANKS else len(RANKS)


def _vulnerability(finding: Finding) -> dict[str, Any]:
    """Return it by its CVE, which most readers know it by."""
    cves = sorted(name for name in finding.names if name.startswith("CVE-"))
    name = cves[0] if cves else finding.id
    return {"name": name, "aliases": sorted(finding.names - {name})}


def _said(finding: Finding) -> dict[str, str]:
    decision = finding.decision
    if decision is None:
        left = f"Left to the advisories for {finding.left_to}." if finding.left_to else None
        return {"status": "under_investigation"} | ({"status_notes": left} if left else {})
    notes = _notes(decision)
    if decision.status == ACCEPTED:
        return {"status": "affected", "action_statement": notes}
    if decision.status == FIXED:
        return {"status": FIXED, "status_notes": notes}
    if decision.justification in JUSTIFICATIONS:
        said = {"justification": decision.justification or "", "status_notes": notes}
        return {"status": NOT_AFFECTED, **said}
    reason = " ".join(filter(None, (decision.justification, notes)))
    return {"status": NOT_AFFECTED, "impact_statement": reason}


def _notes(decision: Decision) -> str:
    """Return why, who says so, and until when."""
    until = ("a version fixes it" if decision.until_fix else None, decision.expires)
    parts = (
        ended(visible(decision.reason or "")) or "No reason is given.",
        ended(f"By {decision.owner}") if decision.owner else None,
        f"Until {' or '.join(filter(None, until))}." if any(until) else None,
    )
    return " ".join(filter(None, parts))


def _products(subject: Subject, purls: list[str]) -> Iterator[dict[str, Any]]:
    """Yield the image with its parts; where it is none that has a digest, the parts themselves."""
    parts = [{"@id": purl, "identifiers": {"purl": purl}} for purl in purls]
    image, digest = image_purl(subject), (subject.digest or "").removeprefix("sha256:")
    if image:
        yield {"@id": image, "identifiers": {"purl": image}, "subcomponents": parts}
    elif digest:
        yield {"hashes": {"sha-256": digest}, "subcomponents": parts}
    else:
        yield from parts


OPENVEX: Final = Emitter(name="openvex", media_type="application/openvex+json", emit=emit)
