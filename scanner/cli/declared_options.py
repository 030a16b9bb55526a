"""Options on what projects declare, of the commands that look into directories."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from scanner.cli.options import choice
from scanner.model.names import normalized
from scanner.selection import Selection

if TYPE_CHECKING:
    from scanner.settings import Settings

PANEL = "What projects declare"
COMPREHENSIVE = "comprehensive"
PRIORITIES = ("precise", COMPREHENSIVE)
VARIABLE = "VIRTUAL_ENV"
"""What the script that activates a virtual environment sets."""

Groups: TypeAlias = Annotated[
    list[str],
    typer.Option(
        "--groups",
        metavar="NAMES",
        show_default=False,
        rich_help_panel=PANEL,
        help="Of what is in dependency groups, only those of these (comma, or several times).",
    ),
]
Extras: TypeAlias = Annotated[
    list[str],
    typer.Option(
        "--extras",
        metavar="NAMES",
        show_default=False,
        rich_help_panel=PANEL,
        help="Of what is for extras of a project, only those of these (comma, or several times).",
    ),
]
NoDev: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--no-dev", rich_help_panel=PANEL, help="Nothing that is only in dependency groups."
    ),
]
DirectOnly: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--direct-only", rich_help_panel=PANEL, help="Only what a project asks for itself."
    ),
]
Priority: TypeAlias = Annotated[
    str,
    choice(
        "--detection-priority",
        names=PRIORITIES,
        panel=PANEL,
        help="comprehensive takes the lower bound of a range for the version, marked as assumed, "
        "where nothing is locked.",
    ),
]
Environments: TypeAlias = Annotated[
    list[str],
    typer.Option(
        "--venv",
        metavar="DIRECTORY",
        show_default=False,
        rich_help_panel=PANEL,
        help="An environment of the project elsewhere on this machine, to read, too: a virtual "
        "one, or any directory that has distributions. May be given several times.",
    ),
]
Manifests: TypeAlias = Annotated[
    list[str],
    typer.Option(
        "--manifest",
        metavar="FILE",
        show_default=False,
        rich_help_panel=PANEL,
        help="Of a directory, read only this manifest or lockfile, and what it takes in. May be "
        "given several times.",
    ),
]
HostEnvironment: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--use-host-environment",
        rich_help_panel=PANEL,
        help=f"Read the virtual environment that is active where this runs ({VARIABLE}), too.",
    ),
]


@dataclass(frozen=True, kw_only=True)
class Selecting:
    """Which of what is declared counts."""

    groups: Groups = field(default_factory=list)
    extras: Extras = field(default_factory=list)
    no_dev: NoDev = False
    direct_only: DirectOnly = False
    priority: Priority = PRIORITIES[0]

    def applied(self, settings: Settings) -> Settings:
        """Return settings with these, or end with a usage error."""
        if self.no_dev and self.groups:
            raise typer.BadParameter("--no-dev and --groups exclude each other.")
        return replace(
            settings,
            selection=Selection(
                groups=frozenset() if self.no_dev else names_in(self.groups),
                extras=names_in(self.extras),
                direct_only=self.direct_only,
            ),
            assumes_versions=self.priority == COMPREHENSIVE,
        )


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What of a project is not in its directory, or is all that counts there."""

    manifests: Manifests = field(default_factory=list)
    environments: Environments = field(default_factory=list)
    use_host_environment: HostEnvironment = False

    def applied(self, settings: Settings) -> Settings:
        """Return settings with these, or end with a usage error."""
        beside = (*self.environments, *self._of_host())
        return replace(settings, beside=beside, manifests=tuple(self.manifests))

    def _of_host(self) -> tuple[str, ...]:
        if not self.use_host_environment:
            return ()
        active = os.environ.get(VARIABLE)
        if not active:
            raise typer.BadParameter(f"{VARIABLE} is not set.", param_hint="--use-host-environment")
        return (active,)


def names_in(texts: list[str]) -> frozenset[str] | None:
    """Return the normalized names in values of an option; None if it was not given."""
    names = (name.strip() for text in texts for name in text.split(","))
    return frozenset(map(normalized, filter(None, names))) if texts else None
