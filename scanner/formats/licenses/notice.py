"""A NOTICE file: the texts of all licences, each once, and whose they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.formats.licenses.attributed import attributed
from scanner.formats.licenses.emitter import LicenseEmitter
from scanner.formats.licenses.notice_text import notice_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.licenses.report import LicenseReport


def emit(report: LicenseReport) -> Iterator[bytes]:
    """Yield the file, a text at a time."""
    for piece in notice_of(report, attributed(report)):
        yield piece.encode()


NOTICE: Final = LicenseEmitter(name="notice", media_type="text/plain; charset=utf-8", emit=emit)
