"""The chain of evidence of one distribution's licence, for people on a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding

from scanner.cli.license_table import text_of
from scanner.model.license import LicenseText
from scanner.model.license_report import LicenseEntry, LicenseReport
from scanner.model.names import normalized


def entries_of(report: LicenseReport, name: str) -> list[LicenseEntry]:
    """Return the components of a name, however it is spelled."""
    wanted = normalized(name)
    return [entry for entry in report.entries if normalized(entry.component.name) == wanted]


def print_evidence(entries: list[LicenseEntry], report: LicenseReport, console: Console) -> None:
    """Print everything that was said and found, place by place."""
    for entry in entries:
        _print_subject(entry, report, console)
        for line, style in (*_statements(entry), *_texts(entry), *_verdict(entry)):
            console.print(Padding(text_of(line, style), (0, 0, 0, 2)))
        console.print()


def _print_subject(entry: LicenseEntry, report: LicenseReport, console: Console) -> None:
    component, licensing = entry.component, entry.licensing
    named = f"{component.name} {component.version or ''}".rstrip()
    concluded = licensing.concluded or "open"
    console.print(
        text_of(named, "bold"), text_of(concluded, "green" if licensing.concluded else "magenta")
    )
    layer = (
        ""
        if component.evidence.layer is None
        else f" (layer {component.evidence.layer}: {report.created_by(entry)})"
    )
    lines = [f"/{component.evidence.path}{layer}", licensing.reason]
    if licensing.curated_by:
        lines.append(f"decided by {licensing.curated_by}")
    elif licensing.concluded:
        lines.append(f"confidence {licensing.confidence:.2f}")
    for line in filter(None, lines):
        console.print(Padding(text_of(line, "dim"), (0, 0, 0, 2)))


def _statements(entry: LicenseEntry) -> list[tuple[str, str]]:
    lines = []
    for each in entry.licensing.statements:
        comes_to = each.expression or "cannot be told"
        lines.append((f"{each.source} says {each.raw!r}: {comes_to}", ""))
        where = f"/{each.path}" if each.path else ""
        if aside := ", ".join(filter(None, (where, each.reason))):
            lines.append((f"  {aside}", "dim"))
    return lines


def _texts(entry: LicenseEntry) -> list[tuple[str, str]]:
    return [line for text in entry.licensing.detected for line in _text(text)]


def _text(text: LicenseText) -> list[tuple[str, str]]:
    whose = ", of third parties" if text.is_third_party else ""
    return [
        (f"/{text.path}{whose}, {text.coverage:.0%} recognised", ""),
        *(
            (
                f"  lines {match.first_line} to {match.last_line}: {match.expression}, "
                f"{match.technique}, score {match.score:.2f}"
                + ("" if match.is_scope_stated else ", scope unstated"),
                "cyan",
            )
            for match in text.matches
        ),
        *((f"  {line}", "dim") for line in text.copyrights[:MAX_COPYRIGHTS]),
    ]


def _verdict(entry: LicenseEntry) -> list[tuple[str, str]]:
    licensing, judgement = entry.licensing, entry.judgement
    lines = []
    if licensing.bundled:
        lines.append((f"bundled: {', '.join(licensing.bundled)}", ""))
    for conflict in licensing.conflicts:
        lines += [(f"conflict: {conflict.message}", "red"), (f"  {conflict.advice}", "dim")]
    if judgement.category:
        lines.append((f"category: {judgement.category}", ""))
    if judgement.reason:
        lines.append((f"policy: {judgement.verdict}, {judgement.reason}", ""))
    if judgement.obligations:
        lines.append((f"obligations: {', '.join(judgement.obligations)}", ""))
    return lines


MAX_COPYRIGHTS = 5
