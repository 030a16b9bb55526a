"""What the report for people shows beside what is in the report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """All choices, at their defaults."""

    why_rank: bool = False
    """Whether what the risk of each finding is made of stands below it."""
    today: date | None = None
    """The day that ages are counted to; None for that on which the report was made, if any."""


PLAIN: Final = Showing()
