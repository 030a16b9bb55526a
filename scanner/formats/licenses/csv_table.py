"""The inventory as comma-separated values (RFC 4180).

UTF-8 with a mark at its beginning, without which Excel takes it for the code page of the country;
every other reader knows the mark as well (``utf-8-sig``). What would be a formula has an apostrophe
before it.
"""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING, Final

from scanner.formats.cell import BYTE_ORDER_MARK, guarded
from scanner.formats.licenses.emitter import LicenseEmitter
from scanner.formats.licenses.row import HEADER, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.licenses.report import LicenseReport


def emit(report: LicenseReport) -> Iterator[bytes]:
    """Yield the table."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    writer.writerows(map(guarded, row) for row in rows(report))
    yield (BYTE_ORDER_MARK + text.getvalue()).encode()


CSV_TABLE: Final = LicenseEmitter(name="csv", media_type="text/csv", emit=emit)
