"""Profiles: what a rule asks of a document, and where one falls short of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Generic

from scanner.quality.datum import Owner
from scanner.quality.item import SUBJECT, items_of
from scanner.quality.presence import TOLD, Presence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.model.document import DocumentFacts
    from scanner.model.inventory import Inventory
    from scanner.quality.datum import Datum
    from scanner.quality.item import Item


class Scope(Enum):
    """Of which items an element is asked."""

    BOTH = "both"
    SUBJECT = "subject"
    """Only of what was scanned."""
    COMPONENTS = "components"
    """Only of what is in it."""

    def holds(self, item: Item) -> bool:
        """Tell whether it is asked of an item."""
        other = Scope.COMPONENTS if item.place == SUBJECT else Scope.SUBJECT
        return self is not other


@dataclass(frozen=True, slots=True, kw_only=True)
class Element(Generic[Owner]):
    """One thing that a rule asks for."""

    datum: Datum[Owner]
    reference: str
    """Which part of the rule asks for it."""
    accepts: frozenset[Presence] = TOLD
    is_required: bool = True
    """False if it is only recommended."""
    scope: Scope = Scope.BOTH

    @property
    def name(self) -> str:
        """What it is called, as in a gap."""
        return self.datum.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A rule, as tables of what it asks for."""

    name: str
    title: str
    url: str
    document: tuple[Element[Inventory], ...]
    components: tuple[Element[Item], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One thing that is asked for and not told."""

    element: str
    reference: str
    place: str | None
    """That of the component; :data:`SUBJECT` for what was scanned, None for the document."""
    component: str | None
    """What to call the component."""
    presence: Presence
    why: str
    advice: str
    is_accepted: bool
    """Whether the rule is met in spite of it: it is recommended only, or a known unknown."""


def check(inventory: Inventory, profile: Profile, facts: DocumentFacts) -> tuple[Gap, ...]:
    """Return what a document of the inventory lacks: first of the document, then by component."""
    return (*_of_document(inventory, profile, facts), *_of_items(inventory, profile, facts))


def is_met(gaps: tuple[Gap, ...]) -> bool:
    """Tell whether a rule is met, by what :func:`check` returned."""
    return all(gap.is_accepted for gap in gaps)


def _of_document(inventory: Inventory, profile: Profile, facts: DocumentFacts) -> Iterator[Gap]:
    for element in profile.document:
        presence = element.datum.found_in(inventory, facts)
        if presence is not Presence.TOLD:
            yield _gap(element, presence, None)


def _of_items(inventory: Inventory, profile: Profile, facts: DocumentFacts) -> Iterator[Gap]:
    for item in items_of(inventory, facts):
        for element in profile.components:
            if not element.scope.holds(item):
                continue
            presence = element.datum.found_in(item, facts)
            if presence is not Presence.TOLD:
                yield _gap(element, presence, item)


def _gap(element: Element[Owner], presence: Presence, item: Item | None) -> Gap:
    return Gap(
        element=element.name,
        reference=element.reference,
        place=item.place if item else None,
        component=item.label if item else None,
        presence=presence,
        why=element.datum.why,
        advice=element.datum.advice,
        is_accepted=not element.is_required or presence in element.accepts,
    )
