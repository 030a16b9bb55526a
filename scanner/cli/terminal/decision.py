"""What people decided: what the policy has against a report, and what decided nothing."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console

from scanner.cli.terminal.line import print_list, text_of
from scanner.formats.wording.subject import counted
from scanner.model.decision import IdleDecision
from scanner.model.violation import Outcome, Violation


def print_violations(violations: Iterable[Violation], console: Console) -> None:
    """Print what the policy does not allow, what makes it fail last."""
    ordered = sorted(violations, key=lambda violation: violation.outcome is Outcome.FAIL)
    if ordered:
        lines = (
            text_of(f"{each.outcome.value}  ", STYLES[each.outcome]).append_text(
                text_of(_violation(each))
            )
            for each in ordered
        )
        print_list(text_of("Policy", "bold"), lines, console)


def print_idle(decisions: tuple[IdleDecision, ...], console: Console) -> None:
    """Print rules and statements that decided nothing."""
    if decisions:
        title = f"{counted(len(decisions), 'decision')} without effect"
        lines = (text_of(f"{each.about}: {each.reason} ({each.source})") for each in decisions)
        print_list(text_of(title, "bold yellow"), lines, console)


STYLES = {Outcome.FAIL: "bold red", Outcome.WARN: "yellow"}


def _violation(violation: Violation) -> str:
    place = f" in /{violation.place}" if violation.place else ""
    return f"{violation.rule}: {violation.about}{place}: {violation.reason}"
