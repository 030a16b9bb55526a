"""Arguments and options of the commands, and what they are turned into."""

from __future__ import annotations

import logging
from typing import Annotated, TypeAlias

import typer

from layers.errors import LayersError
from layers.image import Progress, Verification
from layers.reference import Platform
from layers.sources import SOURCES
from scanner.formats import EMITTERS
from scanner.match.policy import THRESHOLDS
from scanner.settings import Settings

TERMINAL = "terminal"
"""The format for people; the others are for programs."""
FORMATS = (TERMINAL, *EMITTERS)
PREFIXES = ", ".join(f"{source}:" for source in SOURCES)


def _format(name: str) -> str:
    if name not in FORMATS:
        raise typer.BadParameter(f"{name!r} is none of {', '.join(FORMATS)}.")
    return name


def _document_format(name: str) -> str:
    if name not in EMITTERS:
        raise typer.BadParameter(f"{name!r} is none of {', '.join(EMITTERS)}.")
    return name


def _outputs(outputs: list[str]) -> list[str]:
    for output in outputs:
        name, _, location = output.partition("=")
        if not location:
            raise typer.BadParameter(f"{output!r} is not FORMAT=FILE.")
        _format(name)
    return outputs


def _threshold(level: str) -> str:
    if level not in THRESHOLDS:
        raise typer.BadParameter(f"{level!r} is none of {', '.join(THRESHOLDS)}.")
    return level


Target: TypeAlias = Annotated[
    str,
    typer.Argument(
        metavar="TARGET",
        show_default=False,
        help="An OCI layout (directory or tar), an archive of docker save or of a file system, "
        "plain or compressed, the store of an engine, or a directory. Its kind is detected; a "
        f"prefix forces it: {PREFIXES}.",
    ),
]
Format: TypeAlias = Annotated[
    str,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        callback=_format,
        autocompletion=lambda: list(FORMATS),
        help=f"What to write to stdout: {', '.join(FORMATS)}.",
    ),
]
DocumentFormat: TypeAlias = Annotated[
    str,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        callback=_document_format,
        autocompletion=lambda: list(EMITTERS),
        help=f"What to write: {', '.join(EMITTERS)}.",
    ),
]
Outputs: TypeAlias = Annotated[
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
OutputFile: TypeAlias = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write there, and not to stdout."),
]
FailOn: TypeAlias = Annotated[
    str,
    typer.Option(
        "--fail-on",
        metavar="LEVEL",
        callback=_threshold,
        autocompletion=lambda: list(THRESHOLDS),
        help=f"From which severity on to exit with 1: {', '.join(THRESHOLDS)}. "
        "A finding of unknown severity counts as medium.",
    ),
]
WantedPlatform: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--platform",
        metavar="OS/ARCH[/VARIANT]",
        help="Which image of several; by default the one for this machine.",
    ),
]
WantedImage: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--image",
        metavar="NAME",
        help="Which image of a target with several, by name or digest.",
    ),
]
Strict: TypeAlias = Annotated[
    bool, typer.Option("--strict", help="Verify the diff ID of every layer, too.")
]
NoVerify: TypeAlias = Annotated[
    bool,
    typer.Option("--no-verify", help="Verify no digest; skip through uncompressed archives."),
]
Quiet: TypeAlias = Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress.")]
Verbose: TypeAlias = Annotated[
    bool, typer.Option("--verbose", "-v", help="Tell on stderr what is decided, and why.")
]


def verification(strict: bool, no_verify: bool) -> Verification:
    """Return how much to verify, or end with a usage error."""
    if strict and no_verify:
        raise typer.BadParameter("--strict and --no-verify exclude each other.")
    if strict:
        return Verification.STRICT
    return Verification.NONE if no_verify else Verification.DIGESTS


def settings(
    platform: str | None, image: str | None, verified: Verification, progress: Progress
) -> Settings:
    """Return what the options say, or end with a usage error."""
    try:
        wanted = Platform.parse(platform) if platform else None
    except LayersError as error:
        raise typer.BadParameter(str(error), param_hint="--platform") from error
    return Settings(platform=wanted, image=image, verification=verified, progress=progress)


def set_up_logging(verbose: bool) -> None:
    """Send what is logged to stderr."""
    level = logging.DEBUG if verbose else logging.WARNING
    logging.basicConfig(level=level, format="lading: %(name)s: %(message)s")
