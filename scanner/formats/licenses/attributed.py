"""The texts that a report gives, with the standard ones of SPDX where there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.licenses.attribution import attributions
from scanner.licenses.corpus import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.licenses.attribution import Attribution
    from scanner.licenses.report import LicenseReport


def attributed(report: LicenseReport) -> Iterator[Attribution]:
    """Yield the texts of all components of a report."""
    components = (entry.component for entry in report.entries)
    return attributions(components, report.inventory.license_texts, text_of)
