"""Advisories: which versions of a distribution have a known vulnerability, and how bad it is.

The semantics are those of the OSV format (https://ossf.github.io/osv-schema/). Where it is silent
the rules P1 to P9 hold, which ``docs/matching.md`` lists.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final

from scanner.model.version import parsed

if TYPE_CHECKING:
    from packaging.version import Version

    from scanner.model.event import Event
    from scanner.model.names import NormalizedName
    from scanner.model.version import InstalledVersion


class Level(IntEnum):
    """How bad a vulnerability is, by the bands of CVSS. Unknown is not a band: see the policy."""

    UNKNOWN = 0
    NONE = 1
    LOW = 2
    MEDIUM = 3
    HIGH = 4
    CRITICAL = 5


@dataclass(frozen=True, slots=True)
class Severity:
    """A level, with the score and vector it was read from."""

    level: Level = Level.UNKNOWN
    score: float | None = None
    vector: str | None = None


class Status(Enum):
    """The answer to whether a version is affected."""

    AFFECTED = "affected"
    UNDETERMINED = "undetermined"
    """The advisory's data, or the version, allow no answer."""
    NOT_AFFECTED = "not_affected"


@dataclass(frozen=True, kw_only=True)
class AffectedRange:
    """Versions from ``introduced`` on, and before what ends the range; None has no such bound."""

    introduced: Version | None = None
    fixed: Version | None = None
    """The first version after the range."""
    last_affected: Version | None = None
    """The last version inside it."""
    limit: Version | None = None
    """A version from which on the advisory says nothing."""

    def __contains__(self, version: InstalledVersion) -> bool:
        begin, fixed, last, limit = self.introduced, self.fixed, self.last_affected, self.limit
        full = version.full
        if full is not None and full is version.public:
            # The same without a look at local segments, which nearly no version has.
            return (
                (fixed is None or full < fixed)
                and (begin is None or full >= begin)
                and (last is None or full <= last)
                and (limit is None or full < limit)
            )
        return (
            (begin is None or version.beside(begin) >= begin)
            and (fixed is None or version.beside(fixed) < fixed)
            and (last is None or version.beside(last) <= last)
            and (limit is None or version.beside(limit) < limit)
        )

    @property
    def end(self) -> Version | None:
        """What it ends at, the least bound of those; None if it goes on for ever."""
        ends = (self.fixed, self.last_affected, self.limit)
        return min([end for end in ends if end is not None], default=None)

    @property
    def signed_bounds(self) -> tuple[tuple[str, Version], ...]:
        """The bounds that there are, each with how versions inside compare with it."""
        bounds = (
            (">=", self.introduced),
            ("<", self.fixed),
            ("<=", self.last_affected),
            ("<", self.limit),
        )
        return tuple([(sign, bound) for sign, bound in bounds if bound is not None])

    @property
    def bounds(self) -> tuple[Version, ...]:
        """The bounds that there are."""
        return tuple(bound for _, bound in self.signed_bounds)

    @property
    def is_unconditional(self) -> bool:
        """Whether every version is inside, even one that cannot be compared."""
        return not self.bounds

    @cached_property
    def text(self) -> str:
        """It in words, as ``>= 1.0, < 2.0``."""
        bounds = [f"{sign} {bound}" for sign, bound in self.signed_bounds]
        return ", ".join(bounds) or "every version"

    @property
    def nearest(self) -> str | None:
        """The bound that is next to what is inside: the end, or else the beginning."""
        bound = self.end or self.introduced
        return None if bound is None else str(bound)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class AffectedRanges:
    """One range of the advisory's source, taken apart into ranges that don't overlap."""

    ranges: tuple[AffectedRange, ...] = ()
    events: tuple[Event, ...] = ()
    """What it was made of, if some are at no version (PEP 440), and so not in ``ranges``."""
    repairs: tuple[str, ...] = ()
    """The rows of the repair table by which all of them got a version."""

    @property
    def unreadable(self) -> tuple[str, ...]:
        """The bounds that are not versions."""
        return tuple(event.text for event in self.events if not event.is_readable)


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer, and what decided it; nothing, where the version itself did."""

    status: Status
    interval: AffectedRange | None = None
    group: AffectedRanges | None = None
    """The range that the interval is of."""
    listed: str | None = None
    """A listed version, as the source spells it."""


NOT_AFFECTED: Final = Verdict(Status.NOT_AFFECTED)


@dataclass(frozen=True, kw_only=True)
class Affected:
    """What an advisory says of one distribution."""

    package: NormalizedName
    """By its ecosystem, too, unless that is PyPI (:func:`scanner.model.names.advised_name`)."""
    entry: int = 0
    """Which of the record's entries it is, counted from 0."""
    ranges: tuple[AffectedRanges, ...] = ()
    versions: tuple[str, ...] = ()
    """Affected versions, as the source spells them; those that the ranges hold may be left out."""

    @property
    def has_data(self) -> bool:
        """Whether it says anything that a version can be compared with."""
        return bool(self.ranges or self.versions)

    def verdict(self, version: InstalledVersion) -> Verdict:
        """Tell whether a version is affected."""
        if self.versions and (listed := self._listed(version)) is not None:
            return Verdict(Status.AFFECTED, listed=listed)
        if version.full is None:
            return self._verdict_without_order()
        answer = NOT_AFFECTED
        for group in self.ranges:
            for interval in group.ranges:
                if version in interval:
                    if not group.events:
                        return Verdict(Status.AFFECTED, interval, group)
                    answer = Verdict(Status.UNDETERMINED, interval, group)
        return answer

    def _listed(self, version: InstalledVersion) -> str | None:
        """Return the listed version that is this one: the same text, or an equal version."""
        keys = {version.text, version.full, version.public} - {None}
        places = [self.listed[key] for key in keys if key in self.listed]
        return self.versions[min(places)] if places else None

    @cached_property
    def listed(self) -> dict[str | Version, int]:
        """The place of each listed text, and of each listed version by PEP 440.

        A listed version without a local segment is equal to the public part of an installed one.
        """
        places: dict[str | Version, int] = {}
        for place, text in enumerate(self.versions):
            places.setdefault(text, place)
            if (listed := parsed(text)) is not None:
                places.setdefault(listed, place)
        return places

    def _verdict_without_order(self) -> Verdict:
        """Judge a version that cannot be compared with any bound."""
        for group in self.ranges:
            for interval in group.ranges:
                if interval.is_unconditional and not group.events:
                    return Verdict(Status.AFFECTED, interval, group)
        return Verdict(Status.UNDETERMINED) if self.has_data else NOT_AFFECTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Advisory:
    """One record of an advisory database; facts only."""

    id: str
    aliases: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    severity: Severity = Severity()
    affected: tuple[Affected, ...] = ()
    published: str | None = None
    modified: str | None = None
    withdrawn: str | None = None
    links: tuple[str, ...] = ()
    is_malware: bool = False
    """Whether it tells of an attack and not of a fault: what it affects is hostile itself."""
    source: str | None = None
    """The name of the source that it is from."""
