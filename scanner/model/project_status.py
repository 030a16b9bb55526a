"""What an index says of its projects and releases, beside their files."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scanner.model.names import NormalizedName


class Maintenance(Enum):
    """The status of a project (PEP 792). What no snapshot knows has none."""

    ACTIVE = "active"
    ARCHIVED = "archived"
    DEPRECATED = "deprecated"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectStatus:
    """What an index says of a project."""

    project: NormalizedName
    maintenance: Maintenance
    reason: str | None = None
    date: str | None = None
    """The day of the snapshot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class YankedRelease:
    """A release that its project took back (PEP 592)."""

    project: NormalizedName
    version: str
    reason: str | None = None
