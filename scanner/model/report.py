"""An inventory judged by advisories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scanner.model.imprint import NO_IMPRINT

if TYPE_CHECKING:
    from scanner.model.advisory import Advisory, Level, Severity, Status
    from scanner.model.component import Component
    from scanner.model.imprint import Imprint
    from scanner.model.inventory import Inventory
    from scanner.model.system_package import Owner


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A vulnerability that a component has, or may have."""

    component: Component
    advisories: tuple[Advisory, ...]
    """The records that speak of it; the first gives it its name."""
    status: Status
    reason: str
    """The range or the listed version that decided, or why nothing could."""
    fixed_in: str | None = None
    """The lowest version above the installed one that none of the records has as affected."""
    left_to: Owner | None = None
    """The system package whose own advisories decide; then the finding is shown, and no more."""

    @property
    def id(self) -> str:
        """The name of the vulnerability: that of its first record."""
        return self.advisories[0].id

    @property
    def aliases(self) -> tuple[str, ...]:
        """The other names that it goes by."""
        names = {name for advisory in self.advisories for name in (advisory.id, *advisory.aliases)}
        return tuple(sorted(names - {self.id}))

    @property
    def severity(self) -> Severity:
        """The worst that any of the records says."""
        return max(
            (advisory.severity for advisory in self.advisories),
            key=lambda severity: (severity.level, severity.score or 0.0),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvisorySource:
    """Where advisories come from, and of when they are."""

    name: str
    url: str
    license: str
    date: str
    """The day of the copy, in ISO 8601."""
    records: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What became of each component; the counts add up to their number."""

    affected: int = 0
    undetermined: int = 0
    clean: int = 0
    unversioned: int = 0
    """Without a version, and so not compared."""
    not_matched: int = 0
    """In a state in which its code is not run, as test data."""
    left_to_system: int = 0
    """Of a package of the operating system, whose own advisories speak of it."""
    unreleased: int = 0
    """From a repository or editable, and so perhaps no release that advisories speak of."""
    other_ecosystem: int = 0
    """Of an index other than PyPI, whose names advisories do not use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that a scan has to say."""

    inventory: Inventory
    findings: tuple[Finding, ...] = ()
    sources: tuple[AdvisorySource, ...] = ()
    """Empty if the inventory was not matched."""
    tally: Tally = Tally()
    advisories_digest: str | None = None
    """Of the index that was used."""
    created: str | None = None
    """When, in ISO 8601; None, unless somebody asks for it, for equal scans to give equal bytes."""
    imprint: Imprint = NO_IMPRINT

    @property
    def counted(self) -> tuple[Finding, ...]:
        """The findings that count: all that are not left to the operating system."""
        return tuple(finding for finding in self.findings if finding.left_to is None)

    @property
    def worst(self) -> Level | None:
        """The highest level among the findings that count; None if there are none."""
        return max((finding.severity.level for finding in self.counted), default=None)
