"""What any tool has locked in the common form: ``pylock.toml``, ``pylock.*.toml`` (PEP 751)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.catalog.lockfile import lock_cataloger
from scanner.metadata.pylock import parse_pylock

if TYPE_CHECKING:
    from scanner.catalog.cataloger import Cataloger

PATTERNS: Final = ("**/pylock.toml", "**/pylock.*.toml")

PYLOCK: Final[Cataloger] = lock_cataloger("pylock", 1, PATTERNS, parse_pylock)
