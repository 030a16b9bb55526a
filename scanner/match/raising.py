"""What has to be raised for a distribution to get another version.

A distribution that others require can have the versions only that all of them allow. So what has to
be raised is what a user asked for and leads to the one that does not allow the version. A project
itself is never raised: what it requires is what its user asked for. What is vendored comes with
another distribution, and is replaced only with that.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scanner.graph.reach import way_to
from scanner.metadata.requirement import parse_requirement
from scanner.metadata.specifier import admits
from scanner.model.dependency import PYPI, Basis

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.model.component import Component
    from scanner.model.dependency import Dependency
    from scanner.model.fix import Fix
    from scanner.model.inventory import Inventory


@dataclass(frozen=True, slots=True)
class Raising:
    """Who requires what in an inventory."""

    requirements: Mapping[str, list[Dependency]]
    """By the place of what is required."""
    places: Mapping[str, Component]
    """All that there are."""
    parents: Mapping[str, str]
    """The place of what has its evidence at a path."""

    @classmethod
    def of(cls, inventory: Inventory) -> Raising:
        """Read the dependencies of an inventory once."""
        requirements: defaultdict[str, list[Dependency]] = defaultdict(list)
        for dependency in inventory.dependencies:
            if dependency.dependency is not None and dependency.is_there:
                requirements[dependency.dependency].append(dependency)
        places = {each.place: each for each in inventory.components}
        parents = {each.evidence.path: each.place for each in inventory.components}
        return cls(requirements, places, parents)

    def completed(self, fix: Fix, component: Component) -> Fix:
        """Return a fix with what has to be raised for it, and by which way that is."""
        place = component.place
        if component.parent is not None:
            return _by(fix, (*self._way(self.parents.get(component.parent)), place))
        if fix.version is None or component.directness is None:
            return fix
        requirements = self.requirements.get(place, ())
        answers = [_allows(each, fix.version) for each in requirements]
        if False in answers:
            against = requirements[answers.index(False)].dependent
            return _by(replace(fix, is_admitted=False), (*self._way(against), place))
        is_admitted = True if answers and None not in answers else None
        return _by(replace(fix, is_admitted=is_admitted), self._way(place))

    def _way(self, place: str | None) -> tuple[str, ...]:
        """Return the way from what a user asked for, if there is one."""
        component = None if place is None else self.places.get(place)
        way = way_to(component, self.places) if component else ()
        return tuple(each.place for each in way if not _is_project(each))


def _is_project(component: Component) -> bool:
    return component.directness is not None and component.directness.basis is Basis.PROJECT


def _by(fix: Fix, way: tuple[str, ...]) -> Fix:
    """Return a fix with the way to its component; one step is no way."""
    return replace(fix, raised=way[0], way=way) if len(way) > 1 else fix


def _allows(dependency: Dependency, version: str) -> bool | None:
    """Tell whether a requirement allows a version; None if it cannot be read."""
    is_pypi = dependency.ecosystem == PYPI
    requirement = parse_requirement(dependency.requirement) if is_pypi else None
    if requirement is None or requirement.oddity == "specifier":
        return None
    return admits(requirement.specifier, version)
