"""What a user may choose for the judgement of an inventory by advisories."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scanner.decided.decisions import NO_DECISIONS, Decisions

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from scanner.match.baseline import Baseline
    from scanner.model.names import NormalizedName
    from scanner.policy.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """All choices, at their defaults. The time is one of them: a judgement can be repeated."""

    created: str | None = None
    """When, in ISO 8601; None, unless somebody asks for it, for equal scans to give equal bytes."""
    match_owned: bool = False
    """Whether findings count of distributions that came with packages of the operating system."""
    match_unreleased: bool = False
    """Whether what is from a repository, or editable, is matched as if it was the release."""
    releases: Mapping[NormalizedName, tuple[str, ...]] = field(default_factory=dict)
    """What can be installed of projects, beyond the versions that advisories name."""
    withdrawn: bool = False
    """Whether records that their databases have taken back are shown; they never count."""
    repairs: bool = True
    """Whether bounds that are no versions are read by the repair table (docs/matching.md)."""
    today: date | None = None
    """The day: rules to ignore findings end, and data get old. None, if it is not known."""
    decisions: Decisions = NO_DECISIONS
    baseline: Baseline | None = None
    """The findings that are no news."""
    policy: Policy | None = None
