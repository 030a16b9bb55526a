"""Where reports go: stdout, and files that are there whole or not at all."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

from scanner.errors import UnwritableOutput
from scanner.formats import EMITTERS
from scanner.model.report import Report

FILE_COLUMNS = 160
"""How wide the report for people is where there is no terminal to fit."""


def write_report(name: str, report: Report) -> None:
    """Write to stdout, as UTF-8 whatever the locale; with colours if it is a terminal."""
    if name in EMITTERS:
        text = _rendered(name, report)
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
        return
    from rich.console import Console

    from scanner.cli.terminal import print_report

    with open(sys.stdout.fileno(), "w", encoding="utf-8", closefd=False) as stdout:
        width = None if stdout.isatty() else FILE_COLUMNS
        print_report(report, Console(file=stdout, width=width, highlight=False))


def write_file(location: str, name: str, report: Report) -> None:
    """Write a file; one that is there is replaced only when the new one is whole.

    Raises:
        UnwritableOutput: if it cannot be written.

    """
    data = _rendered(name, report).encode()
    path = Path(location)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)  # a pipe or a device
            return
        draft.write_bytes(data)
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise UnwritableOutput(location, error.strerror or str(error)) from error


def _rendered(name: str, report: Report) -> str:
    if name in EMITTERS:
        return "".join(EMITTERS[name].emit(report))
    from rich.console import Console

    from scanner.cli.terminal import print_report

    text = StringIO()
    print_report(report, Console(file=text, width=FILE_COLUMNS, highlight=False))
    return text.getvalue()


def creation_date() -> str | None:
    """Return the date that a reproducible build gives to all it makes, if there is one.

    See https://reproducible-builds.org/specs/source-date-epoch/.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch.isdigit():
        return None
    return datetime.fromtimestamp(int(epoch), UTC).isoformat().replace("+00:00", "Z")
