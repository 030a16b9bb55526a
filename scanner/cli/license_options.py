"""Options of ``lading licenses``, beside those of every command that reads a target."""

from __future__ import annotations

from typing import Annotated, TypeAlias

import typer

from scanner.cli.options import TERMINAL, one_of, outputs_in
from scanner.formats.licenses import LICENSE_EMITTERS

LICENSE_FORMATS = (TERMINAL, *LICENSE_EMITTERS)
CHANGES = ("any", "new-category", "never")
"""Which differences of two targets are reason to fail."""


LicenseFormat: TypeAlias = Annotated[
    str,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        callback=one_of(LICENSE_FORMATS),
        autocompletion=lambda: list(LICENSE_FORMATS),
        help=f"What to write to stdout: {', '.join(LICENSE_FORMATS)}.",
    ),
]
LicenseOutputs: TypeAlias = Annotated[
    list[str],
    typer.Option(
        "--output",
        "-o",
        metavar="FORMAT=FILE",
        callback=outputs_in(LICENSE_FORMATS),
        show_default=False,
        help="Write a file, too. May be given several times.",
    ),
]
Why: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--why",
        metavar="NAME",
        show_default=False,
        help="Show the chain of evidence of one distribution: every statement, and every licence "
        "found in its files, with lines and scores.",
    ),
]
FailOnChange: TypeAlias = Annotated[
    str,
    typer.Option(
        "--fail-on",
        metavar="CHANGE",
        callback=one_of(CHANGES),
        autocompletion=lambda: list(CHANGES),
        help="What to exit with 1 for: new-category is a distribution with a licence that asks "
        "for more than to be named, and is of a category that it did not have.",
    ),
]
