"""Drift as JSON, in the words of its model."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from scanner.formats.json_text import json_text
from scanner.version import VERSION

if TYPE_CHECKING:
    from scanner.drift.difference import Drift

FORMAT: Final = 1


def document_of(drift: Drift) -> str:
    """Return the document."""
    return json_text(
        {
            "format": FORMAT,
            "tool": {"name": "lading", "version": VERSION},
            "project": drift.project,
            "environments": [f"/{path}" for path in drift.environments],
            "differences": [
                asdict(each) | {"kind": each.kind.value, "where": f"/{each.where}"}
                for each in drift.differences
            ],
        }
    )
