"""Options on resolvers, and what they are turned into."""

from __future__ import annotations

import re
from typing import Annotated, TypeAlias

import typer

from layers.errors import LayersError
from layers.reference import Platform
from scanner.cli.options import choice
from scanner.resolve import RESOLVERS
from scanner.resolve.resolver import AUTO

NONE = "none"
CHOICES = (NONE, AUTO, *RESOLVERS)
_PYTHON = re.compile(r"[23]\.\d{1,2}(?:\.\d{1,3})?", re.ASCII)
PANEL = "Resolving"


def _python(version: str | None) -> str | None:
    if version is not None and not _PYTHON.fullmatch(version):
        raise typer.BadParameter(f"{version!r} is not a version of Python, as 3.12 is one.")
    return version


def _index(url: str | None) -> str | None:
    if url is not None and not url.startswith(("https://", "http://", "file://")):
        raise typer.BadParameter("not a URL that begins with https://, http:// or file://.")
    return url


def _platform(text: str | None) -> str | None:
    try:
        return str(Platform.parse(text)) if text else None
    except LayersError as error:
        raise typer.BadParameter(str(error)) from error


Resolve: TypeAlias = Annotated[
    str,
    choice(
        "--resolve",
        names=CHOICES,
        panel=PANEL,
        help="Have a resolver that is installed settle the versions of what manifests without a "
        "lockfile ask for; auto is the first of these that is there. It asks a package index "
        "(docs/resolving.md). By default no program is run.",
    ),
]
PythonVersion: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="VERSION",
        callback=_python,
        show_default=False,
        rich_help_panel=PANEL,
        help="The Python that versions are settled for; by default that of the target, if it has "
        "one.",
    ),
]
PythonPlatform: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="OS/ARCHITECTURE",
        callback=_platform,
        show_default=False,
        rich_help_panel=PANEL,
        help="The platform that versions are settled for, as linux/arm64; by default that of the "
        "image, or Linux on this machine's processor.",
    ),
]
IndexUrl: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        envvar="LADING_INDEX_URL",
        callback=_index,
        show_default=False,
        rich_help_panel=PANEL,
        help="The package index that a resolver asks, PyPI by default; never what a manifest "
        "names.",
    ),
]
AllowBuilds: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--allow-builds",
        rich_help_panel=PANEL,
        help="Let a resolver build source distributions, which runs the code in them.",
    ),
]
ResolveTimeout: TypeAlias = Annotated[
    float,
    typer.Option(
        metavar="SECONDS",
        min=1,
        rich_help_panel=PANEL,
        help="How long a resolver may take for one manifest.",
    ),
]
