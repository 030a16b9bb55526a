"""Where something is: the file, the line if a manifest declares it, and the layer of an image."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.formats.plain_text import printable
from scanner.model.names import quoted

if TYPE_CHECKING:
    from scanner.formats.sarif.message import Data
    from scanner.model.component import Component
    from scanner.model.inventory import Subject

ROOT: Final = "%SRCROOT%"


def of_component(component: Component, subject: Subject) -> Data:
    """Return the place of the evidence of a component."""
    evidence = component.evidence
    place = of_path(evidence.path, evidence.line)
    layers = (each for each in subject.layers if each.index == evidence.layer)
    names = [
        {
            "name": f"layer {layer.index}",
            "fullyQualifiedName": printable(layer.diff_id or layer.digest or f"{layer.index}"),
            "kind": "layer",
            "properties": {"created_by": printable(layer.created_by), "in_base": layer.in_base},
        }
        for layer in layers
    ]
    return {**place, "logicalLocations": names} if names else place


def of_path(path: str, line: int | None = None) -> Data:
    """Return a file below what was scanned."""
    # GitHub shows no result without a line.
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": quoted(path, "/") or ".", "uriBaseId": ROOT},
            "region": {"startLine": line or 1},
        }
    }
