"""What documents say of a finding in whole sentences, with nothing in them that could act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.formats.plain_text import printable, printable_lines
from scanner.formats.wording.finding import names_of, to_raise, way_of
from scanner.model.advisory import Level, Status
from scanner.model.detail import Detail

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.model.component import Component
    from scanner.model.finding import Finding
    from scanner.model.report import Report


def title(finding: Finding, report: Report) -> str:
    """Return what a vulnerability is, in one line."""
    summary = detail_of(finding, report).summary or ""
    words = " ".join(printable_lines(summary).split())
    kind = "Malware" if finding.threat.is_malware else "Vulnerability"
    return words or printable(f"{kind} in {finding.component.name}")


def detail_of(finding: Finding, report: Report) -> Detail:
    """Return what the first of a finding's records with a summary says to people."""
    found = [report.details[each.id] for each in finding.advisories if each.id in report.details]
    with_summary = (each for each in found if each.summary)
    return next(with_summary, found[0] if found else Detail(id=finding.id))


def sentence(finding: Finding) -> str:
    """Return what has which vulnerability, and why that is said."""
    component = finding.component
    is_affected = finding.status is Status.AFFECTED
    verb = "is affected by" if is_affected else "may be affected by"
    what = f"{component.name} {component.version or '(no version)'}"
    return printable(f"{what} {verb} {' / '.join(names_of(finding))}: {finding.reason}.")


def remedy(finding: Finding, places: Mapping[str, Component]) -> str:
    """Return what to do about a finding."""
    if finding.threat.is_malware:
        return printable(f"Remove {finding.component.name}: it is malware.")
    fix = finding.fix
    version = fix.version if fix else finding.fixed_in
    if version is None:
        return "No version without it is known."
    raised = to_raise(finding, places)
    through = f", by raising {raised}" if raised else ""
    remaining = f" It still has {', '.join(fix.remaining)}." if fix and fix.remaining else ""
    return printable(f"Upgrade {finding.component.name} to {version}{through}.{remaining}")


def way_in_words(finding: Finding, places: Mapping[str, Component]) -> str:
    """Return through what a component is there, if that is anything else; else nothing."""
    way = way_of(finding, places)
    return printable(" → ".join(each.name for each in way)) if len(way) > 1 else ""


def reprieve(finding: Finding) -> str:
    """Return why a finding does not count; nothing if it does."""
    if decision := finding.decision:
        words = (decision.justification, decision.reason)
        why = ": ".join(filter(None, words)) or "no reason is given"
        owner = f", says {decision.owner}" if decision.owner else ""
        until = f", until {decision.expires}" if decision.expires else ""
        return printable(f"{decision.status}: {why}{owner}{until} ({decision.source})")
    if finding.left_to:
        return printable(f"left to the advisories for {finding.left_to}")
    return "known from the report that this one is compared with" if finding.is_known else ""


def ended(text: str) -> str:
    """Return what somebody wrote as a sentence that another one may follow."""
    said = text.rstrip()
    return said if not said or said.endswith((".", "!", "?", "…")) else f"{said}."


def is_grave(level: Level) -> bool:
    """Tell whether a level is one of the two worst."""
    return level >= Level.HIGH
