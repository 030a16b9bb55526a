"""Graphs of dependencies, to be looked at or read by programs: one module per form."""

from __future__ import annotations

from typing import Final

from layers.extensions import Extensions
from scanner.formats.drawing.drawing import Drawing

DRAWINGS: Final = Extensions[Drawing](
    {
        "dot": "scanner.formats.drawing.dot:DOT",
        "json": "scanner.formats.drawing.json:JSON",
        "mermaid": "scanner.formats.drawing.mermaid:MERMAID",
        "text": "scanner.formats.drawing.text:TEXT",
    }
)
