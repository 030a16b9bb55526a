"""CycloneDX as VEX: the vulnerabilities with their analyses, and no components but theirs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from scanner.formats.cyclonedx import emit
from scanner.formats.cyclonedx.document import document_of
from scanner.formats.cyclonedx.json import json_of
from scanner.formats.emitter import Emitter

if TYPE_CHECKING:
    from scanner.formats.cyclonedx.data import Data
    from scanner.model.report import Report

KEPT: Final = ("type", "bom-ref", "name", "version", "purl", "hashes")
"""What tells which component it is."""


def vex_of(report: Report) -> Data:
    """Return the document, still without a serial number."""
    document = document_of(report)
    affected = {
        affects["ref"]
        for vulnerability in document.get("vulnerabilities", ())
        for affects in vulnerability["affects"]
    }
    components = [
        {key: component[key] for key in KEPT if key in component}
        for component in _all(document["components"])
        if component["bom-ref"] in affected
    ]
    left_out = ("dependencies", "compositions")
    kept = {key: value for key, value in document.items() if key not in left_out}
    return {**kept, "components": components}


def _all(components: list[Data]) -> list[Data]:
    """Return components with those inside of them, however deep."""
    found = list(components)
    for component in found:
        found.extend(component.get("components", ()))
    return found


CYCLONEDX_VEX_JSON: Final = Emitter(
    name="cyclonedx-vex-json",
    media_type="application/vnd.cyclonedx+json; version=1.6",
    emit=partial(emit, version="1.6", write=json_of, document_of=vex_of),
)
