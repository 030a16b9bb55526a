"""The inventory, its evidence, conflicts and obligations as a workbook of Excel (ISO/IEC 29500).

Every text is a cell of type string, so that nothing is computed; what looks like a formula is
quoted besides, for whoever exports the sheet again.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from scanner.formats.cell import cell_text, is_formula
from scanner.formats.licenses.emitter import LicenseEmitter
from scanner.formats.licenses.evidence import EVIDENCE_HEADER, evidence_rows
from scanner.formats.licenses.row import HEADER, rows
from scanner.formats.licenses.zip_file import zipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from scanner.formats.cell import Value
    from scanner.licenses.report import LicenseReport

CONFLICT_HEADER: Final = ("Component", "Version", "Kind", "Conflict", "Advice", "Path")
OBLIGATION_HEADER: Final = ("License", "Obligation", "What to do", "Components")
MIN_WIDTH: Final = 8
MAX_WIDTH: Final = 60
MEASURED_ROWS: Final = 200
"""Rows that decide how wide a column is."""
COLOURS: Final = {
    "deny": "F4B6B0",
    "denied": "F4B6B0",
    "conflict": "F9DFA6",
    "flag": "F9DFA6",
    "open": "E3CDF2",
}
"""Fills of cells with such a word, the strongest first."""


def emit(report: LicenseReport) -> Iterator[bytes]:
    """Yield the workbook."""
    from io import BytesIO

    from openpyxl import Workbook

    tables: tuple[tuple[str, Sequence[str], Iterable[Sequence[Value]]], ...] = (
        ("Inventory", HEADER, rows(report)),
        ("Evidence", EVIDENCE_HEADER, evidence_rows(report)),
        ("Conflicts", CONFLICT_HEADER, _conflicts(report)),
        ("Obligations", OBLIGATION_HEADER, _obligations(report)),
    )
    book = Workbook()
    book.properties.creator = "Lading"
    book.remove(book.worksheets[0])
    for title, header, table in tables:
        sheet = book.create_sheet(title)
        _fill(sheet, header, table)
        _show(sheet, header)
        _colour(sheet, header)
    file = BytesIO()
    book.save(file)
    yield _dateless(file.getvalue())


def _fill(sheet: Worksheet, header: Sequence[str], table: Iterable[Sequence[Value]]) -> None:
    sheet.append(list(header))
    for number, values in enumerate(table, 2):
        for column, value in enumerate(values, 1):
            if not isinstance(value, str):
                sheet.cell(number, column, value)
            elif value:
                cell = sheet.cell(number, column, cell_text(value))
                cell.data_type = "s"
                if is_formula(value):
                    cell.quotePrefix = True


def _show(sheet: Worksheet, header: Sequence[str]) -> None:
    """Keep header and names in sight, let users filter, and make columns as wide as they need."""
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    font, fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", start_color="1F3A4D")
    for number in range(1, len(header) + 1):
        cells = [row[0] for row in sheet.iter_rows(1, MEASURED_ROWS, number, number)]
        cells[0].font, cells[0].fill = font, fill
        width = max(len(str(cell.value or "").partition("\n")[0]) for cell in cells) + 3
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = min(max(width, MIN_WIDTH), MAX_WIDTH)


def _colour(sheet: Worksheet, header: Sequence[str]) -> None:
    """Colour the cells of the columns in which somebody has to act, by what they say."""
    from openpyxl.formatting.rule import Rule
    from openpyxl.styles import PatternFill
    from openpyxl.styles.differential import DifferentialStyle
    from openpyxl.utils import get_column_letter

    for name in ("Verdict", "Flags"):
        if name not in header:
            continue
        letter = get_column_letter(header.index(name) + 1)
        for word, colour in COLOURS.items():
            rule = Rule(
                type="expression",
                formula=[f'ISNUMBER(SEARCH("{word}",{letter}2))'],
                dxf=DifferentialStyle(fill=PatternFill(bgColor=colour)),
                stopIfTrue=True,
            )
            sheet.conditional_formatting.add(f"{letter}2:{letter}{sheet.max_row + 1}", rule)


def _conflicts(report: LicenseReport) -> Iterator[tuple[Value, ...]]:
    for entry in report.entries:
        component = entry.component
        for conflict in entry.licensing.conflicts:
            yield (
                component.name,
                component.version,
                conflict.kind,
                conflict.message,
                conflict.advice,
                f"/{component.evidence.path}",
            )
    for hint in report.ruling.hints:
        first, second = (", ".join(names) for names in (hint.first, hint.second))
        yield (
            first,
            None,
            "incompatible",
            f"may not go together with {second}: {hint.reason}",
            "Ask somebody who knows whether they become one work.",
            f"/{hint.environment}",
        )
    for problem in report.ruling.problems:
        yield None, None, "policy", problem.reason, None, problem.path


def _obligations(report: LicenseReport) -> Iterator[tuple[Value, ...]]:
    asked: dict[tuple[str, str, str], dict[str, None]] = defaultdict(dict)
    for entry in report.entries:
        for duty in entry.duties:
            for license_ in duty.licenses:
                asked[license_, duty.obligation.value, duty.sentence][entry.named] = None
    for what, names in sorted(asked.items()):
        yield (*what, ", ".join(names))


def _dateless(data: bytes) -> bytes:
    """Return a workbook without the time of its making, which openpyxl writes in several places."""
    import re
    from io import BytesIO
    from zipfile import ZipFile

    dates = re.compile(rb"<dcterms:(created|modified)\b[^>]*>[^<]*</dcterms:\1>")
    with ZipFile(BytesIO(data)) as archive:
        return zipped((name, dates.sub(b"", archive.read(name))) for name in archive.namelist())


WORKBOOK: Final = LicenseEmitter(
    name="xlsx",
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    emit=emit,
    is_binary=True,
)
