"""Options on how findings are judged, of the commands that match advisories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, TypeAlias

import typer

from scanner.cli.options import choice
from scanner.cli.output import creation_date
from scanner.judging import Judging
from scanner.match.policy import THRESHOLDS

PANEL = "Judgement"
MATCH = "match"
SYSTEM_PACKAGES = ("leave", MATCH)

FailOn: TypeAlias = Annotated[
    str,
    choice(
        "--fail-on",
        names=THRESHOLDS,
        metavar="LEVEL",
        panel=PANEL,
        help=f"From which severity on to exit with 1: {', '.join(THRESHOLDS)}. "
        "A finding of unknown severity counts as medium.",
    ),
]
SystemPackages: TypeAlias = Annotated[
    str,
    choice(
        "--os-packages",
        names=SYSTEM_PACKAGES,
        panel=PANEL,
        help="leave does not count the findings of distributions that came with packages of the "
        "operating system: its own advisories know what was fixed in them.",
    ),
]
Unreleased: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--match-unreleased",
        rich_help_panel=PANEL,
        help="Match what was installed from a repository, or is editable, as if it was the release "
        "of that name and version on PyPI.",
    ),
]
WhyRank: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--why-rank",
        rich_help_panel=PANEL,
        help="Show below each finding, in the report for people, what its risk is made of.",
    ),
]


@dataclass(frozen=True, kw_only=True)
class Judged:
    """The options on how findings are judged (see :func:`scanner.cli.reading.reads`)."""

    fail_on: FailOn = "any"
    os_packages: SystemPackages = "leave"
    match_unreleased: Unreleased = False
    why_rank: WhyRank = False

    def judging(self) -> Judging:
        """Return what the options say."""
        return Judging(
            created=creation_date(),
            match_owned=self.os_packages == MATCH,
            match_unreleased=self.match_unreleased,
        )
