"""``lading policy``: policies, and files of rules, before they decide anything."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from scanner.cli.output import standard_output
from scanner.cli.text import printable

if TYPE_CHECKING:
    from scanner.decided.rule import Rule
    from scanner.policy.policy import Limits, Policy, Thresholds, Verdict

policy = typer.Typer(no_args_is_help=True, help="Check a policy, or show its JSON Schema.")
KINDS = {"policy": "scanner.policy", "decisions": "scanner.decided"}
"""Kinds of files, and where their schemas are."""


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise typer.BadParameter(f"{kind!r} is none of {', '.join(KINDS)}.")
    return kind


Kind: TypeAlias = Annotated[
    str, typer.Argument(callback=_known, help=f"Which kind of file: {', '.join(KINDS)}.")
]


@policy.command()
def validate(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A policy, or rules to ignore findings (YAML).")
    ],
    kind: Kind = "policy",
) -> None:
    """Check a file, and show what every rule comes to: what it says, and what it leaves open."""
    from scanner.cli.deciding_options import loaded
    from scanner.decisions import load_policy, load_rules

    if kind == "policy":
        lines = _rules(loaded(partial(load_policy, file), "FILE"))
    else:
        lines = map(_ignored, loaded(partial(load_rules, file), "FILE"))
    with standard_output() as stdout:
        stdout.writelines(f"{printable(line)}\n" for line in lines)


@policy.command()
def schema(
    kind: Kind = "policy",
) -> None:
    """Show the JSON Schema of policies, or of rules to ignore findings, for editors."""
    from importlib import resources

    text = (resources.files(KINDS[kind]) / f"{kind}.schema.json").read_text("utf-8")
    with standard_output() as stdout:
        stdout.write(text)


def _rules(policy: Policy) -> Iterator[str]:
    """Yield what every rule comes to."""
    from scanner.policy.policy import RULES

    yield from _thresholds("vulnerabilities", policy.thresholds)
    for group, thresholds in policy.groups.items():
        yield from _thresholds(f"groups.{group}", thresholds)
        yield f"groups.{group}.unknown: {_word(thresholds.unknown)}"
    yield f"vulnerabilities.probability: {_limits(policy.probability)}"
    for section, rules in RULES.items():
        for name in rules:
            rule = f"{section}.{name}"
            said = "" if rule in policy.outcomes else "  (not said)"
            yield f"{rule}: {_word(policy.verdict(rule))}{said}"
    for source, days in policy.ages.items():
        yield f"data.age of {source}: {_limits(days)}"
    yield f"decisions.max_days: {policy.max_days}"
    for ban in policy.bans:
        yield f"bans, line {ban.line}: {_word(ban.outcome)}"


def _ignored(rule: Rule) -> str:
    """Return what a rule to ignore findings comes to."""
    until = f"{rule.expires}{' or a fix' if rule.until_fix else ''}"
    status = rule.justification or "accepted"
    return f"line {rule.line}: {rule.about}: {status}, until {until}, {rule.owner}"


def _thresholds(section: str, thresholds: Thresholds) -> Iterator[str]:
    for name, level in (("fail_on", thresholds.fail_on), ("warn_on", thresholds.warn_on)):
        yield f"{section}.{name}: {'never' if level is None else level.name.lower()}"


def _limits(limits: Limits) -> str:
    """Return from which values on what happens."""
    known = (("fail", limits.fail), ("warn", limits.warn))
    return ", ".join(f"{word} from {value:g}" for word, value in known if value is not None) or (
        "never"
    )


def _word(verdict: Verdict) -> str:
    return verdict.value if verdict else "allow"
