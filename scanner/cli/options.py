"""Arguments and options of the commands, and what they are turned into."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, TypeAlias

import typer
from typer.models import OptionInfo

from layers.limits import Limits
from layers.sources import SOURCES
from scanner.cli.output import NOW, TEMPLATE
from scanner.formats import EMITTERS, SBOM_EMITTERS
from scanner.licenses.context import Context
from scanner.model.component import MATCHED, State

TERMINAL = "terminal"
"""The format for people; the others are for programs."""
COVERAGES = ("full", "toc")
ALL_STATES = "all"
STATES = (*sorted(state.value for state in set(State) - MATCHED), ALL_STATES)
CONTEXTS = tuple(context.value for context in Context)
LICENSE_THRESHOLDS = ("deny", "flag", "never")
FORMATS = (TERMINAL, *EMITTERS)
SBOM_FORMATS = (TERMINAL, *SBOM_EMITTERS)
FINDING_FORMATS = (*FORMATS, f"{TEMPLATE}FILE")
DOCUMENT = "cyclonedx-json"
"""What an SBOM is by default."""
_RFC_3339 = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)\Z", re.ASCII
)
PREFIXES = ", ".join(f"{source}:" for source in SOURCES)


def one_of(names: Collection[str]) -> Callable[[str | None], str | None]:
    """Return what checks that a value is one of these names, if there is one."""

    def checked(name: str | None) -> str | None:
        is_template = name is not None and name.startswith(TEMPLATE) and name != TEMPLATE
        if is_template and f"{TEMPLATE}FILE" in names:
            return name
        if name is not None and name not in names:
            raise typer.BadParameter(f"{name!r} is none of {', '.join(names)}.")
        return name

    return checked


def each_of(names: Collection[str]) -> Callable[[list[str]], list[str]]:
    """Return what checks that all values are among these names."""

    def checked(values: list[str]) -> list[str]:
        for value in values:
            one_of(names)(value)
        return values

    return checked


def outputs_in(formats: Collection[str]) -> Callable[[list[str]], list[str]]:
    """Return what checks that values are files to write in one of these formats."""

    def checked(outputs: list[str]) -> list[str]:
        seen: set[str] = set()
        for output in outputs:
            name, _, location = output.partition("=")
            if not location or location == "-":
                raise typer.BadParameter(f"{output!r} is not FORMAT=FILE.")
            if location in seen:
                raise typer.BadParameter(f"two outputs go to {location!r}.")
            seen.add(location)
            one_of(formats)(name)
        return outputs

    return checked


def choice(
    *flags: str,
    names: Collection[str],
    help: str,  # noqa: A002 - as typer calls it
    metavar: str | None = None,
    panel: str | None = None,
) -> OptionInfo:
    """Return an option whose value is one of these names."""
    option: OptionInfo = typer.Option(
        *flags,
        metavar=metavar or "|".join(names),
        callback=one_of(names),
        autocompletion=lambda: list(names),
        help=help,
        rich_help_panel=panel,
    )
    return option


def format_in(formats: Collection[str], otherwise: str = "") -> OptionInfo:
    """Return the option that says in which of these formats to write to stdout."""
    text = f"What to write to stdout: {', '.join(formats)}.{otherwise}"
    return choice("--format", "-f", names=formats, metavar="FORMAT", help=text)


def files_in(formats: Collection[str]) -> OptionInfo:
    """Return the option that says which files to write, in which of these formats."""
    option: OptionInfo = typer.Option(
        "--output",
        "-o",
        metavar="FORMAT=FILE",
        callback=outputs_in(formats),
        show_default=False,
        help="Write a file, too. May be given several times.",
    )
    return option


def _timestamp(text: str | None) -> str | None:
    if text is not None and text != NOW:
        try:
            is_date = _RFC_3339.match(text) is not None
            date = datetime.fromisoformat(text.upper()).astimezone(UTC) if is_date else None
        except (ValueError, OverflowError):
            date = None
        if date is None:
            raise typer.BadParameter(f"{text!r} is neither {NOW} nor as 2026-01-31T12:00:00Z.")
    return text


Target: TypeAlias = Annotated[
    str,
    typer.Argument(
        metavar="TARGET",
        show_default=False,
        help="An OCI layout (directory or tar), an archive of docker save or of a file system, "
        "plain or compressed, the store of an engine, a directory, a manifest or lockfile, or else "
        "an image in a registry: [HOST/]NAME[:TAG][@DIGEST]. Its kind is detected; a prefix "
        f"forces it: {PREFIXES}.",
    ),
]
Format: TypeAlias = Annotated[
    str,
    format_in(FINDING_FORMATS),
]
DocumentFormat: TypeAlias = Annotated[
    str | None,
    format_in(SBOM_EMITTERS, f" By default {DOCUMENT}, unless there is an --output."),
]
Timestamp: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--timestamp",
        metavar="DATE",
        callback=_timestamp,
        show_default=False,
        help="When the document was made: a date and time with its zone (RFC 3339), or now. By "
        "default SOURCE_DATE_EPOCH, or else nothing, so that equal scans give equal bytes.",
    ),
]
RedactEmails: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--redact-emails",
        help="Tell no e-mail addresses of authors, maintainers and others; documents say that they "
        "are withheld. Names stay.",
    ),
]
WhyRank: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--why-rank",
        help="Show below each finding, in the report for people, what its risk is made of.",
    ),
]
Outputs: TypeAlias = Annotated[
    list[str],
    files_in(FINDING_FORMATS),
]
DocumentOutputs: TypeAlias = Annotated[
    list[str],
    files_in(SBOM_FORMATS),
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
    choice(
        "--coverage",
        names=COVERAGES,
        help="toc fetches only what is of interest of layers that have a table of contents "
        "(eStargz, zstd:chunked), and believes it.",
    ),
]
Included: TypeAlias = Annotated[
    list[str],
    typer.Option(
        "--include",
        metavar="STATE",
        callback=each_of(STATES),
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


Curations: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--curations",
        metavar="FILE",
        envvar="LADING_CURATIONS",
        show_default=False,
        help="What people decided on licences (YAML; docs/licenses-policy.md).",
    ),
]
LicensePolicy: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--license-policy",
        metavar="FILE",
        envvar="LADING_LICENSE_POLICY",
        show_default=False,
        help="Which licences are allowed, flagged or denied (YAML; docs/licenses-policy.md). By "
        "default nothing is denied.",
    ),
]
LicenseContext: TypeAlias = Annotated[
    str,
    choice(
        "--context",
        names=CONTEXTS,
        help="Who gets to use the image: nobody else, others over a network, or others who are "
        "given a copy. On that depends which rules apply, and what licences ask for.",
    ),
]
FailOnLicense: TypeAlias = Annotated[
    str,
    choice(
        "--fail-on",
        names=LICENSE_THRESHOLDS,
        help="From which outcome of the licence policy on to exit with 1.",
    ),
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
