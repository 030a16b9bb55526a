"""Options of ``lading licenses``, beside those of every command that reads a target."""

from __future__ import annotations

from typing import Annotated, TypeAlias

import typer

from scanner.cli.options import TERMINAL
from scanner.formats.licenses import LICENSE_EMITTERS

LICENSE_FORMATS = (TERMINAL, *LICENSE_EMITTERS)
CHANGES = ("any", "new-category", "never")
"""Which differences of two targets are reason to fail."""


def _format(name: str) -> str:
    if name not in LICENSE_FORMATS:
        raise typer.BadParameter(f"{name!r} is none of {', '.join(LICENSE_FORMATS)}.")
    return name


def _outputs(outputs: list[str]) -> list[str]:
    locations = [output.partition("=")[2] for output in outputs]
    for output, location in zip(outputs, locations, strict=True):
        if location in ("", "-"):
            raise typer.BadParameter(f"{output!r} is not FORMAT=FILE.")
        if locations.count(location) > 1:
            raise typer.BadParameter(f"several outputs go to {location!r}.")
        _format(output.partition("=")[0])
    return outputs


def _changes(name: str) -> str:
    if name not in CHANGES:
        raise typer.BadParameter(f"{name!r} is none of {', '.join(CHANGES)}.")
    return name


LicenseFormat: TypeAlias = Annotated[
    str,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        callback=_format,
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
        callback=_outputs,
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
        callback=_changes,
        autocompletion=lambda: list(CHANGES),
        help="What to exit with 1 for: new-category is a distribution with a licence that asks "
        "for more than to be named, and is of a category that it did not have.",
    ),
]
