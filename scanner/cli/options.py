"""Arguments and options of the commands, and what they are turned into."""

from __future__ import annotations

import os
from dataclasses import fields, replace
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from layers.errors import LayersError
from layers.image import Verification
from layers.limits import GIB, KIB, MIB, Limits
from layers.reference import Platform
from layers.registry.settings import RegistrySettings
from layers.sources import SOURCES
from layers.store import DirectoryStore, NoStore
from scanner.formats import EMITTERS
from scanner.match.policy import THRESHOLDS
from scanner.model.component import MATCHED, State
from scanner.settings import Settings

TERMINAL = "terminal"
"""The format for people; the others are for programs."""
CACHE_BYTES = 2 * GIB
COVERAGES = ("full", "toc")
ALL_STATES = "all"
STATES = (*sorted(state.value for state in set(State) - MATCHED), ALL_STATES)
SYSTEM_PACKAGES = ("leave", "match")
FORMATS = (TERMINAL, *EMITTERS)
DOCUMENT = "cyclonedx-json"
"""What an SBOM is by default."""
PREFIXES = ", ".join(f"{source}:" for source in SOURCES)


def _format(name: str) -> str:
    if name not in FORMATS:
        raise typer.BadParameter(f"{name!r} is none of {', '.join(FORMATS)}.")
    return name


def _document_format(name: str | None) -> str | None:
    if name is not None and name not in EMITTERS:
        raise typer.BadParameter(f"{name!r} is none of {', '.join(EMITTERS)}.")
    return name


def _outputs(outputs: list[str]) -> list[str]:
    seen: set[str] = set()
    for output in outputs:
        name, _, location = output.partition("=")
        if not location or location == "-":
            raise typer.BadParameter(f"{output!r} is not FORMAT=FILE.")
        if location in seen:
            raise typer.BadParameter(f"two outputs go to {location!r}.")
        seen.add(location)
        _format(name)
    return outputs


def _threshold(level: str) -> str:
    if level not in THRESHOLDS:
        raise typer.BadParameter(f"{level!r} is none of {', '.join(THRESHOLDS)}.")
    return level


def _states(names: list[str]) -> list[str]:
    for name in names:
        if name not in STATES:
            raise typer.BadParameter(f"{name!r} is none of {', '.join(STATES)}.")
    return names


def _coverage(name: str) -> str:
    if name not in COVERAGES:
        raise typer.BadParameter(f"{name!r} is none of {', '.join(COVERAGES)}.")
    return name


def _system_packages(name: str) -> str:
    if name not in SYSTEM_PACKAGES:
        raise typer.BadParameter(f"{name!r} is none of {', '.join(SYSTEM_PACKAGES)}.")
    return name


Target: TypeAlias = Annotated[
    str,
    typer.Argument(
        metavar="TARGET",
        show_default=False,
        help="An OCI layout (directory or tar), an archive of docker save or of a file system, "
        "plain or compressed, the store of an engine, a directory, or else an image in a "
        "registry: [HOST/]NAME[:TAG][@DIGEST]. Its kind is detected; a prefix forces it: "
        f"{PREFIXES}.",
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
    str | None,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        callback=_document_format,
        autocompletion=lambda: list(EMITTERS),
        show_default=False,
        help=f"What to write to stdout: {', '.join(EMITTERS)}. By default {DOCUMENT}, "
        "unless there is an --output.",
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
SystemPackages: TypeAlias = Annotated[
    str,
    typer.Option(
        "--os-packages",
        metavar="leave|match",
        callback=_system_packages,
        autocompletion=lambda: list(SYSTEM_PACKAGES),
        help="leave does not count the findings of distributions that came with packages of the "
        "operating system: its own advisories know what was fixed in them.",
    ),
]
Unreleased: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--match-unreleased",
        help="Match what was installed from a repository, or is editable, as if it was the release "
        "of that name and version on PyPI.",
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
AllPlatforms: TypeAlias = Annotated[
    bool,
    typer.Option("--all-platforms", help="Report on the image for each platform that there is."),
]
WantedImage: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--image",
        metavar="NAME",
        help="Which image of a target with several, by name or digest.",
    ),
]
RegistryConfig: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--registry-config",
        metavar="FILE",
        envvar="LADING_REGISTRY_CONFIG",
        help="How to talk to registries: mirrors, certificates, realms (TOML).",
    ),
]
NoEngineFiles: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--no-engine-files",
        envvar="LADING_NO_ENGINE_FILES",
        help="Read no registries.conf, hosts.toml and certs.d of podman, containerd and docker.",
    ),
]
Authority: TypeAlias = Annotated[
    str | None,
    typer.Option("--ca", metavar="FILE", help="Certificates of registries to trust, too (PEM)."),
]
PlainHttp: TypeAlias = Annotated[
    list[str],
    typer.Option(
        "--plain-http",
        metavar="HOST[:PORT]",
        show_default=False,
        help="A registry to talk to without encryption. May be given several times.",
    ),
]
Strict: TypeAlias = Annotated[
    bool, typer.Option("--strict", help="Verify the diff ID of every layer, too.")
]
NoVerify: TypeAlias = Annotated[
    bool,
    typer.Option("--no-verify", help="Verify no digest; skip through uncompressed archives."),
]
Verify: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--verify",
        help="Compare installed files with what their installers recorded: modified, added and "
        "missing ones, and bytecode that hides its source. Reads every layer, kept or not.",
    ),
]
WantedCoverage: TypeAlias = Annotated[
    str,
    typer.Option(
        "--coverage",
        metavar="full|toc",
        callback=_coverage,
        autocompletion=lambda: list(COVERAGES),
        help="toc fetches only what is of interest of layers that have a table of contents "
        "(eStargz, zstd:chunked), and believes it.",
    ),
]
Included: TypeAlias = Annotated[
    list[str],
    typer.Option(
        "--include",
        metavar="STATE",
        callback=_states,
        autocompletion=lambda: list(STATES),
        show_default=False,
        help="Match, and put into SBOMs, components in this state, too: "
        f"{', '.join(STATES)}. May be given several times.",
    ),
]
AllLayers: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--all-layers", help="List what a higher layer removed, too, in the state removed."
    ),
]
Quiet: TypeAlias = Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress.")]
Verbose: TypeAlias = Annotated[
    bool, typer.Option("--verbose", "-v", help="Tell on stderr what is decided, and why.")
]


