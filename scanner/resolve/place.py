"""Where what resolvers chose is told: each version at a place of its own.

Manifests may take in the same file, and come to different versions of what is in it; all of them
are installed somewhere.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scanner.model.component import Component

_Entry: TypeAlias = tuple[str, int | None, str]
"""A path, a line and a name."""


class Places:
    """The places of an inventory, and those of what was chosen since."""

    def __init__(self, components: Iterable[Component]) -> None:
        self._taken: Counter[_Entry] = Counter()
        for each in components:
            entry = _entry(each)
            self._taken[entry] = max(self._taken[entry], each.evidence.ordinal + 1)
        self._ordinals: dict[tuple[str, str | None], int] = {}
        self._settled: set[str] = set()

    def of_settled(self, component: Component) -> Component:
        """Return what a manifest asks for at its own place, if nobody chose another version."""
        place = component.place
        key = place, component.version
        if key not in self._ordinals and place not in self._settled:
            self._settled.add(place)
            self._ordinals[key] = component.evidence.ordinal
        return self._at(component, place)

    def of_brought(self, component: Component) -> Component:
        """Return what is needed at a place where nothing else is."""
        first = replace(component, evidence=replace(component.evidence, ordinal=0))
        return self._at(component, f"brought in at {first.place}")

    def _at(self, component: Component, place: str) -> Component:
        key = place, component.version
        if key not in self._ordinals:
            entry = _entry(component)
            self._ordinals[key] = self._taken[entry]
            self._taken[entry] += 1
        ordinal = self._ordinals[key]
        return replace(component, evidence=replace(component.evidence, ordinal=ordinal))


def _entry(component: Component) -> _Entry:
    evidence = component.evidence
    return evidence.path, evidence.line, normalized(component.name)
