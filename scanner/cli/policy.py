"""``lading policy``: policies before they decide anything."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from scanner.cli.output import standard_output

policy = typer.Typer(no_args_is_help=True, help="Check a policy, or show its JSON Schema.")
KINDS = ("policy", "decisions")


@policy.command()
def validate(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A policy (YAML).")],
) -> None:
    """Check a policy, and show what every rule comes to: what it says, and what it leaves open."""
    from scanner.cli.deciding_options import loaded
    from scanner.decisions import load_policy
    from scanner.policy.policy import RULES

    found = loaded(partial(load_policy, file), "FILE")
    with standard_output() as stdout:
        for section, rules in RULES.items():
            for name in rules:
                rule = f"{section}.{name}"
                verdict = found.verdict(rule)
                said = "" if rule in found.outcomes else "  (not said)"
                outcome = verdict.value if verdict else "allow"
                stdout.write(f"{rule}: {outcome}{said}\n")


@policy.command()
def schema(
    kind: Annotated[str, typer.Argument(help=f"Of which file: {', '.join(KINDS)}.")] = KINDS[0],
) -> None:
    """Show the JSON Schema of policies, or of rules to ignore findings, for editors."""
    from importlib import resources

    places = {"policy": "scanner.policy", "decisions": "scanner.decided"}
    if kind not in places:
        raise typer.BadParameter(f"{kind!r} is none of {', '.join(places)}.")
    text = (resources.files(places[kind]) / f"{kind}.schema.json").read_text("utf-8")
    with standard_output() as stdout:
        stdout.write(text)
