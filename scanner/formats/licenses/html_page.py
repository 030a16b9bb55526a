"""The whole report as one page of HTML: nothing is fetched, and nothing needs the script in it.

Jinja escapes every value, and a Content Security Policy with the hashes of our own style and script
keeps a browser from running anything else, whatever an image says.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from scanner.formats.licenses.attributed import attributed
from scanner.formats.licenses.emitter import LicenseEmitter
from scanner.formats.licenses.row import said
from scanner.formats.plain_text import printable, printable_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Template

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
    style, script = (_resource(f"page.{suffix}") for suffix in ("css", "js"))
    pieces = _template().generate(
        report=report,
        subject=report.inventory.subject,
        layers={layer.index: layer.created_by for layer in report.inventory.subject.layers},
        categories=_counted(report),
        conflicts=[entry for entry in report.entries if entry.licensing.conflicts],
        attributions=attributed(report),
        said=said,
        style=style,
        script=script,
        style_hash=_hash(style),
        script_hash=_hash(script),
    )
    for piece in pieces:
        yield piece.encode()


def _counted(report: LicenseReport) -> list[tuple[str, int]]:
    categories = Counter(entry.category or UNKNOWN for entry in report.entries)
    return sorted(categories.items(), key=lambda item: (-item[1], item[0]))


@lru_cache(maxsize=1)
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["plain"] = lambda value: printable(str(value))
    environment.filters["lines"] = printable_lines
    environment.filters["tone"] = lambda category: _TONES.get(category, "warm")
    return environment.from_string(_resource("page.html.jinja"))


def _resource(name: str) -> str:
    return files("scanner.formats.licenses").joinpath(name).read_text("utf-8")


def _hash(text: str) -> str:
    """Return what a Content Security Policy calls a source by."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


HTML_PAGE: Final = LicenseEmitter(name="html", media_type="text/html", emit=emit)