CacheDirectory: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--cache-dir",
        envvar="LADING_CACHE_DIR",
        show_default=False,
        file_okay=False,
        help="Where what was read of layers is kept; by default ~/.cache/lading.",
    ),
]
NoCache: TypeAlias = Annotated[
    bool,
    typer.Option("--no-cache", envvar="LADING_NO_CACHE", help="Read every layer; keep nothing."),
]
LimitChanges: TypeAlias = Annotated[
    list[str],
    typer.Option(
        "--limit",
        metavar="NAME=NUMBER",
        show_default=False,
        help="Allow more, or less, than by default: "
        + ", ".join(field.name for field in fields(Limits))
        + ". May be given several times; K, M and G multiply by 1,024.",
    ),
]
MULTIPLES = {"K": KIB, "M": MIB, "G": GIB}


def settings(
    *,
    platform: str | None,
    all_platforms: bool,
    image: str | None,
    registry: RegistrySettings,
    strict: bool,
    no_verify: bool,
    verify: bool,
    coverage: str,
    included: list[str],
    all_layers: bool,
    limits: list[str],
    cache_dir: Path | None,
    no_cache: bool,
) -> Settings:
    """Return what the options say, or end with a usage error."""
    if strict and no_verify:
        raise typer.BadParameter("--strict and --no-verify exclude each other.")
    if verify and coverage == "toc":
        raise typer.BadParameter("--verify and --coverage toc exclude each other.")
    if platform and all_platforms:
        raise typer.BadParameter("--platform and --all-platforms exclude each other.")
    try:
        wanted = Platform.parse(platform) if platform else None
    except LayersError as error:
        raise typer.BadParameter(str(error), param_hint="--platform") from error
    return Settings(
        platform=wanted,
        all_platforms=all_platforms,
        image=image,
        registry=registry,
        verification=_verification(strict, no_verify),
        verify=verify,
        by_toc=coverage == "toc",
        included=_included(included),
        all_layers=all_layers or State.REMOVED.value in included,
        limits=_limits(limits),
        store=NoStore() if no_cache else cache(cache_dir),
    )


def cache(directory: Path | None) -> DirectoryStore:
    """Return the store in a directory, by default the user's."""
    home = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return DirectoryStore(directory or Path(home).expanduser() / "lading", CACHE_BYTES)


def _included(names: list[str]) -> frozenset[State]:
    if ALL_STATES in names:
        return frozenset(State)
    return MATCHED | {State(name) for name in names}


def _verification(strict: bool, no_verify: bool) -> Verification:
    if strict:
        return Verification.STRICT
    return Verification.NONE if no_verify else Verification.DIGESTS


def registry(
    config: str | None, ca: str | None, plain_http: list[str], *, no_engine_files: bool
) -> RegistrySettings:
    """Return what the file and the flags say together, or end with a usage error."""
    said = _configured(config) if config else RegistrySettings()
    return replace(
        said,
        ca=ca or said.ca,
        plain_http=frozenset(plain_http),
        engine_files=said.engine_files and not no_engine_files,
    )


def _configured(file: str) -> RegistrySettings:
    from layers.registry.configuration import read_configuration

    try:
        return read_configuration(file)
    except LayersError as error:
        raise typer.BadParameter(str(error), param_hint="--registry-config") from error


def _limits(changes: list[str]) -> Limits:
    known = {field.name for field in fields(Limits)}
    changed: dict[str, int] = {}
    for change in changes:
        name, _, number = change.partition("=")
        digits = number.rstrip("".join(MULTIPLES))
        if name not in known or not digits.isdecimal() or len(number) - len(digits) > 1:
            raise typer.BadParameter(f"{change!r} is not NAME=NUMBER.", param_hint="--limit")
        changed[name] = int(digits) * MULTIPLES.get(number[-1], 1)
    return replace(Limits(), **changed)
