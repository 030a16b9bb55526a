"""Options of ``lading licenses``, beside those of every command that reads a target."""

from __future__ import annotations

from typing import Annotated, TypeAlias

import typer

from scanner.cli.options import TERMINAL, choice, files_in, format_in
from scanner.formats.licenses import LICENSE_EMITTERS

LICENSE_FORMATS = (TERMINAL, *LICENSE_EMITTERS)
CHANGES = ("any", "new-category", "never")
"""Which differences of two targets are reason to fail."""


LicenseFormat: TypeAlias = Annotated[
    str,
    format_in(LICENSE_FORMATS),
]
LicenseOutputs: TypeAlias = Annotated[
    list[str],
    files_in(LICENSE_FORMATS),
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
    choice(
        "--fail-on",
        names=CHANGES,
        metavar="CHANGE",
        help="What to exit with 1 for: new-category is a distribution with a licence that asks "
        "for more than to be named, and is of a category that it did not have.",
    ),
]
