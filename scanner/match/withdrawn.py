"""Records that their databases have taken back, for whoever wants to see them.

They decide nothing: they are neither counted nor ranked, no policy and no advice knows of them, and
no component is less clean for them. So they are added to a report that is judged already.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scanner.match.dossier import Dossier
from scanner.match.identity import identity_of
from scanner.match.matcher import unmatched
from scanner.model.decision import NOT_AFFECTED, Decision, Ground
from scanner.model.version import InstalledVersion

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scanner.advisories.index import AdvisoryIndex
    from scanner.judging import Judging
    from scanner.match.identity import Identity
    from scanner.model.advisory import Advisory
    from scanner.model.component import Component
    from scanner.model.finding import Finding
    from scanner.model.names import NormalizedName
    from scanner.model.report import Report


def with_withdrawn(report: Report, index: AdvisoryIndex, judging: Judging) -> Report:
    """Return a report with a finding, that does not count, for each withdrawn record.

    Raises:
        UnreadableAdvisories: if the index is damaged.

    """
    identities = [
        (component, identity)
        for component in report.inventory.components
        for identity in (identity_of(component),)
        if unmatched(component, identity, judging, report.inventory.included) is None
    ]
    known = index.advisories_for({identity.name for _, identity in identities})
    withdrawn = {
        name: [record for record in records if record.withdrawn is not None]
        for name, records in known.items()
    }
    findings = tuple(_findings(identities, withdrawn, judging))
    ids = {record.id for finding in findings for record in finding.advisories}
    return replace(
        report,
        findings=(*report.findings, *findings),
        details={**report.details, **index.details(ids)},
    )


def _findings(
    identities: list[tuple[Component, Identity]],
    withdrawn: Mapping[NormalizedName, list[Advisory]],
    judging: Judging,
) -> Iterator[Finding]:
    # What a withdrawn record said is found out as if it stood.
    dossiers = {
        name: Dossier([replace(each, withdrawn=None) for each in records], repairs=judging.repairs)
        for name, records in withdrawn.items()
    }
    for component, identity in identities:
        if identity.version is None or identity.name not in dossiers:
            continue
        version = InstalledVersion.of(identity.version)
        records = {record.id: record for record in withdrawn[identity.name]}
        for finding in dossiers[identity.name].findings_of(component, version, None):
            advisories = tuple(records[each.id] for each in finding.advisories)
            decision = _taken_back(advisories)
            yield replace(finding, advisories=advisories, decision=decision)


def _taken_back(records: tuple[Advisory, ...]) -> Decision:
    """Return the decision that a withdrawal is: of the database, and not of anybody here."""
    days = sorted({(record.withdrawn or "")[:10] for record in records})
    return Decision(
        ground=Ground.WITHDRAWAL,
        source=records[0].source or records[0].id,
        status=NOT_AFFECTED,
        reason=f"withdrawn on {', '.join(days)}",
    )
