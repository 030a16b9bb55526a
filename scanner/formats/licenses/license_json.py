"""The whole licence report as JSON; ``licenses.schema.json`` beside this file is its JSON Schema.

Keys are only ever added while ``format`` stays the same. Components are as in the report of a scan.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from scanner.errors import UnreadableDocument
from scanner.formats.inventory_json import fields_of
from scanner.formats.json_text import json_text
from scanner.formats.licenses.emitter import LicenseEmitter
from scanner.licenses.comparison import Licensed
from scanner.model.component import State
from scanner.model.inventory import Coverage
from scanner.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.licenses.report import LicenseEntry, LicenseReport

FORMAT: Final = 1
SCHEMA: Final = "urn:lading:licenses:1"
_ALL_STATES: Final = frozenset(state.value for state in State)


def emit(report: LicenseReport) -> Iterator[bytes]:
    """Yield the document."""
    inventory = report.inventory
    subject = inventory.subject
    document = {
        "$schema": SCHEMA,
        "format": FORMAT,
        "tool": {"name": "lading", "version": VERSION},
        "created": report.created,
        "subject": {
            "location": subject.location,
            "names": list(subject.names),
            "digest": subject.digest,
            "image_id": subject.image_id,
            "platform": subject.platform,
        },
        "coverage": inventory.coverage.value,
        "layers": [
            {"index": layer.index, "created_by": layer.created_by, "in_base": layer.in_base}
            for layer in subject.layers
        ],
        "context": report.ruling.context.value,
        "hints": [
            {
                "environment": f"/{hint.environment}",
                "first": list(hint.first),
                "second": list(hint.second),
                "reason": hint.reason,
            }
            for hint in report.ruling.hints
        ],
        "policy_problems": [
            {"path": problem.path, "reason": problem.reason} for problem in report.ruling.problems
        ],
        "components": [_component(entry) for entry in report.entries],
    }
    yield json_text(document).encode()


def read(data: bytes) -> tuple[tuple[Licensed, ...], bool]:
    """Return what a saved report says of licences, and whether that is all there was.

    It may be a licence report, or the report of a scan that asked for licences.

    Raises:
        UnreadableDocument: if it is none of them.

    """
    try:
        document = json.loads(data)
        included = document.get("included", _ALL_STATES)
        licensed = tuple(
            Licensed(
                name=str(component["name"]),
                version=str(component["version"] or ""),
                concluded=_text(component["licensing"]["concluded"]),
                ecosystem=component["purl"].removeprefix("pkg:").partition("/")[0],
            )
            for component in document["components"]
            if component["state"] in included
        )
        return licensed, document["coverage"] != Coverage.INCOMPLETE.value
    except (ValueError, RecursionError) as error:
        raise UnreadableDocument("saved report: it is no JSON") from error
    except (KeyError, TypeError, AttributeError) as error:
        raise UnreadableDocument("saved report: it says nothing of licences") from error


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _component(entry: LicenseEntry) -> dict[str, object]:
    component = entry.component
    return {
        "name": component.name,
        "version": component.version,
        "purl": component.purl,
        "state": component.state.value,
        "environment": f"/{component.environment}",
        "evidence": {"path": f"/{component.evidence.path}", "layer": component.evidence.layer},
        "parent": component.parent and f"/{component.parent}",
        "license": fields_of(component.license),
        "licensing": fields_of(entry.licensing),
        "category": entry.category,
        "outcome": str(entry.outcome),
        "verdicts": [
            {
                "expression": verdict.expression,
                "bundled": verdict.is_bundled,
                "outcome": str(verdict.outcome),
                "rule": verdict.rule,
                "reason": verdict.reason,
                "choice": verdict.choice,
            }
            for verdict in entry.verdicts
        ],
        "obligations": [
            {"name": duty.obligation.value, "licenses": list(duty.licenses)}
            for duty in entry.duties
        ],
        "flags": list(entry.flags),
    }


LICENSE_JSON: Final = LicenseEmitter(name="json", media_type="application/json", emit=emit)
