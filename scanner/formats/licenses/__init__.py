"""What is known of licences, as documents for people who answer for them: one module each.

They are a table of their own beside :data:`scanner.formats.EMITTERS`, for they are made of another
value, and some are no text.
"""

from __future__ import annotations

from typing import Final

from layers.extensions import Extensions
from scanner.formats.licenses.emitter import LicenseEmitter

LICENSE_EMITTERS: Final = Extensions[LicenseEmitter](
    {
        "bundle": "scanner.formats.licenses.bundle:BUNDLE",
        "csv": "scanner.formats.licenses.csv_table:CSV_TABLE",
        "html": "scanner.formats.licenses.html_page:HTML_PAGE",
        "json": "scanner.formats.licenses.license_json:LICENSE_JSON",
        "notice": "scanner.formats.licenses.notice:NOTICE",
        "xlsx": "scanner.formats.licenses.workbook:WORKBOOK",
    }
)
