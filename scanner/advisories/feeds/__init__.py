"""Where facts about vulnerabilities and projects come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from layers.extensions import Extensions

if TYPE_CHECKING:
    from scanner.advisories.feeds.feed import Feed

FEEDS: Final[Extensions[Feed]] = Extensions({"kev": "scanner.advisories.feeds.kev:KEV"})
