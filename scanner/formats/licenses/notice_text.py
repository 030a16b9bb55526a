"""What stands in a NOTICE file: a list of distributions, and then the texts with their bearers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.formats.plain_text import printable, printable_lines
from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scanner.licenses.attribution import Attribution, Bearer
    from scanner.licenses.report import LicenseReport

RULE: Final = "=" * 80
THIN_RULE: Final = "-" * 80
OPEN: Final = "licence not known"


def notice_of(report: LicenseReport, texts: Iterable[Attribution]) -> Iterator[str]:
    """Yield the file in pieces."""
    location = printable(report.inventory.subject.location)
    yield f"Third-party software in {location}\n{RULE}\n\n"
    distributions = {
        (normalized(component.name), component.name, component.version or ""): licensing.concluded
        for component, licensing in ((entry.component, entry.licensing) for entry in report.entries)
    }
    for (_, name, version), concluded in sorted(distributions.items()):
        yield f"  {printable(f'{name} {version}'.rstrip())}: {printable(concluded or OPEN)}\n"
    for text in texts:
        yield _section(text)


def _section(text: Attribution) -> str:
    """Return one text below those that it is for."""
    bearers = "".join(map(_bearer, text.bearers))
    return (
        f"\n{RULE}\n{printable(text.title)}\n\n{_purpose(text)}\n{bearers}{THIN_RULE}\n\n"
        f"{printable_lines(text.text).strip(chr(10))}\n"
    )


def _purpose(text: Attribution) -> str:
    if not text.is_standard:
        return "In:"
    if text.text:
        return "The standard text of this licence (SPDX), for these have none of their own:"
    return "No text: there is no standard one, and these have none of their own:"


def _bearer(bearer: Bearer) -> str:
    lines = (f"{bearer.name} {bearer.version}".rstrip(), *(f"  {c}" for c in bearer.copyrights))
    return "".join(f"  {printable(line)}\n" for line in lines)
