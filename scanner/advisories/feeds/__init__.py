"""Where facts about vulnerabilities and projects come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from layers.extensions import Extensions

if TYPE_CHECKING:
    from scanner.advisories.feeds.feed import Feed

FEEDS: Final[Extensions[Feed]] = Extensions(
    {
        "epss": "scanner.advisories.feeds.epss:EPSS",
        "esms": "scanner.advisories.feeds.esms:ESMS",
        "kev": "scanner.advisories.feeds.kev:KEV",
        "osv": "scanner.advisories.feeds.osv:OSV",
        "osv-api": "scanner.advisories.feeds.osv_api:OSV_API",
        "project-status": "scanner.advisories.feeds.project_status:PROJECT_STATUS",
        "pypi": "scanner.advisories.feeds.pypi:PYPI",
    }
)
