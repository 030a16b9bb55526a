"""Text from images on a terminal, where it must not act."""

from __future__ import annotations

from scanner.formats.plain_text import printable

__all__ = ["printable"]
