"""What one layer may ask of us, together with all archives that are inside of it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from layers.errors import LimitExceeded

if TYPE_CHECKING:
    from layers.limits import Limits


class Allowance:
    """Adds up what was taken of some of the limits, which are known by their names."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._taken: Counter[str] = Counter()

    def take(self, limit: str, amount: int = 1) -> None:
        """Take what counts towards a limit.

        Raises:
            LimitExceeded: if it is more than is left; then nothing is taken.

        """
        allowed: int = getattr(self._limits, limit)
        if self._taken[limit] + amount > allowed:
            raise LimitExceeded(limit, allowed)
        self._taken[limit] += amount
