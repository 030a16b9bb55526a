"""What PDM has locked: ``pdm.lock``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.catalog.lockfile import lock_cataloger
from scanner.metadata.lock_currency import is_pdm_lock_current
from scanner.metadata.pdm_lock import parse_pdm_lock

if TYPE_CHECKING:
    from scanner.catalog.cataloger import Cataloger

PATTERNS: Final = ("**/pdm.lock",)

PDM_LOCK: Final[Cataloger] = lock_cataloger(
    "pdm-lock", 1, PATTERNS, parse_pdm_lock, is_pdm_lock_current
)
