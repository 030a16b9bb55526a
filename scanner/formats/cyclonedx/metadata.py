"""What a document says of itself: how it came to be, and what it leaves out."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from scanner.formats.cyclonedx.completeness import unhashed
from scanner.formats.cyclonedx.data import Data, flag, known, properties
from scanner.formats.cyclonedx.imprint import published_by, said_of_subject
from scanner.formats.cyclonedx.reference import TOOL
from scanner.formats.cyclonedx.subject import subject_of
from scanner.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.model.inventory import Inventory
    from scanner.model.report import Report

LICENSE: Final = "CC0-1.0"
"""Of the document itself: facts are nobody's."""


def metadata_of(report: Report) -> Data:
    """Return the metadata of a document on a report."""
    inventory = report.inventory
    tool = {"type": "application", "bom-ref": TOOL, "name": "lading", "version": VERSION}
    return known(
        {
            "timestamp": report.created,
            "lifecycles": [{"phase": "operations" if inventory.subject.is_live else "post-build"}],
            "tools": {"components": [tool]},
            **published_by(report.imprint),
            "component": subject_of(inventory.subject) | said_of_subject(report.imprint),
            "licenses": [{"license": {"id": LICENSE}}],
            "properties": properties(_facts(inventory)),
        }
    )


def _facts(inventory: Inventory) -> Iterator[tuple[str, str | None]]:
    documented = inventory.documented_components
    yield "coverage", inventory.coverage.value
    yield "verified", flag(inventory.subject.verified)
    yield "emails", "withheld" if inventory.emails_withheld else None
    for name in sorted(state.value for state in inventory.included):
        yield "included", name
    left_out = Counter(component.state for component in inventory.components)
    left_out.subtract(component.state for component in documented)
    for state, count in sorted(left_out.items(), key=lambda item: item[0].value):
        yield f"left-out:{state.value}", str(count) if count else None
    yield from unhashed(documented)
    for problem in inventory.problems:
        yield "problem", problem.line
