"""The inventory of licences as comma-separated values."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

from scanner.formats.cell import BYTE_ORDER_MARK
from scanner.formats.licenses.csv_table import emit
from scanner.formats.licenses.row import HEADER, MAX_RAW, said
from scanner.model.license import DeclaredLicense
from tests.support.license_reports import LIBRARY, awkward, license_report_of, licensed


def table_of(report):
    """Return the rows as a reader of CSV has them, by their columns."""
    text = b"".join(emit(report)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_excel_can_tell_that_it_is_utf_8():
    assert b"".join(emit(LIBRARY)).startswith(BYTE_ORDER_MARK.encode())


def test_a_row_has_what_an_auditor_asks_for():
    converter = next(row for row in table_of(LIBRARY) if row["Component"] == "converter")

    assert {
        "Component": "converter",
        "Version": "1.0",
        "Concluded": "GPL-3.0-only",
        "Choice": "",
        "Declared": "MIT",
        "Declared as": "License-Expression: GPL-3.0-only",
        "Bundled": "LGPL-2.1-only, Zlib",
        "Category": "copyleft",
        "Verdict": "deny",
        "Flags": "denied, conflict, review, bundled",
        "Obligations": "keep-notices, include-text, offer-source, state-changes, same-license, "
        "patent-clause",
        "Objections": "deny by no copyleft: GPL-3.0-only is copyleft: it must not be shipped",
        "Confidence": "0.6",
        "Reason": "the text outweighs the field",
        "Part of": "",
        "State": "installed",
        "Package URL": "pkg:pypi/converter@1.0",
        "Environment": "/opt/venv",
        "Path": "/opt/venv/lib/python3.11/site-packages/converter-1.0.dist-info",
        "Layer": "0",
        "Created by": "RUN pip install",
    } == converter


def test_a_distribution_in_two_layers_has_two_rows():
    attrs = [row for row in table_of(LIBRARY) if row["Component"] == "attrs"]

    assert [("1", "COPY . /app"), ("0", "RUN pip install")] == [
        (row["Layer"], row["Created by"]) for row in attrs
    ]


def test_no_cell_is_a_formula():
    cells = [cell for row in table_of(awkward()) for cell in row.values()]

    assert "'=cmd|'/c calc'!A1" in cells
    assert not [cell for cell in cells if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}]


def test_every_row_has_as_many_cells_as_the_header():
    text = b"".join(emit(awkward())).decode("utf-8-sig")

    assert {len(HEADER)} == {len(row) for row in csv.reader(io.StringIO(text, newline=""))}


def test_a_field_with_a_whole_licence_is_cut_and_says_how_long_it_is():
    text = said(DeclaredLicense(text="MIT License\n\nPermission is hereby granted", names=("x",)))

    assert "License: MIT License … (41 characters) | name: x" == text


def test_a_field_of_one_endless_line_is_cut():
    text = said(DeclaredLicense(text="x" * 100_000))

    assert f"License: {'x' * MAX_RAW} … (100,000 characters)" == text


def test_a_thousand_components_are_a_thousand_rows():
    report = license_report_of(*(licensed(f"name{n}", "1", "MIT") for n in range(1_000)))

    assert 1_000 == len(table_of(report))


def test_a_component_of_no_layer_has_none():
    one = licensed("one", "1", "MIT")
    report = license_report_of(replace(one, evidence=replace(one.evidence, layer=None)))

    (row,) = table_of(report)

    assert ("", "") == (row["Layer"], row["Created by"])
