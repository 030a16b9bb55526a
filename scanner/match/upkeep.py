"""What an index of packages says of what was found: projects given up, and releases taken back.

Of what no snapshot has nothing is said: unknown is not ``active``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scanner.model.dependency import PYPI
from scanner.model.names import normalized
from scanner.model.project_status import Maintenance
from scanner.model.version import parsed

if TYPE_CHECKING:
    from packaging.version import Version

    from scanner.advisories.index import AdvisoryIndex
    from scanner.model.names import NormalizedName
    from scanner.model.report import Report


def with_upkeep(report: Report, index: AdvisoryIndex) -> Report:
    """Return a report with the statuses of its projects (PEP 792) and its yanked releases (592).

    What came with a package of the operating system, or is no release, is not the index's.

    Raises:
        UnreadableAdvisories: if the index is damaged.

    """
    releases = _releases(report)
    names = {name for name, _ in releases}
    return replace(
        report,
        projects=tuple(
            status
            for status in index.statuses(names)
            if status.maintenance is not Maintenance.ACTIVE
        ),
        yanked=tuple(
            release
            for release in index.yanked(names)
            if (version := parsed(release.version)) and (release.project, version) in releases
        ),
    )


def _releases(report: Report) -> set[tuple[NormalizedName, Version | None]]:
    """Return the releases that were found; a version that is none is no release's."""
    return {
        (normalized(component.name), _public(component.version))
        for component in report.inventory.included_components
        if component.ecosystem == PYPI and component.is_release and component.owner is None
    }


def _public(version: str | None) -> Version | None:
    """Return a version without its local segment, which an index does not take."""
    full = parsed(version) if version else None
    return parsed(full.public) if full and full.local else full
