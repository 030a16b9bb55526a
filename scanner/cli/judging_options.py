"""Options on how findings are judged, of the commands that match advisories."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from scanner.cli.options import choice
from scanner.cli.output import creation_date
from scanner.judging import Judging
from scanner.match.condition import WORDS, parse_conditions
from scanner.releases import load_releases

PANEL = "Judgement"
MATCH = "match"
SYSTEM_PACKAGES = ("leave", MATCH)


def _conditions(text: str) -> str:
    try:
        parse_conditions(text)
    except ValueError as error:
        raise typer.BadParameter(f"{str(error)!r} is none of {', '.join(WORDS)}.") from error
    return text


FailOn: TypeAlias = Annotated[
    str,
    typer.Option(
        "--fail-on",
        rich_help_panel=PANEL,
        metavar="CONDITIONS",
        callback=_conditions,
        autocompletion=lambda: list(WORDS),
        help=f"For what to exit with 1: {', '.join(WORDS)}. A comma means or, a plus and: "
        "high+fixable,kev. A severity means it and all above, and an unknown one counts as "
        "medium. Malware is reason to fail unless it is never.",
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
Releases: TypeAlias = Annotated[
    list[Path],
    typer.Option(
        "--releases",
        rich_help_panel=PANEL,
        metavar="FILE",
        exists=True,
        dir_okay=False,
        help="A list of the releases that can be installed, for advice on what to upgrade to: "
        "lines NAME==VERSION, a JSON object of versions by name, or the simple JSON of a project. "
        "Can be given several times.",
    ),
]


@dataclass(frozen=True, kw_only=True)
class Judged:
    """The options on how findings are judged (see :func:`scanner.cli.reading.reads`)."""

    fail_on: FailOn = "any"
    os_packages: SystemPackages = "leave"
    match_unreleased: Unreleased = False
    releases: Releases = field(default_factory=list)

    def judging(self) -> Judging:
        """Return what the options say."""
        return Judging(
            created=creation_date(),
            match_owned=self.os_packages == MATCH,
            match_unreleased=self.match_unreleased,
            releases=load_releases(self.releases),
        )
