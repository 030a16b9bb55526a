"""An inventory judged by a licence policy: what is shown to those who answer for licences."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from scanner.licenses.category import category_of_expression
from scanner.licenses.context import Context
from scanner.licenses.decided.policy import DEFAULT, Outcome
from scanner.licenses.decided.verdict import judge
from scanner.licenses.obligation import checklist
from scanner.licenses.tree import tree_of
from scanner.model.license import Licensing

if TYPE_CHECKING:
    from datetime import date

    from scanner.licenses.category import Categories
    from scanner.licenses.decided.policy import Policy
    from scanner.licenses.decided.verdict import Ruling, Verdict
    from scanner.licenses.obligation import Duty
    from scanner.model.component import Component
    from scanner.model.inventory import Inventory
    from scanner.model.license import LicenseStatement

NOTHING_KNOWN: Final = Licensing()


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenseEntry:
    """One component at one place, with all that is to be said of its licence."""

    component: Component
    verdicts: tuple[Verdict, ...]
    """First on what is concluded, then on what is bundled."""
    category: str | None
    """``permissive``, ``copyleft`` …; None if the licence is not known."""
    duties: tuple[Duty, ...]
    """What its licence asks for, where it is used."""
    parent: Component | None
    """The one that it is a part of."""

    @property
    def named(self) -> str:
        """Name and version."""
        return _named(self.component)

    @property
    def part_of(self) -> str:
        """Name and version of what it is a part of; empty if it is of nothing."""
        return _named(self.parent) if self.parent else ""

    @property
    def licensing(self) -> Licensing:
        """What is known of its licence, which may be nothing."""
        return self.component.licensing or NOTHING_KNOWN

    @property
    def said(self) -> tuple[LicenseStatement, ...]:
        """The statements but those on its texts, which :attr:`Licensing.detected` has whole."""
        return tuple(each for each in self.licensing.statements if each.source != "text")

    @property
    def outcome(self) -> Outcome:
        """The worst that the policy says."""
        return max(verdict.outcome for verdict in self.verdicts)

    @property
    def choice(self) -> str | None:
        """The concluded licence with one branch left of each OR, if it has any."""
        return self.verdicts[0].choice

    @property
    def objections(self) -> tuple[str, ...]:
        """Why the policy does not simply allow it."""
        return tuple(
            f"{verdict.outcome} by {verdict.rule}: {verdict.reason}"
            for verdict in self.verdicts
            if verdict.outcome is not Outcome.ALLOW
        )

    @property
    def flags(self) -> tuple[str, ...]:
        """What somebody should look at, in a word each."""
        licensing = self.licensing
        raised = {
            "denied": self.outcome is Outcome.DENY,
            "flagged": self.outcome is Outcome.FLAG,
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
    ruling: Ruling
    entries: tuple[LicenseEntry, ...]
    """One for each component that is documented, in their order."""
    created: str | None = None
    """When, in ISO 8601; None, unless somebody asks for it, for equal scans to give equal bytes."""


def license_report(
    inventory: Inventory,
    policy: Policy = DEFAULT,
    *,
    today: date,
    context: Context = Context.SHIPPED,
    created: str | None = None,
) -> LicenseReport:
    """Return what is known of each component that is documented, with what a policy says of it."""
    ruling = judge(inventory, policy, today=today, context=context)
    by_path = {component.evidence.path: component for component in inventory.components}
    entries = []
    for component, verdicts in groupby(ruling.verdicts, key=attrgetter("component")):
        concluded, *bundled = verdicts
        duties = checklist(concluded.chosen, context, policy.categories) if concluded.chosen else ()
        entry = LicenseEntry(
            component=component,
            verdicts=(concluded, *bundled),
            category=category_in(concluded.expression, policy.categories),
            duties=duties,
            parent=by_path.get(component.parent) if component.parent else None,
        )
        entries.append(entry)
    return LicenseReport(
        inventory=inventory, ruling=ruling, entries=tuple(entries), created=created
    )


def category_in(expression: str | None, own: Categories = ()) -> str | None:
    """Return the category of an expression: of its best choice, and of its worst part."""
    tree = tree_of(expression) if expression else None
    return category_of_expression(tree, own) if tree else None


def _named(component: Component) -> str:
    return f"{component.name} {component.version or ''}".rstrip()
