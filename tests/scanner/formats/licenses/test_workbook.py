"""The workbook, as a reader of workbooks has it."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest

from scanner.formats.cell import MAX_CHARACTERS
from scanner.formats.licenses.row import HEADER
from scanner.formats.licenses.workbook import emit
from tests.support.license_reports import LIBRARY, awkward, license_report_of, licensed

SHEETS = ["Inventory", "Evidence", "Conflicts", "Obligations"]


def book_of(report):
    """Return the workbook, read again."""
    return openpyxl.load_workbook(BytesIO(b"".join(emit(report))))


def values(sheet):
    """Return what is in the cells below the header."""
    return list(sheet.iter_rows(min_row=2, values_only=True))


def test_it_has_a_sheet_for_each_question():
    assert SHEETS == book_of(LIBRARY).sheetnames


@pytest.mark.parametrize("name", SHEETS)
def test_the_header_stays_in_sight_and_filters(name):
    sheet = book_of(LIBRARY)[name]

    assert "B2" == sheet.freeze_panes
    assert sheet.dimensions == sheet.auto_filter.ref
    assert all(cell.font.bold for cell in sheet[1])


def test_the_inventory_has_a_row_for_each_component_and_layer():
    sheet = book_of(LIBRARY)["Inventory"]

    assert HEADER == tuple(cell.value for cell in sheet[1])
    assert [(row[0], row[-2]) for row in values(sheet)] == [
        ("attrs", 1),
        ("attrs", 0),
        ("converter", 0),
        ("idna", 0),
        ("proprietary", 0),
        ("silent", 0),
        ("textless", 0),
        ("urllib3", 0),
    ]


def test_the_evidence_has_what_was_said_and_what_was_found():
    rows = [row for row in values(book_of(LIBRARY)["Evidence"]) if row[0] == "idna"]

    assert [
        (
            "idna",
            "3.4",
            "classifier",
            "License :: OSI Approved :: BSD License",
            *(None,) * 6,
            "a family, and not a licence",
        ),
        (
            "idna",
            "3.4",
            "text",
            None,
            "BSD-3-Clause",
            "/opt/venv/lib/python3.11/site-packages/idna-3.4.dist-info/licenses/LICENSE",
            1,
            5,
            0.98,
            "text",
            None,
        ),
    ] == rows


def test_conflicts_come_with_advice():
    row, *_ = values(book_of(LIBRARY)["Conflicts"])

    assert ("converter", "1.0", "declared-text") == row[:3]
    assert row[4].startswith("Ask the authors")


def test_what_may_not_go_together_is_a_conflict_too():
    rows = values(book_of(LIBRARY)["Conflicts"])

    assert [("converter", "incompatible")] == [(row[0], row[2]) for row in rows[1:]]


def test_obligations_say_for_whom():
    rows = values(book_of(LIBRARY)["Obligations"])

    text = "Include the text of the licence."
    assert ("MIT", "include-text", text, "attrs 25.1, urllib3 2.2") in rows
    assert ("GPL-3.0-only", "include-text", text, "converter 1.0") in rows


def test_what_is_denied_is_coloured():
    sheet = book_of(LIBRARY)["Inventory"]

    formulas = [rule.formula[0] for cells in sheet.conditional_formatting for rule in cells.rules]

    assert 'ISNUMBER(SEARCH("deny",I2))' in formulas
    assert "Verdict" == sheet["I1"].value


def test_nothing_is_computed():
    cells = [cell for sheet in book_of(awkward()) for row in sheet for cell in row]
    formula = next(cell for cell in cells if cell.value == "=cmd|'/c calc'!A1")

    assert {"n", "s"} == {cell.data_type for cell in cells}
    assert formula.quotePrefix


def test_a_text_that_no_cell_can_hold_is_cut():
    longest = max(len(str(row[3])) for row in values(book_of(awkward())["Evidence"]))

    assert MAX_CHARACTERS == longest


def test_no_time_is_told():
    """
    So that equal reports give equal bytes.
    """
    with ZipFile(BytesIO(b"".join(emit(LIBRARY)))) as archive:
        dates = {info.date_time for info in archive.infolist()}
        properties = archive.read("docProps/core.xml")

    assert {(1980, 1, 1, 0, 0, 0)} == dates
    assert b"<dcterms" not in properties


def test_a_report_of_nothing_is_a_workbook_too():
    assert [] == values(book_of(license_report_of())["Inventory"])


def test_a_thousand_components_are_a_thousand_rows():
    report = license_report_of(*(licensed(f"name{n}", "1", "MIT") for n in range(1_000)))

    assert 1_000 == len(values(book_of(report)["Inventory"]))
