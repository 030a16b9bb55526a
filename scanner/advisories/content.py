"""What an index is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scanner.advisories.source_record import SourceRecord
    from scanner.model.advisory import Advisory
    from scanner.model.project_status import ProjectStatus, YankedRelease
    from scanner.model.report import AdvisorySource
    from scanner.model.threat import Exploitation, Probability


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What of a source is kept so that the next update asks for no more than what is new."""

    source: str
    """Its name."""
    feed: str
    """By whose grammar the document is read."""
    fingerprint: str = "{}"
    """How its server tells this edition from others: an object of JSON."""
    document: bytes = b""
    """What was fetched, of a source that has no records in the OSV format."""
    unreadable: tuple[tuple[str, str], ...] = ()
    """The records that could not be read, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexContent:
    """All of it; the order makes no difference."""

    advisories: Iterable[Advisory] = ()
    sources: Iterable[AdvisorySource] = ()
    exploited: Iterable[Exploitation] = ()
    probabilities: Iterable[Probability] = ()
    statuses: Iterable[ProjectStatus] = ()
    yanked: Iterable[YankedRelease] = ()
    records: Iterable[SourceRecord] = ()
    """As the sources have them. With these, or what is kept, there is a detail file."""
    kept: Iterable[Kept] = ()
    ecosystems: frozenset[str] | None = None
    """Those of which all is known that is looked up in it; by default, of which there is any."""
