"""The report as static analysis results (SARIF 2.1.0, OASIS), as GitHub's code scanning takes them.

A result is what one vulnerability is to one version of a distribution, at all places where that is.
What does not count is there as well, suppressed or unchanged; what nobody can tell is ``review``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from scanner.formats.date_time import is_date_time
from scanner.formats.emitter import Emitter
from scanner.formats.json_text import json_text
from scanner.formats.plain_text import printable
from scanner.formats.sarif.location import ROOT, of_path
from scanner.formats.sarif.message import message
from scanner.formats.sarif.result import results
from scanner.formats.sarif.rule import rules
from scanner.model.inventory import Coverage
from scanner.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.formats.sarif.message import Data
    from scanner.model.report import Report

SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def emit(report: Report) -> Iterator[str]:
    """Yield the document."""
    yield json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report)]})


def _run(report: Report) -> Data:
    subject = report.inventory.subject
    described = rules(report)
    numbers = {rule["id"]: number for number, rule in enumerate(described)}
    return {
        "tool": {"driver": {"name": "Lading", "version": VERSION, "rules": described}},
        "automationDetails": {"id": f"lading/{quote(printable(subject.location))}/"},
        "invocations": [_invocation(report)],
        "originalUriBaseIds": {ROOT: _root(report)},
        "results": [
            {**result, "ruleIndex": numbers[result["ruleId"]]} for result in results(report)
        ],
        "properties": {
            "coverage": report.inventory.coverage.value,
            "advisories": {
                "digest": printable(report.advisories_digest or ""),
                "sources": [
                    {
                        "name": printable(each.name),
                        "date": printable(each.date),
                        "records": each.records,
                    }
                    for each in report.sources
                ],
            },
        },
    }


def _root(report: Report) -> Data:
    """Return what paths are in; where a directory was named by a relative path, only in words."""
    subject = report.inventory.subject
    text = {"description": message(f"The root of {subject.directory} ({subject.source}).")}
    if not subject.is_live or not subject.location.startswith("/"):
        return text
    path = quote(subject.directory.rstrip("/"), errors="backslashreplace")
    return {"uri": f"file://{path}/", **text}


def _invocation(report: Report) -> Data:
    """Return how the scan went; what nobody can do something about is no problem of the tool."""
    date = report.created
    end = {"endTimeUtc": date} if date and is_date_time(date) else {}
    return {
        "executionSuccessful": report.inventory.coverage is not Coverage.INCOMPLETE,
        "toolExecutionNotifications": [
            {
                "level": "error" if each.incomplete else "warning",
                "descriptor": {"id": printable(each.cataloger) or "scan"},
                "message": message(each.reason),
                "locations": [of_path(each.path)],
            }
            for each in report.inventory.problems
        ],
        "toolConfigurationNotifications": [
            {
                "level": "warning",
                "descriptor": {"id": "idle-decision"},
                "message": message(f"{each.source}: {each.about}: {each.reason}"),
            }
            for each in report.idle_decisions
        ],
        **end,
    }


SARIF: Final = Emitter(name="sarif", media_type="application/sarif+json", emit=emit)
