"""Advisories: which versions of a distribution have a known vulnerability, and how bad it is.

The semantics are those of the OSV format (https://ossf.github.io/osv-schema/). Where it is silent
the rules P1 to P9 hold, which ``docs/matching.md`` lists.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import TYPE_CHECKING

from scanner.model.version import parsed

if TYPE_CHECKING:
    from packaging.version import Version

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


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer, and what decided it."""

    status: Status
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
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
        return (
            (begin is None or version.beside(begin) >= begin)
            and (fixed is None or version.beside(fixed) < fixed)
            and (last is None or version.beside(last) <= last)
            and (limit is None or version.beside(limit) < limit)
        )

    @property
    def bounds(self) -> tuple[Version, ...]:
        """The bounds that there are."""
        bounds = (self.introduced, self.fixed, self.last_affected, self.limit)
        return tuple(bound for bound in bounds if bound is not None)

    @property
    def is_unconditional(self) -> bool:
        """Whether every version is inside, even one that cannot be compared."""
        return not self.bounds

    def __str__(self) -> str:
        bounds = [
            f"{sign} {bound}"
            for sign, bound in (
                (">=", self.introduced),
                ("<", self.fixed),
                ("<=", self.last_affected),
                ("<", self.limit),
            )
            if bound is not None
        ]
        return ", ".join(bounds) or "every version"


@dataclass(frozen=True, slots=True)
class AffectedRanges:
    """One range of the advisory's source, taken apart into ranges that don't overlap."""

    ranges: tuple[AffectedRange, ...] = ()
    unreadable: tuple[str, ...] = ()
    """Bounds that are not versions (PEP 440), and so were left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Affected:
    """What an advisory says of one distribution."""

    package: NormalizedName
    ranges: tuple[AffectedRanges, ...] = ()
    versions: tuple[str, ...] = ()
    """Affected versions, as the source spells them; those that the ranges hold may be left out."""

    @property
    def has_data(self) -> bool:
        """Whether it says anything that a version can be compared with."""
        return bool(self.ranges or self.versions)

    def verdict(self, version: InstalledVersion) -> Verdict:
        """Tell whether a version is affected."""
        if listed := self._listed(version):
            return Verdict(Status.AFFECTED, f"{listed} is listed")
        if version.full is None:
            return self._verdict_without_order(version)
        undetermined = Verdict(Status.NOT_AFFECTED)
        for group in self.ranges:
            for affected_range in group.ranges:
                if version in affected_range:
                    if not group.unreadable:
                        return Verdict(Status.AFFECTED, str(affected_range))
                    bounds = ", ".join(group.unreadable)
                    reason = f"the advisory's bound {bounds} is not a version (PEP 440)"
                    undetermined = Verdict(Status.UNDETERMINED, reason)
        return undetermined

    def _listed(self, version: InstalledVersion) -> str | None:
        """Return the listed version that is this one: the same text, or an equal version."""
        for text in self.versions:
            if text == version.text:
                return text
            listed = parsed(text) if version.full is not None else None
            if listed is not None and version.beside(listed) == listed:
                return text
        return None

    def _verdict_without_order(self, version: InstalledVersion) -> Verdict:
        """Judge a version that cannot be compared with any bound."""
        for group in self.ranges:
            if not group.unreadable and any(r.is_unconditional for r in group.ranges):
                return Verdict(Status.AFFECTED, "every version")
        if not self.has_data:
            return Verdict(Status.NOT_AFFECTED)
        reason = f"the installed version {version.text} is not a version (PEP 440)"
        return Verdict(Status.UNDETERMINED, reason)


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
