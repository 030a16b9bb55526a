"""What a saved document knows of findings: a report of ours, or an SBOM with vulnerabilities.

On what somebody had decided in a report, nothing is known: when the decision ends, that is news.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.document import content_of, report_at
from scanner.errors import UnreadableDocument
from scanner.formats.reading.native import detects
from scanner.match.baseline import baseline_of
from scanner.metadata.json_lines import parse_json
from scanner.metadata.package_url import PYPI
from scanner.metadata.vex.cyclonedx import affected_in

if TYPE_CHECKING:
    from scanner.match.baseline import Baseline


def baseline_in(location: str) -> Baseline:
    """Return the findings that a document has.

    Raises:
        UnreadableDocument: if it is none that can have some.

    """
    data = content_of(location)
    if detects(data):
        report = report_at(location)
        if not report.sources:
            raise UnreadableDocument(f"{location}: it was not compared with advisories")
        return baseline_of(each for each in report.findings if each.decision is None)
    try:
        document, _ = parse_json(data.decode("utf-8-sig"))
    except ValueError as error:
        raise UnreadableDocument(f"{location}: {error}") from error
    if document.text("bomFormat") != "CycloneDX":
        raise UnreadableDocument(f"{location}: neither a report of ours nor CycloneDX as JSON")
    return frozenset(
        (product.purl.name, None, name)
        for names, products in affected_in(document)
        for product in products
        if product.purl and product.purl.kind == PYPI
        for name in names
    )
