"""From an inventory to a report of its licences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.model.license_report import LicenseEntry, LicenseJudgement, LicenseReport

if TYPE_CHECKING:
    from scanner.model.component import Component
    from scanner.model.inventory import Inventory


def license_report(inventory: Inventory, created: str | None = None) -> LicenseReport:
    """Return an entry for each component that is documented, with what a policy says of it."""
    entries = (
        LicenseEntry(component=component, judgement=judgement_of(component))
        for component in inventory.documented_components
    )
    return LicenseReport(inventory=inventory, entries=tuple(entries), created=created)


def judgement_of(component: Component) -> LicenseJudgement:
    """Return the category of a component's licence, and what follows from it."""
    del component
    return LicenseJudgement()


def category_of(expression: str) -> str | None:
    """Return the category of an expression: of its best choice, and of its worst part."""
    del expression
    return None
