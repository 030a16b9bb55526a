"""The chain of evidence of each component as a table: what was said, and what is in its texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.formats.cell import Value
    from scanner.licenses.report import LicenseReport
    from scanner.model.license import LicenseText

EVIDENCE_HEADER: Final = (
    "Component",
    "Version",
    "Source",
    "Says",
    "Expression",
    "File",
    "First line",
    "Last line",
    "Score",
    "Technique",
    "Remark",
)


def evidence_rows(report: LicenseReport) -> Iterator[tuple[Value, ...]]:
    """Yield a row for each statement, and each match in a text."""
    for entry in report.entries:
        named = entry.component.name, entry.component.version
        for each in entry.said:
            yield (
                *named,
                each.source,
                each.raw,
                each.expression,
                each.place,
                *(None,) * 4,
                each.reason,
            )
        for text in entry.licensing.detected:
            for row in _matches(text):
                yield (*named, "text", *row)


def _matches(text: LicenseText) -> Iterator[tuple[Value, ...]]:
    file = f"/{text.path}"
    whose = "third party" if text.is_third_party else ""
    if not text.matches:
        yield None, None, file, None, None, None, None, whose or "nothing recognised"
    for match in text.matches:
        scope = "" if match.is_scope_stated else "scope unstated"
        remark = ", ".join(filter(None, (whose, scope)))
        lines = match.first_line, match.last_line
        yield None, match.expression, file, *lines, match.score, match.technique, remark
