"""An inventory judged by its licences: what is shown to people who have to answer for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scanner.model.license import Licensing

if TYPE_CHECKING:
    from scanner.model.component import Component
    from scanner.model.inventory import Inventory

NOTHING_KNOWN: Final = Licensing()
NOT_JUDGED: Final = "allow"
"""The verdict of what nobody objects to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenseJudgement:
    """What follows from the licence that was concluded."""

    category: str | None = None
    """``permissive``, ``copyleft`` …; None if the licence is not known."""
    verdict: str = NOT_JUDGED
    """``allow``, ``flag`` or ``deny``."""
    reason: str = ""
    """The rule of the policy that decided."""
    obligations: tuple[str, ...] = ()
    """What the licence asks of who passes the work on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenseEntry:
    """One component at one place, with what was concluded of its licence."""

    component: Component
    judgement: LicenseJudgement = LicenseJudgement()

    @property
    def licensing(self) -> Licensing:
        """What is known of its licence, which may be nothing."""
        return self.component.licensing or NOTHING_KNOWN

    @property
    def flags(self) -> tuple[str, ...]:
        """What somebody should look at, in a word each."""
        licensing = self.licensing
        raised = {
            "denied": self.judgement.verdict == "deny",
            "flagged": self.judgement.verdict == "flag",
            "conflict": bool(licensing.conflicts),
            "open": licensing.concluded is None,
            "review": licensing.needs_review,
            "bundled": bool(licensing.bundled),
            "curated": licensing.curated_by is not None,
        }
        return tuple(flag for flag, is_raised in raised.items() if is_raised)


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenseReport:
    """All that is to be said of the licences of an inventory."""

    inventory: Inventory
    entries: tuple[LicenseEntry, ...]
    """One for each component that is documented, in their order."""
    created: str | None = None
    """When, in ISO 8601; None, unless somebody asks for it, for equal scans to give equal bytes."""

    def created_by(self, entry: LicenseEntry) -> str:
        """Return the instruction that made the layer that a component is in."""
        layers = self.inventory.subject.layers
        index = entry.component.evidence.layer
        return next((layer.created_by for layer in layers if layer.index == index), "")
