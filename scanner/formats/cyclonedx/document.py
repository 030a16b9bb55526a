"""The one mapping of a report to CycloneDX: plain data of the newest version, 1.7 (ECMA-424).

What older versions lack, :mod:`.version` moves; how it is written, as JSON or XML, is another
matter. Through the object model of the reference library the same takes 300 times as long; that
library is the referee instead, and validates what is written here in the tests.

A component is an installation: the same distribution in two environments is there twice. Copies
whose code is never run, as test data, are left out, and counted in the document's metadata.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.formats.cyclonedx.assembly import assembled
from scanner.formats.cyclonedx.completeness import compositions
from scanner.formats.cyclonedx.data import Data, known
from scanner.formats.cyclonedx.depends_on import depends_on
from scanner.formats.cyclonedx.imprint import published_at
from scanner.formats.cyclonedx.metadata import metadata_of
from scanner.formats.cyclonedx.reference import SUBJECT, reference_of

if TYPE_CHECKING:
    from scanner.model.report import Report

NEWEST: Final = "1.7"
UNNUMBERED: Final = "urn:uuid:00000000-0000-0000-0000-000000000000"
"""The serial number until it is known, which is when all else is written."""


def document_of(report: Report) -> Data:
    """Return the document, still without a serial number."""
    inventory = report.inventory
    return {
        "bomFormat": "CycloneDX",
        "specVersion": NEWEST,
        "serialNumber": UNNUMBERED,
        "version": 1,
        "metadata": metadata_of(report),
        "components": assembled(inventory),
        **known({"externalReferences": published_at(report.imprint)}),
        "dependencies": list(depends_on(inventory, SUBJECT, reference_of)),
        "compositions": compositions(inventory),
        **known({"vulnerabilities": _vulnerabilities(report)}),
    }


def _vulnerabilities(report: Report) -> list[Data]:
    """Return what was found, which takes words that nothing else does."""
    if not report.findings:
        return []
    from scanner.formats.cyclonedx.vulnerability import vulnerabilities

    return list(vulnerabilities(report))
