"""Options of ``lading drift``, beside those of every command that reads a target."""

from __future__ import annotations

from typing import Annotated, TypeAlias

import typer

from scanner.cli.options import TERMINAL, files_in, format_in

DRIFT_FORMATS = (TERMINAL, "json")

Project: TypeAlias = Annotated[
    str,
    typer.Argument(metavar="PROJECT", show_default=False, help="The directory of a project."),
]
Against: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--against",
        metavar="TARGET",
        help="What it is to be installed in: an image, or the directory of an environment. By "
        "default the environments beside the project.",
    ),
]
Environments: TypeAlias = Annotated[
    list[str],
    typer.Option(
        "--environment",
        metavar="PATH",
        show_default=False,
        help="Compare with this environment, by its path in the target. May be given several "
        "times; by default those beside the project, or the one with most of what is declared.",
    ),
]
InstalledGroups: TypeAlias = Annotated[
    list[str],
    typer.Option(
        "--groups",
        metavar="NAMES",
        show_default=False,
        help="Dependency groups to be installed, too.",
    ),
]
InstalledExtras: TypeAlias = Annotated[
    list[str],
    typer.Option(
        "--extras",
        metavar="NAMES",
        show_default=False,
        help="Extras of the project to be installed, too.",
    ),
]
DriftFormat: TypeAlias = Annotated[str, format_in(DRIFT_FORMATS)]
DriftFiles: TypeAlias = Annotated[list[str], files_in(DRIFT_FORMATS)]
