"""What a policy does not allow."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Outcome(Enum):
    """What a rule of a policy has for what it meets."""

    FAIL = "fail"
    WARN = "warn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """Something that a rule of the policy meets."""

    rule: str
    """The key of the rule in the policy, as ``vulnerabilities.severity``."""
    outcome: Outcome
    about: str
    """What it meets: a finding, a component, an advisory source."""
    place: str | None = None
    """The place of the component, if it is about one."""
    reason: str
