"""What became of findings, as JSON."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from scanner.diff.turn import FIELDS
from scanner.difference import differences
from scanner.formats.json_text import json_text
from scanner.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scanner.diff.turn import Turn
    from scanner.model.report import Report

FORMAT: Final = 1


def document_of(before: Report, after: Report, turns: Sequence[Turn]) -> str:
    """Return the document."""
    counts = Counter(turn.kind.value for turn in turns)
    return json_text(
        {
            "format": FORMAT,
            "tool": {"name": "lading", "version": VERSION},
            "before": _side(before),
            "after": _side(after),
            "code_changed": bool(differences(before.inventory, after.inventory)),
            "data_changed": before.advisories_digest != after.advisories_digest,
            "counts": {kind: counts[kind] for kind in ("new", "gone", "changed")},
            "findings": [_turn(turn) for turn in turns],
        }
    )


def _side(report: Report) -> dict[str, object]:
    return {
        "location": report.inventory.subject.location,
        "digest": report.inventory.subject.digest,
        "advisories": {
            "digest": report.advisories_digest,
            "sources": [{"name": each.name, "date": each.date} for each in report.sources],
        },
    }


def _turn(turn: Turn) -> dict[str, object]:
    finding = turn.finding
    component = finding.component
    return {
        "kind": turn.kind.value,
        "cause": turn.cause.value,
        "id": finding.id,
        "aliases": list(finding.aliases),
        "name": component.name,
        "version": component.version,
        "path": f"/{component.evidence.path}",
        "severity": finding.severity.level.name.lower(),
        "counted": finding.counts,
        "changed": {
            name: {
                "before": turn.before and FIELDS[name](turn.before),
                "after": turn.after and FIELDS[name](turn.after),
            }
            for name in turn.changed
        },
    }
