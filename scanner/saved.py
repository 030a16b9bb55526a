"""Saved reports, and what they and other documents know of findings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scanner.document import HEAD_BYTES, PREFIX, content_of, report_at
from scanner.errors import UnreadableDocument
from scanner.formats.reading.native import detects
from scanner.match.baseline import baseline_of, undecided
from scanner.metadata.json_lines import parse_json
from scanner.metadata.package_url import PYPI
from scanner.metadata.vex.cyclonedx import undecided_in

if TYPE_CHECKING:
    from scanner.match.baseline import Baseline
    from scanner.model.report import Report


def saved_report(target: str) -> Report | None:
    """Return a report that was compared with advisories; None if the target is none.

    Raises:
        UnreadableDocument: if it cannot be read.

    """
    path = Path(target.removeprefix(PREFIX))
    if not path.is_file():
        return None
    with path.open("rb") as file:
        if not detects(file.read(HEAD_BYTES)):
            return None
    report = report_at(str(path))
    return report if report.sources else None


def baseline_in(location: str) -> Baseline:
    """Return the findings that a report of ours has, or an SBOM with vulnerabilities.

    Raises:
        UnreadableDocument: if it is none that can have some.

    """
    if report := saved_report(location):
        return baseline_of(undecided(report))
    try:
        document, _ = parse_json(content_of(location).decode("utf-8-sig"))
    except ValueError as error:
        raise UnreadableDocument(f"{location}: {error}") from error
    if document.text("bomFormat") != "CycloneDX":
        reason = "neither a report of ours that has findings, nor CycloneDX as JSON"
        raise UnreadableDocument(f"{location}: {reason}")
    return frozenset(
        (product.purl.name, None, name)
        for names, products in undecided_in(document)
        for product in products
        if product.purl and product.purl.kind == PYPI
        for name in names
    )
