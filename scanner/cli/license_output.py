"""Where licence reports go: stdout, and files that are there whole or not at all."""

from __future__ import annotations

from functools import partial
from io import StringIO
from typing import TYPE_CHECKING

import typer

from scanner.cli.options import TERMINAL
from scanner.cli.output import print_on, standard_output, write_file
from scanner.formats.licenses import LICENSE_EMITTERS

if TYPE_CHECKING:
    from scanner.licenses.report import LicenseReport


def show_licenses(name: str, report: LicenseReport) -> None:
    """Write to stdout; with colours if it is a terminal.

    Raises:
        UnwritableOutput: if it cannot be written.

    """
    with standard_output() as stdout:
        if name == TERMINAL:
            from scanner.cli.license_table import print_licenses

            print_on(stdout, partial(print_licenses, report))
        else:
            stdout.buffer.writelines(LICENSE_EMITTERS[name].emit(report))


def show_evidence(name: str, report: LicenseReport) -> None:
    """Write the chain of evidence of one distribution, or end with a usage error.

    Raises:
        UnwritableOutput: if it cannot be written.

    """
    from scanner.cli.license_evidence import entries_of, print_evidence

    entries = entries_of(report, name)
    if not entries:
        raise typer.BadParameter(f"there is no {name!r} in it.", param_hint="--why")
    with standard_output() as stdout:
        print_on(stdout, partial(print_evidence, entries, report))


def refuse_terminal(name: str) -> None:
    """End with a usage error if stdout is a terminal and the format none for it."""
    is_binary = name != TERMINAL and LICENSE_EMITTERS[name].is_binary
    if is_binary and typer.get_text_stream("stdout").isatty():
        raise typer.BadParameter(
            f"{name} is nothing for a terminal: -o {name}=FILE.", param_hint="--format"
        )


def save_licenses(outputs: list[str], report: LicenseReport) -> None:
    """Write each ``FORMAT=FILE``.

    Raises:
        UnwritableOutput: for the first that cannot be written.

    """
    for output in outputs:
        name, _, location = output.partition("=")
        write_file(location, _document(name, report))


def _document(name: str, report: LicenseReport) -> bytes:
    if name != TERMINAL:
        return b"".join(LICENSE_EMITTERS[name].emit(report))
    from scanner.cli.license_table import print_licenses

    text = StringIO()
    print_on(text, partial(print_licenses, report), is_plain=True)
    return text.getvalue().encode()
