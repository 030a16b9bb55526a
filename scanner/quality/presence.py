"""In which ways something may be there, or not: to say that it is unknown is to say something."""

from __future__ import annotations

from enum import Enum
from typing import Final


class Presence(Enum):
    """What has become of one datum."""

    TOLD = "told"
    WITHHELD = "withheld"
    """It is known, and the document says that it does not tell it."""
    UNKNOWN = "unknown"
    """It is not there, and the document says so: a known unknown."""
    MISSING = "missing"
    """It is not there, and nothing says why."""


def told_if(is_told: object) -> Presence:
    """Return that something is told if there is any of it, and that it is missing if not."""
    return Presence.TOLD if is_told else Presence.MISSING


STRICT: Final = frozenset((Presence.TOLD,))
TOLD: Final = frozenset((Presence.TOLD, Presence.WITHHELD))
ADMITTED: Final = frozenset((Presence.TOLD, Presence.WITHHELD, Presence.UNKNOWN))
"""What a rule is content with that asks for known unknowns to be stated."""
