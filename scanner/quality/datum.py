"""A datum: one thing that a document may say, and how to tell whether it does.

Rules are tables of these, so that what two of them ask for is looked for in one way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from scanner.quality.presence import Presence

if TYPE_CHECKING:
    from collections.abc import Callable

    from scanner.model.document import DocumentFacts

Owner = TypeVar("Owner")
"""What has it: an ``Item``, or the ``Inventory`` as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Datum(Generic[Owner]):
    """One thing to be told."""

    name: str
    presence: Callable[[Owner, DocumentFacts], Presence]
    why: str
    """Why it is not there, where it is not."""
    advice: str
    """How to fill it."""

    def found_in(self, owner: Owner, facts: DocumentFacts) -> Presence:
        """Return whether it is there, or at least said not to be known."""
        presence = self.presence(owner, facts)
        if presence is Presence.MISSING and self.name in facts.admits:
            return Presence.UNKNOWN
        return presence
