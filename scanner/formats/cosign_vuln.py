"""A vulnerability scan record, as cosign defines it: what a signed statement on a scan consists of.

``cosign attest --type vuln`` takes it as it is, and policy engines (Kyverno, Sigstore's controller)
know where in it the scanner, its database and the time are. The result is our own JSON report. By
the specification the times have to be there; where nobody gives one, it is the first of all.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from scanner.formats.emitter import Emitter
from scanner.formats.native_json import NATIVE_JSON
from scanner.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.model.report import Report

UNDATED: Final = "1970-01-01T00:00:00Z"


def emit(report: Report) -> Iterator[str]:
    """Yield the document."""
    when = report.created or UNDATED
    scanner = {
        "uri": f"pkg:pypi/lading@{VERSION}",
        "version": VERSION,
        "db": {"uri": "", "version": report.advisories_digest or ""},
    }
    invocation = {"parameters": None, "uri": "", "event_id": "", "builder.id": ""}
    metadata = {"scanStartedOn": when, "scanFinishedOn": when}
    yield f'{{"invocation": {json.dumps(invocation)},\n'
    yield f'"scanner": {json.dumps(scanner)[:-1]}, "result": '
    yield from NATIVE_JSON.emit(report)
    yield f'}},\n"metadata": {json.dumps(metadata)}}}\n'


COSIGN_VULN: Final = Emitter(name="cosign-vuln", media_type="application/json", emit=emit)
