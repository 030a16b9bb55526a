"""A report for people, on a terminal."""

from __future__ import annotations

from datetime import date

from rich.console import Console

from scanner.cli.showing import PLAIN, Showing
from scanner.cli.terminal.decision import print_idle, print_violations
from scanner.cli.terminal.environment import listing_of, print_environment
from scanner.cli.terminal.finding import print_decided, print_findings
from scanner.cli.terminal.line import TONES, print_wrapped, text_of
from scanner.cli.terminal.problem import print_changes, print_problems
from scanner.cli.terminal.upkeep import print_upkeep
from scanner.formats.wording.finding import places_of, sorted_findings
from scanner.formats.wording.subject import counted, facts_of
from scanner.formats.wording.verdict import day_of, fates, source_in_words, verdict
from scanner.model.inventory import Subject
from scanner.model.report import Report

LEFT_TITLE = "Left to the operating system's own advisories"
KNOWN_TITLE = "Known before"


def print_report(report: Report, console: Console, showing: Showing = PLAIN) -> None:
    """Print everything that a person looks for, the worst last: it is what stays in sight."""
    day = showing.today or day_of(report)
    _print_subject(report.inventory.subject, console)
    listing = listing_of(report)
    for environment in report.inventory.environments:
        print_environment(environment, listing, console)
    found, places = sorted_findings(report), places_of(report)
    print_findings(LEFT_TITLE, found.left, places, console)
    print_findings(KNOWN_TITLE, found.known, places, console)
    print_decided(found.decided, console)
    print_findings("Findings", found.counted, places, console, why_rank=showing.why_rank)
    print_idle(report.idle_decisions, console)
    print_upkeep(report, day, console)
    print_changes(report, console)
    print_problems(report, console)
    print_violations(report.violations, console)
    _print_sums(report, day, console)
    for statement in verdict(report):
        print_wrapped(text_of(statement.text, TONES[statement.tone]), console)


def _print_subject(subject: Subject, console: Console) -> None:
    facts = text_of(" · ".join(facts_of(subject)), "dim")
    console.print(text_of(subject.location, "bold"), facts)
    console.print()


def _print_sums(report: Report, day: date | None, console: Console) -> None:
    """Print what became of all that was found, and by which advisories."""
    if not report.sources:
        return
    components = counted(len(report.inventory.components), "component")
    counts = "; ".join(f"{count:,} {fate}" for count, fate in fates(report.tally))
    if counts:
        print_wrapped(text_of(f"Of {components}: {counts}.", "dim"), console)
    for source in report.sources:
        told = (
            f"Advisories: {source.name} {source_in_words(source, day)} "
            f"({source.license}, {source.url})"
        )
        print_wrapped(text_of(told, "dim"), console)
