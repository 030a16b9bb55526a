"""What a source has: records, facts beside them, and what of it cannot be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from scanner.model.project_status import ProjectStatus, YankedRelease
from scanner.model.threat import Exploitation, Probability


@dataclass(frozen=True, slots=True)
class Dated:
    """Of which day a document says that it is, in ISO 8601."""

    date: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A record that is there and cannot be read; it is counted, and stops nothing."""

    name: str
    reason: str
    absent: bool = False
    """Whether that is because its server has no such thing."""


Item: TypeAlias = (
    Mapping[str, object]
    | Exploitation
    | Probability
    | ProjectStatus
    | YankedRelease
    | Dated
    | Unreadable
)
"""What a feed has: a record in the OSV format is a mapping."""
