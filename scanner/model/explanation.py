"""How a finding, or that there is none, follows from advisories: every step, to check by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scanner.model.advisory import Severity, Status
    from scanner.model.decision import Decision
    from scanner.model.proof import Proof


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeAccount:
    """One range of a record."""

    events: tuple[str, ...]
    """In the order of the walk; those that change nothing are not kept."""
    intervals: tuple[str, ...]
    unreadable: tuple[str, ...] = ()
    """Bounds that are no versions, and leave the range in doubt."""
    repairs: tuple[str, ...] = ()
    """The rows of the repair table by which such bounds became readable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryAccount:
    """One entry of ``affected``."""

    entry: int
    package: str
    ranges: tuple[RangeAccount, ...]
    versions: tuple[str, ...]
    """The listed versions; of those that the ranges hold none need be there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAccount:
    """What a record says."""

    id: str
    source: str | None
    aliases: tuple[str, ...]
    related: tuple[str, ...]
    severity: Severity
    published: str | None
    modified: str | None
    withdrawn: str | None
    links: tuple[str, ...]
    entries: tuple[EntryAccount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A version beside a bound."""

    text: str
    """As ``2.5 >= 1.0``, the installed version first."""
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IntervalStep:
    """A version beside an interval."""

    interval: str
    comparisons: tuple[Comparison, ...]
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryStep:
    """A version beside an entry."""

    entry: int
    status: Status
    listed: str | None
    """The listed version that it is."""
    intervals: tuple[IntervalStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordStep:
    """A version beside a record; of one that is withdrawn no entry is looked at (P9)."""

    record: str
    is_withdrawn: bool
    entries: tuple[EntryStep, ...]
    proof: Proof | None
    """What decided, if the record affects the version, or may."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A name that two records have in common (P10)."""

    one: str
    """The identifier of a record."""
    other: str
    name: str
    is_refused: bool
    """Whether it does not join them, since each goes by a CVE that the other does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingAccount:
    """A finding that came of it."""

    id: str
    fingerprint: str
    status: Status
    reason: str
    records: tuple[str, ...]
    fixed_in: str | None
    left_to: str | None
    """The package of the operating system whose own advisories decide."""
    decision: Decision | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What became of one component."""

    name: str
    version: str | None
    purl: str
    place: str | None
    """Where its evidence is; None if it was only asked about."""
    unmatched: str | None
    """The count of the tally for what is not compared with advisories at all."""
    steps: tuple[RecordStep, ...]
    edges: tuple[Edge, ...]
    """Between the records that affect it, or may: what joins them, and what would."""
    findings: tuple[FindingAccount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """All that follows from the records of one name."""

    asked: str
    advisories_digest: str
    """Of the index that was used."""
    repair_table: int | None
    """The version of the repair table; None if bounds are not repaired."""
    records: tuple[RecordAccount, ...]
    judgements: tuple[Judgement, ...]
