"""Where reports go: stdout, and files that are there whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import typer

from scanner.cli import FAILED
from scanner.cli.color import console
from scanner.cli.showing import PLAIN, Showing
from scanner.cli.text import printable
from scanner.errors import UnusableTemplate, UnwritableOutput
from scanner.formats import EMITTERS
from scanner.model.inventory import Coverage, Inventory
from scanner.model.report import Report

if TYPE_CHECKING:
    from rich.console import Console

NOW = "now"
TEMPLATE = "template:"
"""What stands before the file of a template, where other formats have a name."""
SNAPSHOT = "github-snapshot"
"""The format that tells more than a report has: which job makes it."""
FILE_COLUMNS = 160
"""How wide the report for people is where there is no terminal to fit."""


def warn_of_gaps(inventory: Inventory) -> None:
    """Say on stderr what kept the subject from being read as a whole, in one line."""
    gaps = [problem for problem in inventory.problems if problem.incomplete]
    # A lockfile over a limit is none where lockfiles do not count.
    if gaps and inventory.coverage is Coverage.INCOMPLETE:
        where = f"/{gaps[0].path}: " if gaps[0].path else ""
        more = f" (and {len(gaps) - 1} more)" if len(gaps) > 1 else ""
        location = f"{inventory.subject.location}: "
        reason = printable(f"{location}{where}{gaps[0].reason.removeprefix(location)}{more}")
        sys.stderr.write(f"lading: incomplete: {reason}\n")


def write_report(name: str, report: Report, showing: Showing = PLAIN) -> None:
    """Write to stdout; with colours if it is a terminal.

    Raises:
        UnwritableOutput: if it cannot be written.

    """
    with standard_output() as stdout:
        _write(name, report, stdout, showing)


def write_files(outputs: list[str], report: Report, showing: Showing = PLAIN) -> None:
    """Write each ``FORMAT=FILE``.

    Raises:
        UnwritableOutput: for the first that cannot be written.

    """
    for output in outputs:
        name, _, location = output.partition("=")
        text = StringIO()
        _write(name, report, text, showing, is_plain=True)
        write_file(location, text.getvalue().encode())


@contextmanager
def standard_output() -> Iterator[TextIO]:
    """Give stdout, as UTF-8 whatever the locale.

    Raises:
        UnwritableOutput: if it cannot be written.

    """
    try:
        with open(sys.stdout.fileno(), "w", encoding="utf-8", closefd=False) as stdout:
            yield stdout
    except BrokenPipeError as error:
        # The reader has seen enough.
        raise typer.Exit(FAILED) from error
    except OSError as error:
        raise UnwritableOutput("stdout", error) from error


def write_file(location: str, data: bytes) -> None:
    """Write a file; one that is there is replaced only when the new one is whole.

    Raises:
        UnwritableOutput: if it cannot be written.

    """
    path = Path(location)
    draft = path.parent / f".lading-{os.getpid()}"
    try:
        if path.is_symlink() or (path.exists() and not path.is_file()):
            path.write_bytes(data)  # a pipe, a device, or a link to something, as /dev/stdout
            return
        draft.write_bytes(data)
        if path.exists():
            draft.chmod(path.stat().st_mode)
        draft.replace(path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        raise UnwritableOutput(location, error) from error


def print_on(file: TextIO, print_all: Callable[[Console], None], *, is_plain: bool = False) -> None:
    """Write what is printed for people; as wide as the terminal, if it is one."""
    width = None if file.isatty() else FILE_COLUMNS
    printer = console(file, width=width, is_plain=is_plain)
    # Captured, for rich would leave with a code of its own if the file's reader is gone.
    with printer.capture() as printed:
        print_all(printer)
    file.write(printed.get())


def _write(
    name: str,
    report: Report,
    file: TextIO,
    showing: Showing = PLAIN,
    *,
    is_plain: bool = False,
) -> None:
    if name in EMITTERS or name.startswith(TEMPLATE):
        # Whole or not at all: a template may fail in its middle.
        file.writelines(list(_emitted(name, report)))
        return
    from scanner.cli.terminal import print_report

    print_on(file, partial(print_report, report, showing=showing), is_plain=is_plain)


def _emitted(name: str, report: Report) -> Iterator[str]:
    if name == SNAPSHOT:
        from scanner.cli.workflow_run import run_of
        from scanner.formats.github_snapshot import snapshot

        return snapshot(report, run_of(report.inventory.subject))
    if name in EMITTERS:
        return EMITTERS[name].emit(report)
    from scanner.formats.template import rendered

    location = name.removeprefix(TEMPLATE)
    try:
        source = Path(location).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableTemplate(location, str(error)) from error
    return rendered(report, location, source)


def creation_date(wanted: str | None = None) -> str | None:
    """Return the date that a document is to have: the wanted one, or that of a reproducible build.

    ``now`` is a date, too. See https://reproducible-builds.org/specs/source-date-epoch/.
    """
    if wanted == NOW:
        return _utc(datetime.now(UTC))
    if wanted is not None:
        return _utc(datetime.fromisoformat(wanted.upper()))
    try:
        return _utc(datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "")), UTC))
    except (ValueError, OverflowError, OSError):
        return None


def _utc(date: datetime) -> str:
    return date.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
