"""The inventory as a table: one row for each component at each place, and so for each layer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scanner.formats.cell import Value
    from scanner.licenses.report import LicenseEntry, LicenseReport
    from scanner.model.license import DeclaredLicense


MAX_RAW: Final = 200
"""Characters of a field that somebody wrote a whole licence into."""


def rows(report: LicenseReport) -> list[tuple[Value, ...]]:
    """Return a value for each of :data:`COLUMNS`, for each component."""
    layers = {layer.index: layer.created_by for layer in report.inventory.subject.layers}
    columns = COLUMNS.values()
    return [
        (*(column(entry) for column in columns), layers.get(_layer(entry), ""))
        for entry in report.entries
    ]


def said(license_: DeclaredLicense) -> str:
    """Return what the metadata say, each value with the name of its field."""
    fields = (
        ("License-Expression", license_.expression),
        ("License", license_.text),
        *(("classifier", each.removeprefix("License :: ")) for each in license_.classifiers),
        *(("name", each) for each in license_.names),
    )
    return " | ".join(f"{name}: {_short(value)}" for name, value in fields if value)


def _short(text: str) -> str:
    """Return the beginning of what may be a whole licence, and how long it is."""
    first = text.strip().partition("\n")[0].strip()[:MAX_RAW]
    return first if len(first) == len(text.strip()) else f"{first} … ({len(text):,} characters)"


def _layer(entry: LicenseEntry) -> int:
    index = entry.component.evidence.layer
    return -1 if index is None else index


COLUMNS: Final[Mapping[str, Callable[[LicenseEntry], Value]]] = {
    "Component": lambda entry: entry.component.name,
    "Version": lambda entry: entry.component.version,
    "Concluded": lambda entry: entry.licensing.concluded,
    "Choice": lambda entry: entry.choice,
    "Declared": lambda entry: entry.licensing.declared,
    "Declared as": lambda entry: said(entry.component.license),
    "Bundled": lambda entry: ", ".join(entry.licensing.bundled),
    "Category": lambda entry: entry.category,
    "Verdict": lambda entry: str(entry.outcome),
    "Flags": lambda entry: ", ".join(entry.flags),
    "Obligations": lambda entry: ", ".join(duty.obligation.value for duty in entry.duties),
    "Objections": lambda entry: "; ".join(entry.objections),
    "Confidence": lambda entry: entry.licensing.confidence,
    "Reason": lambda entry: entry.licensing.reason,
    "Part of": lambda entry: entry.part_of,
    "State": lambda entry: entry.component.state.value,
    "Package URL": lambda entry: entry.component.purl,
    "Environment": lambda entry: f"/{entry.component.environment}",
    "Path": lambda entry: f"/{entry.component.evidence.path}",
    "Layer": lambda entry: entry.component.evidence.layer,
}
HEADER: Final = (*COLUMNS, "Created by")
