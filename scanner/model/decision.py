"""What somebody decided on findings: rules to ignore them, and statements in VEX documents."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

JUSTIFICATIONS: Final = (
    "component_not_present",
    "vulnerable_code_not_present",
    "vulnerable_code_not_in_execute_path",
    "vulnerable_code_cannot_be_controlled_by_adversary",
    "inline_mitigations_already_exist",
)
"""The words of VEX for why something is not affected (CISA, OpenVEX, CSAF)."""
NOT_AFFECTED: Final = "not_affected"
FIXED: Final = "fixed"
ACCEPTED: Final = "accepted"


class Ground(Enum):
    """What a decision is written in."""

    RULE = "rule"
    """A rule to ignore, in a file of decisions."""
    VEX = "vex"
    """A statement of a VEX document (OpenVEX, CSAF or CycloneDX)."""
    WITHDRAWAL = "withdrawal"
    """The record itself, which its database has taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Why a finding does not count."""

    ground: Ground
    source: str
    """The file, and where in it."""
    status: str
    """In VEX terms: ``not_affected``, ``fixed``, or ``accepted`` for one that is put up with."""
    justification: str | None = None
    """One of the words of VEX, as ``vulnerable_code_not_in_execute_path``."""
    reason: str | None = None
    owner: str | None = None
    """Who answers for it."""
    expires: str | None = None
    """The last day on which it holds, in ISO 8601."""
    until_fix: bool = False
    """Whether it holds only as long as there is no version to go to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdleDecision:
    """A rule or a statement that decided nothing; silence would be taken for consent."""

    source: str
    about: str
    """What it speaks of."""
    reason: str
    """Why it decided nothing: it expired, or nothing matches it."""
    ground: Ground = Ground.RULE
    has_expired: bool = False
