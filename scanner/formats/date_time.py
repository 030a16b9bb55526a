"""Dates that schemas take: in an advisory, or a saved report, may stand anything."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

DATE_TIME: Final = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:[0-5]\d)", re.ASCII
)


def is_date_time(text: str) -> bool:
    """Tell whether a text is a date and time with its zone (RFC 3339)."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return DATE_TIME.fullmatch(text) is not None


def in_utc(text: str | None) -> str | None:
    """Return a date as SPDX has it: in UTC, to the second; None if it is none."""
    try:
        date = datetime.fromisoformat(text or "")
        date = date.astimezone(UTC) if date.tzinfo else date.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return date.isoformat(timespec="seconds").replace("+00:00", "Z")
