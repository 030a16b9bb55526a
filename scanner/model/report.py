"""An inventory judged by advisories."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scanner.model.imprint import NO_IMPRINT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.model.advisory import Level
    from scanner.model.decision import IdleDecision
    from scanner.model.detail import Detail
    from scanner.model.finding import Finding
    from scanner.model.imprint import Imprint
    from scanner.model.inventory import Inventory
    from scanner.model.project_status import ProjectStatus, YankedRelease
    from scanner.model.violation import Violation


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvisorySource:
    """Where advisories come from, and of when they are."""

    name: str
    url: str
    license: str
    date: str
    """The day of the copy, in ISO 8601."""
    records: int
    modified: str | None = None
    """When the record that was changed last was changed."""
    unreadable: int = 0
    """Records that it has as well, and that could not be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What became of each component; the counts add up to their number."""

    affected: int = 0
    undetermined: int = 0
    suppressed: int = 0
    """With findings, on all of which somebody decided."""
    clean: int = 0
    unversioned: int = 0
    """Without a version, and so not compared."""
    not_matched: int = 0
    """In a state in which its code is not run, as test data."""
    left_to_system: int = 0
    """Of a package of the operating system, whose own advisories speak of it."""
    unreleased: int = 0
    """From a repository or editable, and so perhaps no release that advisories speak of."""
    superseded: int = 0
    """Declared, where another file of the project decides."""
    unselected: int = 0
    """Declared for a group, an extra or a way in that was not asked for."""
    other_ecosystem: int = 0
    """Of an ecosystem that is not matched: its names mean something else on PyPI, or nothing."""
    source_missing: int = 0
    """Of an ecosystem that the index has no advisories of, as those of conda."""


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
    idle_decisions: tuple[IdleDecision, ...] = ()
    projects: tuple[ProjectStatus, ...] = ()
    """What an index says of the projects that were found, where it says more than ``active``."""
    yanked: tuple[YankedRelease, ...] = ()
    """The releases that were found and that their projects took back."""
    violations: tuple[Violation, ...] = ()
    """What the policy has against it."""
    details: Mapping[str, Detail] = field(default_factory=dict)
    """What the records of findings say to people, by their identifiers, as far as that is kept."""

    @property
    def counted(self) -> tuple[Finding, ...]:
        """The findings that count: that nobody else decides on, and nobody has."""
        return tuple(finding for finding in self.findings if finding.counts)

    @property
    def worst(self) -> Level | None:
        """The highest level among the findings that count; None if there are none."""
        return max((finding.severity.level for finding in self.counted), default=None)
