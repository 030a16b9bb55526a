"""Rules to ignore findings and policies, as people write them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from textwrap import dedent
from typing import TYPE_CHECKING

from scanner.decided.rule import Rule
from scanner.decided.rule_file import rules_of
from scanner.policy.policy_file import policy_of

if TYPE_CHECKING:
    from scanner.policy.policy import Policy

TODAY = date(2026, 11, 21)
LATER = date(2027, 11, 21)
"""The last day on which a rule may expire."""


def rules(text: str) -> tuple[Rule, ...]:
    """Return the rules of a file."""
    return rules_of(dedent(text).encode(), "decisions.yaml")


def rule(name: str | None = "CVE-2024-3651", **changes: object) -> Rule:
    """Return a rule to ignore a vulnerability, on line 2 of a file."""
    value = Rule(
        ids=frozenset((name,) if name else ()),
        reason="not reachable",
        owner="Ada",
        expires=TODAY,
        location="decisions.yaml",
        line=2,
    )
    return replace(value, **changes)  # type: ignore[arg-type] # any of its fields


def policy(text: str = "{}") -> Policy:
    """Return the policy of a file."""
    return policy_of(dedent(text).encode(), "policy.yaml")
