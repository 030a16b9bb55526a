"""The whole report as one page of HTML."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from scanner.formats.licenses.attributed import attributed
from scanner.formats.licenses.emitter import LicenseEmitter
from scanner.formats.licenses.row import said
from scanner.formats.page import rendered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.licenses.report import LicenseReport

UNKNOWN: Final = "unknown"
_TONES: Final = {
    "permissive": "calm",
    "public-domain": "calm",
    "copyleft": "hot",
    UNKNOWN: "odd",
}
"""How loud a category is; the others are as loud as weak copyleft."""


def emit(report: LicenseReport) -> Iterator[bytes]:
    """Yield the page in pieces."""
    values = {
        "report": report,
        "subject": report.inventory.subject,
        "layers": {layer.index: layer.created_by for layer in report.inventory.subject.layers},
        "categories": _counted(report),
        "conflicts": [entry for entry in report.entries if entry.licensing.conflicts],
        "attributions": attributed(report),
        "said": said,
        "tone": _tone,
    }
    for piece in rendered("scanner.formats.licenses", values):
        yield piece.encode()


def _counted(report: LicenseReport) -> list[tuple[str, int]]:
    categories = Counter(entry.category or UNKNOWN for entry in report.entries)
    return sorted(categories.items(), key=lambda item: (-item[1], item[0]))


def _tone(category: str) -> str:
    return _TONES.get(category, "warm")


HTML_PAGE: Final = LicenseEmitter(name="html", media_type="text/html", emit=emit)
