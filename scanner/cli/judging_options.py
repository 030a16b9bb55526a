"""Options on how findings are judged, of the commands that match advisories."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import or_
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from scanner.cli import deciding_options
from scanner.cli.database_options import Database, DatabaseKey, opened_index
from scanner.cli.options import choice
from scanner.cli.output import creation_date
from scanner.judging import Judging
from scanner.match.condition import WORDS, parse_conditions
from scanner.releases import load_releases

if TYPE_CHECKING:
    from scanner.advisories.index import AdvisoryIndex
    from scanner.model.inventory import Inventory
    from scanner.model.report import Report
    from scanner.settings import Settings

PANEL = "Judgement"
ANY = "any"
MATCH = "match"
SYSTEM_PACKAGES = ("leave", MATCH)


def _conditions(text: str | None) -> str | None:
    try:
        parse_conditions(text or ANY)
    except ValueError as error:
        raise typer.BadParameter(f"{str(error)!r} is none of {', '.join(WORDS)}.") from error
    return text


FailOn: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--fail-on",
        rich_help_panel=PANEL,
        metavar="CONDITIONS",
        callback=_conditions,
        autocompletion=lambda: list(WORDS),
        show_default=False,
        help=f"For what to exit with 1: {', '.join(WORDS)}. A comma means or, a plus and: "
        "high+fixable,kev. A severity means it and all above, and an unknown one counts as "
        f"medium. Malware is reason to fail unless it is never. By default {ANY}, or what the "
        "--policy says.",
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
Withdrawn: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--include-withdrawn",
        rich_help_panel=PANEL,
        help="Show what records say that their databases have taken back. It never counts.",
    ),
]
NoRepairs: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--no-repairs",
        rich_help_panel=PANEL,
        help="Leave open what depends on a bound of an advisory that is no version, even where the "
        "repair table knows which version it stands for (docs/matching.md).",
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

    fail_on: FailOn = None
    os_packages: SystemPackages = "leave"
    match_unreleased: Unreleased = False
    include_withdrawn: Withdrawn = False
    no_repairs: NoRepairs = False
    releases: Releases = field(default_factory=list)
    db: Database = None
    db_key: DatabaseKey = None

    ignored: deciding_options.Ignored = field(default_factory=list)
    ignored_while_no_fix: deciding_options.IgnoredWhileNoFix = field(default_factory=list)
    decisions: deciding_options.DecisionFiles = field(default_factory=list)
    vex: deciding_options.VexFiles = field(default_factory=list)
    vex_key: deciding_options.VexKey = None
    vex_repository: deciding_options.VexRepositories = field(default_factory=list)
    strict_decisions: deciding_options.StrictDecisions = False
    policy: deciding_options.PolicyFile = None
    baseline: deciding_options.BaselineFile = None
    as_of: deciding_options.AsOf = None

    def index(self) -> AbstractContextManager[AdvisoryIndex]:
        """Open the index that is to be used (see :func:`opened_index`)."""
        return opened_index(self.db, self.db_key)

    def judging(self, *, by_target: bool = False) -> Judging:
        """Return what the options say, or end with a usage error.

        What is stated on a target depends on it: a command that has it put to the rest
        (:meth:`judging_of`) says so.
        """
        deciding_options.check_vex(self.vex, self.vex_key, self.vex_repository, by_target=by_target)
        return Judging(
            created=creation_date(),
            match_owned=self.os_packages == MATCH,
            match_unreleased=self.match_unreleased,
            withdrawn=self.include_withdrawn,
            repairs=not self.no_repairs,
            releases=load_releases(self.releases),
            today=deciding_options.day(self.as_of),
            decisions=deciding_options.decisions_of(
                self.ignored, self.ignored_while_no_fix, self.decisions, self.vex
            ),
            baseline=deciding_options.baseline_at(self.baseline) if self.baseline else None,
            policy=deciding_options.policy_of(self.policy) if self.policy else None,
        )

    def judging_of(self, judging: Judging, inventory: Inventory, settings: Settings) -> Judging:
        """Return it with what is stated on an inventory: attached to its image, in repositories."""
        if deciding_options.ATTACHED not in self.vex and not self.vex_repository:
            return judging
        found = deciding_options.stated_on(
            inventory,
            self.vex_repository,
            attached=deciding_options.ATTACHED in self.vex,
            key=self.vex_key,
            settings=settings,
        )
        return replace(judging, decisions=judging.decisions.with_documents(found))

    def exit_code(self, report: Report) -> int:
        """Return the exit code for a report: what the policy, or a threshold, has against it."""
        from scanner.match.exit_code import exit_code_by_decisions, exit_code_by_policy
        from scanner.match.policy import exit_code

        codes = []
        if self.fail_on is not None or self.policy is None:
            codes.append(exit_code(report, self.fail_on or ANY))
        if self.policy is not None:
            codes.append(exit_code_by_policy(report))
        if self.strict_decisions:
            codes.append(exit_code_by_decisions(report))
        # Each bit says one thing, whichever of them says it.
        return reduce(or_, codes)
