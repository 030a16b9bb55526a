"""How a finding follows from advisories, for people: one line for each step."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.model.advisory import Level, Status
from scanner.model.explanation import (
    Edge,
    EntryAccount,
    EntryStep,
    Explanation,
    FindingAccount,
    IntervalStep,
    Judgement,
    RangeAccount,
    RecordAccount,
    RecordStep,
)
from scanner.model.proof import Proof

ANSWERS = {
    Status.AFFECTED: "affected",
    Status.UNDETERMINED: "undetermined",
    Status.NOT_AFFECTED: "not affected",
}
MAX_LISTED = 20
"""Of listed versions, how many are named; the JSON has all of them."""


def lines_of(explanation: Explanation) -> Iterator[str]:
    """Yield the lines."""
    for record in explanation.records:
        yield from _record(record)
        yield ""
    for judgement in explanation.judgements:
        yield from _judgement(judgement)
        yield ""
    table = explanation.repair_table
    repairs = "not used" if table is None else f"version {table}"
    yield f"Index {explanation.advisories_digest}, repair table {repairs}."
    yield "The rules P1 to P10 and the repairs are in docs/matching.md."


def _record(record: RecordAccount) -> Iterator[str]:
    names = f", also {', '.join(record.aliases)}" if record.aliases else ""
    yield f"{record.id}{names}"
    if record.withdrawn:
        yield f"  withdrawn {record.withdrawn}: it matches nothing (P9)"
    dates = f"  published {record.published or 'unknown'}, modified {record.modified or 'unknown'}"
    yield dates + (f", from {record.source}" if record.source else "")
    if record.related:
        yield f"  related, which joins nothing: {', '.join(record.related)}"
    severity = record.severity
    if severity.level is not Level.UNKNOWN:
        facts = (severity.level.name.lower(), severity.score, severity.vector)
        yield f"  severity {' '.join(str(fact) for fact in facts if fact is not None)}"
    yield from (f"  {link}" for link in record.links)
    for entry in record.entries:
        yield from _entry(entry)


def _entry(entry: EntryAccount) -> Iterator[str]:
    yield f"  affected[{entry.entry}]: {entry.package}"
    for item in entry.ranges:
        yield from _range(item)
    if entry.versions:
        more = f" and {len(entry.versions) - MAX_LISTED} more"
        rest = more if len(entry.versions) > MAX_LISTED else ""
        yield f"    listed, and not in a range: {', '.join(entry.versions[:MAX_LISTED])}{rest}"
    if not entry.ranges and not entry.versions:
        yield "    neither a range nor a version: it matches nothing"


def _range(item: RangeAccount) -> Iterator[str]:
    yield f"    events: {', '.join(item.events)}"
    yield f"    which is: {'; '.join(item.intervals) or 'nothing'}"
    if item.unreadable:
        bounds = ", ".join(item.unreadable)
        yield f"    in doubt (P7): {bounds} is not a version (PEP 440), and no repair makes it one"
    if item.repairs:
        yield f"    bounds made readable by repair {', '.join(item.repairs)}"


def _judgement(judgement: Judgement) -> Iterator[str]:
    place = f" at /{judgement.place}" if judgement.place else ""
    yield f"{judgement.name} {judgement.version or 'without a version'}{place}"
    if judgement.unmatched:
        yield f"  not compared with advisories: {judgement.unmatched.replace('_', ' ')}"
    for step in judgement.steps:
        yield from _step(step)
    for edge in judgement.edges:
        yield f"  {_edge(edge)}"
    for finding in judgement.findings:
        yield from _finding(finding)
    if not judgement.findings:
        yield "  no finding"


def _step(step: RecordStep) -> Iterator[str]:
    if step.is_withdrawn:
        yield f"  {step.record}: withdrawn, not looked at (P9)"
    for entry in step.entries:
        yield from (f"  {step.record} {line}" for line in _entry_step(entry))
    if step.proof:
        yield f"  {step.record} proof: {_proof(step.proof)}"


def _entry_step(entry: EntryStep) -> Iterator[str]:
    if entry.listed is not None:
        yield f"affected[{entry.entry}]: {entry.listed} is listed (P3)"
    yield from (f"affected[{entry.entry}]: {_interval(each)}" for each in entry.intervals)
    yield f"affected[{entry.entry}]: {ANSWERS[entry.status]}"


def _interval(step: IntervalStep) -> str:
    compared = (f"{each.text} {'yes' if each.holds else 'no'}" for each in step.comparisons)
    outcome = "inside" if step.holds else "outside"
    return f"{step.interval}: {', '.join((*compared, outcome))}"


def _proof(proof: Proof) -> str:
    facts = (
        f"entry {proof.entry}",
        f"installed {proof.installed}",
        proof.interval and f"interval {proof.interval}",
        proof.listed and f"listed {proof.listed}",
        proof.bound and f"bound {proof.bound}",
        proof.repair and f"repair {proof.repair}",
        proof.rule and f"rule {proof.rule}",
    )
    return ", ".join(fact for fact in facts if fact)


def _edge(edge: Edge) -> str:
    if edge.is_refused:
        return (
            f"{edge.one} and {edge.other} share {edge.name}, and are two findings all the same: "
            "each goes by a CVE that the other does not (P10)"
        )
    return f"{edge.one} and {edge.other} are one finding: they share {edge.name} (P10)"


def _finding(finding: FindingAccount) -> Iterator[str]:
    yield f"  finding {finding.id}: {ANSWERS[finding.status]}, {finding.reason}"
    yield f"    of {', '.join(finding.records)}; fixed in {finding.fixed_in or 'none known'}"
    if finding.left_to:
        yield f"    does not count: left to the advisories for {finding.left_to}"
    if decision := finding.decision:
        reason = decision.reason or decision.justification or "no reason given"
        yield f"    does not count: {decision.status} by {decision.source}, {reason}"
    yield f"    fingerprint {finding.fingerprint}"
