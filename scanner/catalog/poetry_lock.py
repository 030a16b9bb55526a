"""What Poetry has locked: ``poetry.lock``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.catalog.lockfile import lock_cataloger
from scanner.metadata.lock_currency import is_poetry_lock_current
from scanner.metadata.poetry_lock import parse_poetry_lock

if TYPE_CHECKING:
    from scanner.catalog.cataloger import Cataloger

PATTERNS: Final = ("**/poetry.lock",)

POETRY_LOCK: Final[Cataloger] = lock_cataloger(
    "poetry-lock", 1, PATTERNS, parse_poetry_lock, is_poetry_lock_current
)
