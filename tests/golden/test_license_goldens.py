"""Whole licence reports, as they were when somebody last looked at them: ``make golden`` records.

Of what is compressed the contents are compared: there are several zlibs.
"""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import openpyxl
import pytest

from scanner.cli.license_options import LICENSE_FORMATS
from scanner.cli.license_output import save_licenses
from tests.support.license_reports import LIBRARY

if TYPE_CHECKING:
    from collections.abc import Callable

EXPECTED = Path(__file__).with_name("expected_licenses")


def _members(data: bytes) -> str:
    with ZipFile(BytesIO(data)) as archive:
        return "".join(f"{name}\n{archive.read(name).decode()}\n" for name in archive.namelist())


def _sheets(data: bytes) -> str:
    text = StringIO()
    for sheet in openpyxl.load_workbook(BytesIO(data)):
        text.write(f"{sheet.title}\n")
        csv.writer(text, lineterminator="\n").writerows(sheet.iter_rows(values_only=True))
    return text.getvalue()


FILES: dict[str, tuple[Path, Callable[[bytes], str]]] = {
    "bundle": (EXPECTED / "bundle.txt", _members),
    "csv": (EXPECTED / "licenses.csv", bytes.decode),
    "html": (EXPECTED / "licenses.html", bytes.decode),
    "json": (EXPECTED / "licenses.json", bytes.decode),
    "notice": (EXPECTED / "NOTICE", bytes.decode),
    "terminal": (EXPECTED / "licenses.txt", bytes.decode),
    "xlsx": (EXPECTED / "workbook.txt", _sheets),
}
"""Where each is, and as what it is compared."""


@pytest.mark.parametrize("name", LICENSE_FORMATS)
def test_the_document_is_the_one_that_was_recorded(tmp_path, monkeypatch, recording, name):
    for variable in ("FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(variable, raising=False)
    save_licenses([f"{name}={tmp_path / 'document'}"], LIBRARY)
    file, shown = FILES[name]
    document = shown((tmp_path / "document").read_bytes())
    if recording:
        file.write_bytes(document.encode())
        return

    assert file.read_bytes().decode() == document


def test_every_recorded_document_is_one_that_is_compared():
    assert sorted(LICENSE_FORMATS) == sorted(FILES)
    assert sorted(file for file, _ in FILES.values()) == sorted(EXPECTED.iterdir())
