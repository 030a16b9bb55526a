"""A policy: an outcome for each rule, and the thresholds of some.

A rule that a policy says nothing of has the outcome in :data:`RULES`, what is not known included:
nothing is allowed because nobody thought of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from scanner.decided.decisions import MAX_DAYS
from scanner.model.advisory import Level
from scanner.model.violation import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.decided.distribution import Distributions
    from scanner.licenses.context import Context
    from scanner.licenses.decided.policy import Policy as LicensePolicy

Verdict: TypeAlias = Outcome | None
"""What a rule has for what it meets; None allows it."""
FAIL, WARN, ALLOW = Outcome.FAIL, Outcome.WARN, None

RULES: Final[Mapping[str, Mapping[str, Verdict]]] = {
    "vulnerabilities": {
        "unknown": FAIL,
        "undetermined": FAIL,
        "without_fix": FAIL,
        "malware": FAIL,
        "exploited": FAIL,
        "exploited_related": WARN,
        "unscored": ALLOW,
    },
    "data": {"undated": FAIL, "missing": FAIL},
    "coverage": {
        "incomplete": FAIL,
        "toc": ALLOW,
        "sbom": ALLOW,
        "unversioned": WARN,
        "unreleased": ALLOW,
        "changed": FAIL,
    },
    "licenses": {"deny": FAIL, "flag": WARN, "decisions": WARN},
    "maintenance": {"archived": WARN, "deprecated": WARN, "quarantined": FAIL, "yanked": WARN},
    "interpreters": {"end_of_life": WARN, "unknown": ALLOW},
    "operating_system": {"end_of_life": WARN},
    "decisions": {"expired": FAIL, "unused": WARN, "unmatched": WARN},
}
"""By section, every rule with its outcome where a policy has none."""
INCOMPLETE: Final = "coverage.incomplete"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """From which severity on a finding is reason to fail, or to be told."""

    fail_on: Level | None = Level.NONE
    """None for never; ``NONE`` is the lowest that is known."""
    warn_on: Level | None = Level.NONE
    unknown: Verdict = FAIL
    """For those whose severity nobody knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """From which value on something is reason to fail, or to be told; None for never."""

    fail: float | None = None
    warn: float | None = None

    def verdict(self, value: float) -> Verdict:
        """Return what a value comes to."""
        if self.fail is not None and value >= self.fail:
            return FAIL
        return WARN if self.warn is not None and value >= self.warn else ALLOW


@dataclass(frozen=True, slots=True, kw_only=True)
class Ban:
    """Distributions that nobody may have."""

    distributions: Distributions
    reason: str
    outcome: Outcome = FAIL
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """All that was decided on what a report may have."""

    outcomes: Mapping[str, Verdict] = field(default_factory=dict)
    """Of the rules that it speaks of, by section and name: ``coverage.incomplete``."""
    thresholds: Thresholds = Thresholds()
    groups: Mapping[str, Thresholds] = field(default_factory=dict)
    """Of dependency groups, in the place of those above."""
    probability: Limits = Limits()
    """Of the probability that it is used (EPSS), from 0 to 1."""
    ages: Mapping[str, Limits] = field(default_factory=dict)
    """Days, by the name of a source; ``*`` for those that are not named."""
    bans: tuple[Ban, ...] = ()
    licenses: LicensePolicy | None = None
    license_file: str | None = None
    """Where the licence policy is, from the directory that the policy is in."""
    context: Context | None = None
    """Who gets what was scanned; None for whoever the licences ask the most for."""
    max_days: int = MAX_DAYS
    """How far ahead a rule to ignore findings may expire."""
    location: str = ""

    def verdict(self, rule: str) -> Verdict:
        """Return what it has for whatever a rule meets."""
        section, _, name = rule.partition(".")
        return self.outcomes.get(rule, RULES[section][name])
