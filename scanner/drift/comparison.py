"""All differences of a project: its lockfiles, and an environment that it is to be installed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.drift.difference import Drift
from scanner.drift.installation import differences_between
from scanner.drift.lockfile import differences_of_locks
from scanner.drift.side import declarations_in, installations_in
from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from scanner.drift.difference import Difference
    from scanner.drift.side import Declarations, Installation
    from scanner.model.component import Component
    from scanner.model.inventory import Inventory
    from scanner.selection import Selection


def drift_of(
    project: Inventory,
    against: Inventory | None,
    wanted: Selection,
    environments: Collection[str] = (),
) -> Drift:
    """Return how a project differs from an image or an environment, or from those beside it.

    ``wanted`` has the groups and extras that are to be installed, beside what the project itself
    needs. Of an image with several environments, it is the one that has most of what is declared,
    unless the paths of some are given.
    """
    pairs = list(_pairs(project, against, environments))
    differences: list[Difference] = [*differences_of_locks(_stated(project))]
    for declared, installed in pairs:
        differences += differences_between(declared, installed, wanted)
    return Drift(
        project=project.subject.location,
        environments=tuple(installed.environment.path for _, installed in pairs),
        differences=tuple(
            sorted(differences, key=lambda each: (each.kind.value, normalized(each.name)))
        ),
    )


def _pairs(
    project: Inventory, against: Inventory | None, environments: Collection[str]
) -> Iterator[tuple[Declarations, Installation]]:
    known = [
        installed
        for installed in installations_in(against or project)
        if not environments or installed.environment.path in environments
    ]
    if against is None:
        for installed in known:
            if installed.environment.project is not None:
                yield declarations_in(project, installed.environment.project), installed
        return
    declared = declarations_in(project)
    if environments:
        yield from ((declared, installed) for installed in known)
    elif known:
        yield (
            declared,
            max(known, key=lambda each: len(declared.identities & each.components.keys())),
        )


def _stated(project: Inventory) -> Iterator[Component]:
    return (each for each in project.components if each.declaration)
