"""What uv has locked: ``uv.lock``, and ``tool.py.lock`` beside a script (PEP 723)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.catalog.lockfile import lock_cataloger
from scanner.metadata.lock_currency import is_uv_lock_current
from scanner.metadata.uv_lock import parse_uv_lock

if TYPE_CHECKING:
    from scanner.catalog.cataloger import Cataloger

PATTERNS: Final = ("**/uv.lock", "**/*.py.lock")

UV_LOCK: Final[Cataloger] = lock_cataloger(
    "uv-lock", 1, PATTERNS, parse_uv_lock, is_uv_lock_current
)
