"""Rules that ask for certain data, one module for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from layers.extensions import Extensions

if TYPE_CHECKING:
    from scanner.quality.profile import Profile

# Not imported for its name alone: the command line lists the names at every start.
PROFILES: Final[Extensions[Profile]] = Extensions(
    {
        "bsi-2.1": "scanner.quality.profiles.bsi_2_1:BSI_2_1",
        "cisa-2025": "scanner.quality.profiles.cisa_2025:CISA_2025",
        "fsct3": "scanner.quality.profiles.fsct3:FSCT3",
        "ntia": "scanner.quality.profiles.ntia:NTIA",
        "openchain-telco": "scanner.quality.profiles.openchain_telco:OPENCHAIN_TELCO",
    }
)
