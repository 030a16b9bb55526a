"""The report as one page of HTML for people, which is whole without its script and the network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.formats.emitter import Emitter
from scanner.formats.external_reference import osv_page
from scanner.formats.html.toggle import marks_on, toggles
from scanner.formats.html.view import (
    details_of,
    environments,
    layer_rows,
    license_of,
    links_of,
    spoken_level,
    state_of,
)
from scanner.formats.page import rendered
from scanner.formats.wording import finding, subject, verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.model.report import Report


def emit(report: Report) -> Iterator[str]:
    """Yield the page in pieces."""
    found = finding.sorted_findings(report)
    inventory = report.inventory
    return rendered(
        __name__,
        {
            "report": report,
            "inventory": inventory,
            "subject": inventory.subject,
            "found": found,
            "toggles": toggles(found.counted),
            "environments": environments(report),
            "layers": {layer.index: layer for layer in inventory.subject.layers},
            "details_of": details_of,
            "links_of": links_of,
            "layer_rows": layer_rows(report),
            "systems": subject.systems_of(inventory),
            "interpreters": subject.interpreters_of(inventory),
            "places": finding.places_of(report),
            "license_of": license_of,
            "state_of": state_of,
            "osv_page": osv_page,
            "level": spoken_level,
            "marks_on": marks_on,
            "words": finding,
            "told": subject,
            "verdict": verdict,
            "day": verdict.day_of(report),
        },
    )


HTML: Final = Emitter(name="html", media_type="text/html", emit=emit)
