"""Options on how findings are judged, of the commands that match advisories."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from scanner.cli import deciding_options
from scanner.cli.options import choice
from scanner.cli.output import creation_date
from scanner.cli.showing import Showing
from scanner.judging import Judging
from scanner.match.policy import THRESHOLDS, exit_code, exit_code_by_decisions

if TYPE_CHECKING:
    from scanner.model.report import Report

PANEL = "Judgement"
ANY = "any"
MATCH = "match"
SYSTEM_PACKAGES = ("leave", MATCH)

FailOn: TypeAlias = Annotated[
    str | None,
    choice(
        "--fail-on",
        names=THRESHOLDS,
        metavar="LEVEL",
        panel=PANEL,
        help=f"From which severity on to exit with 1: {', '.join(THRESHOLDS)}. By default {ANY}, "
        "or what the --policy says. A finding of unknown severity counts as medium.",
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

    fail_on: FailOn = None
    os_packages: SystemPackages = "leave"
    match_unreleased: Unreleased = False
    why_rank: WhyRank = False

    ignored: deciding_options.Ignored = field(default_factory=list)
    ignored_while_no_fix: deciding_options.IgnoredWhileNoFix = field(default_factory=list)
    decisions: deciding_options.DecisionFiles = field(default_factory=list)
    vex: deciding_options.VexFiles = field(default_factory=list)
    strict_decisions: deciding_options.StrictDecisions = False
    policy: deciding_options.PolicyFile = None
    baseline: deciding_options.BaselineFile = None
    as_of: deciding_options.AsOf = None

    def showing(self) -> Showing:
        """Return what the report for people shows."""
        return Showing(why_rank=self.why_rank, today=deciding_options.day(self.as_of))

    def judging(self) -> Judging:
        """Return what the options say, or end with a usage error."""
        return Judging(
            created=creation_date(),
            match_owned=self.os_packages == MATCH,
            match_unreleased=self.match_unreleased,
            today=deciding_options.day(self.as_of),
            decisions=deciding_options.decisions_of(
                self.ignored, self.ignored_while_no_fix, self.decisions, self.vex
            ),
            baseline=deciding_options.baseline_at(self.baseline) if self.baseline else None,
            policy=deciding_options.policy_of(self.policy) if self.policy else None,
        )

    def exit_code(self, report: Report) -> int:
        """Return the exit code for a report: what the policy, or a threshold, has against it."""
        codes = []
        if self.fail_on is not None or self.policy is None:
            codes.append(exit_code(report, self.fail_on or ANY))
        if self.policy is not None:
            from scanner.policy.exit_code import exit_code_by_policy

            codes.append(exit_code_by_policy(report))
        if self.strict_decisions:
            codes.append(exit_code_by_decisions(report))
        return max(codes)
