"""Findings: a table where there is room for one, and else two lines each; the most urgent last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rich.console import Console
from rich.table import Table
from rich.text import Text

from scanner.cli.table import print_table, table_of
from scanner.cli.terminal.environment import version_of
from scanner.cli.terminal.line import LEVELS, print_wrapped, text_of
from scanner.formats.wording.finding import (
    Vulnerability,
    advice,
    marks,
    names_of,
    severity_of,
    to_raise,
    urgency,
    way_of,
)
from scanner.model.advisory import Status
from scanner.model.component import Component, State
from scanner.model.finding import Finding

COLUMNS_OF_TABLE = 120
"""How wide a terminal has to be for one: below, most cells would be folded."""
INDENT = "    "
RISK = "Risk"
SEVERITY_COLUMNS = len("critical 10.0")
HEADINGS = (
    "  Distribution",
    "Version",
    "Severity",
    RISK,
    "Vulnerability",
    "",
    "Fixed in",
    "Where",
)
MARKS = {"malware": "bold red", "exploited": "bold red", "related": "yellow"}


def print_findings(
    title: str,
    vulnerabilities: Iterable[Vulnerability],
    places: Mapping[str, Component],
    console: Console,
    *,
    why_rank: bool = False,
) -> None:
    """Print findings below a title, if there are any."""
    found = _worst_last(vulnerabilities)
    if not found:
        return
    if console.width >= COLUMNS_OF_TABLE and not why_rank:
        print_table(_table(title, found, places), console)
    else:
        console.print(text_of(title, "bold"))
        for each in found:
            _print_lines(each, places, console)
            if why_rank:
                for factor in each.first.threat.factors:
                    console.print(text_of(f"{INDENT}{factor}", "dim"))
    console.print()


def print_decided(vulnerabilities: Iterable[Vulnerability], console: Console) -> None:
    """Print the findings on which somebody decided, each with why, who and until when."""
    found = _worst_last(vulnerabilities)
    if not found:
        return
    console.print(text_of("Suppressed", "bold"))
    for each in found:
        finding = each.first
        print_wrapped(_heading(finding).append_text(_distribution(finding)), console, "  ")
        print_wrapped(text_of(_decision(finding), "dim"), console, INDENT)
    console.print()


def _worst_last(vulnerabilities: Iterable[Vulnerability]) -> list[Vulnerability]:
    """Return them so that what is equally urgent stays in its order."""
    return sorted(vulnerabilities, key=lambda each: urgency(each.first), reverse=True)


def _decision(finding: Finding) -> str:
    decision = finding.decision
    assert decision is not None
    reason = decision.reason or (decision.justification or "").replace("_", " ")
    until = [f"until {decision.expires}"] if decision.expires else []
    until += ["until there is a fix"] if decision.until_fix else []
    facts = ", ".join(filter(None, (decision.owner, *until, decision.source)))
    status = decision.status.replace("_", " ")
    return f"{status}{f': {reason}' if reason else ''} ({facts})"


def _table(title: str, found: list[Vulnerability], places: Mapping[str, Component]) -> Table:
    """Return a row for each vulnerability of each distinct version; no column is empty."""
    rows = [tuple(_cells(each, places)) for each in found]
    kept = [number for number in range(len(HEADINGS)) if any(row[number].plain for row in rows)]
    table = table_of(title)
    for number in kept:
        is_number = HEADINGS[number] == RISK
        table.add_column(
            HEADINGS[number], overflow="fold", justify="right" if is_number else "left"
        )
    for row in rows:
        table.add_row(*(row[number] for number in kept))
    return table


def _cells(vulnerability: Vulnerability, places: Mapping[str, Component]) -> Iterator[Text]:
    """Yield what stands below each of the headings."""
    finding = vulnerability.first
    level = finding.severity.level
    fix, is_known = _fix(finding, places)
    yield text_of(f"  {finding.component.name}")
    yield version_of(finding.component)
    yield text_of(severity_of(finding), LEVELS[level])
    yield text_of(f"{finding.threat.risk:.1f}" if finding.threat.risk else "", "bold")
    yield text_of(" ".join(names_of(finding)) + _doubt(finding))
    yield _marks(finding)
    yield text_of(fix, "green" if is_known else "dim")
    yield text_of(", ".join(_wheres(vulnerability, places)), "dim")


def _print_lines(
    vulnerability: Vulnerability, places: Mapping[str, Component], console: Console
) -> None:
    finding = vulnerability.first
    heading = _heading(finding)
    if finding.threat.risk:
        heading.append_text(text_of(f"risk {finding.threat.risk:.1f}  "))
    print_wrapped(heading.append_text(_marks(finding)), console, "  ")
    fix, is_known = _fix(finding, places)
    line = _distribution(finding).append_text(text_of(" → " if is_known else ", fix "))
    line.append_text(text_of(fix, "green" if is_known else "dim"))
    where = ", ".join(_wheres(vulnerability, places))
    line.append_text(text_of(f"  {where}{_doubt(finding)}", "dim"))
    print_wrapped(line, console, INDENT)


def _heading(finding: Finding) -> Text:
    level = finding.severity.level
    heading = text_of(f"{severity_of(finding):{SEVERITY_COLUMNS}}", LEVELS[level])
    return heading.append_text(text_of(f"  {' '.join(names_of(finding))}  ", "bold"))


def _distribution(finding: Finding) -> Text:
    name = text_of(f"{finding.component.name} ")
    return name.append_text(version_of(finding.component))


def _fix(finding: Finding, places: Mapping[str, Component]) -> tuple[str, bool]:
    """Return what to do, and whether that is anything."""
    raised = to_raise(finding, places)
    told = advice(finding) + (f", raise {raised}" if raised else "")
    return told, bool(finding.fix.version if finding.fix else finding.fixed_in)


def _doubt(finding: Finding) -> str:
    is_doubtful = finding.status is Status.UNDETERMINED
    return f" undetermined: {finding.reason}" if is_doubtful else ""


def _marks(finding: Finding) -> Text:
    """Return the reasons to look at a finding first; of doubts there is a reason elsewhere."""
    shown = [mark for mark in marks(finding) if mark.name != "undetermined"]
    return Text(" ").join(text_of(mark.word, MARKS.get(mark.name, "")) for mark in shown)


def _wheres(vulnerability: Vulnerability, places: Mapping[str, Component]) -> list[str]:
    """Return where something is, each place once, and through what it is there."""
    return list(dict.fromkeys(_where(each, places) for each in vulnerability.findings))


def _where(finding: Finding, places: Mapping[str, Component]) -> str:
    component, evidence = finding.component, finding.component.evidence
    layer = "" if evidence.layer is None else f" (layer {evidence.layer})"
    way = " → ".join(each.name for each in way_of(finding, places)[:-1])
    through = f" through {way}" if way else ""
    if component.state is State.DECLARED:
        return f"/{evidence.path}:{evidence.line}{layer}{through}"
    return f"/{component.environment}{layer}{through}"
