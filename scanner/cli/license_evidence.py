"""The chain of evidence of one distribution's licence, for people on a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding

from scanner.cli.license_table import text_of
from scanner.licenses.report import LicenseEntry, LicenseReport
from scanner.model.license import LicenseText
from scanner.model.names import normalized

MAX_COPYRIGHTS = 5
"""Of a text; all of them are in a NOTICE file."""


def entries_of(report: LicenseReport, name: str) -> list[LicenseEntry]:
    """Return the components of a name, however it is spelled."""
    wanted = normalized(name)
    return [entry for entry in report.entries if normalized(entry.component.name) == wanted]


def print_evidence(entries: list[LicenseEntry], report: LicenseReport, console: Console) -> None:
    """Print everything that was said and found, place by place."""
    layers: dict[int | None, str] = {
        layer.index: layer.created_by for layer in report.inventory.subject.layers
    }
    for entry in entries:
        concluded = entry.licensing.concluded
        console.print(
            text_of(entry.named, "bold"),
            text_of(concluded or "open", "green" if concluded else "magenta"),
        )
        lines = (*_subject(entry, layers), *_statements(entry), *_texts(entry), *_verdict(entry))
        for line, style in lines:
            console.print(Padding(text_of(line, style), (0, 0, 0, 2), expand=False))
        console.print()


def _subject(entry: LicenseEntry, layers: dict[int | None, str]) -> list[tuple[str, str]]:
    component, licensing = entry.component, entry.licensing
    layer = component.evidence.layer
    where = f" (layer {layer}: {layers.get(layer, '')})" if layer is not None else ""
    decided = f"decided by {licensing.curated_by}" if licensing.curated_by else ""
    sure = f"confidence {licensing.confidence:.2f}" if licensing.concluded else ""
    part = f"a part of {entry.part_of}" if entry.parent else ""
    lines = (part, f"/{component.evidence.path}{where}", licensing.reason, decided or sure)
    return [(line, "dim") for line in lines if line]


def _statements(entry: LicenseEntry) -> list[tuple[str, str]]:
    lines = []
    for each in entry.said:
        comes_to = each.expression or "cannot be told"
        lines.append((f"{each.source} says {each.raw!r}: {comes_to}", ""))
        if aside := ", ".join(filter(None, (each.place, each.reason))):
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
    licensing = entry.licensing
    lines = []
    if licensing.bundled:
        lines.append((f"bundled: {', '.join(licensing.bundled)}", ""))
    for conflict in licensing.conflicts:
        lines += [(f"conflict: {conflict.message}", "red"), (f"  {conflict.advice}", "dim")]
    if entry.category:
        lines.append((f"category: {entry.category}", ""))
    lines += [(f"policy: {objection}", "yellow") for objection in entry.objections]
    if entry.choice:
        lines.append((f"choice: {entry.choice}", ""))
    if entry.duties:
        lines.append(("obligations:", ""))
    lines += [(f"  {duty.sentence}", "dim") for duty in entry.duties]
    return lines
