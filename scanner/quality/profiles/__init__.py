"""Rules that ask for certain data, one module for each."""

from __future__ import annotations

from typing import Final

from layers.extensions import Extensions
from scanner.quality.profile import Profile

PROFILES: Final = Extensions[Profile](
    {
        "ntia": "scanner.quality.profiles.ntia:NTIA",
        "cisa-2025": "scanner.quality.profiles.cisa_2025:CISA_2025",
        "bsi-2.1": "scanner.quality.profiles.bsi_2_1:BSI_2_1",
        "fsct3": "scanner.quality.profiles.fsct3:FSCT3",
        "openchain-telco": "scanner.quality.profiles.openchain_telco:OPENCHAIN_TELCO",
    }
)
