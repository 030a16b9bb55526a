"""What a project asks for, where its lockfile tells only names and not which entry is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.metadata.project_requirement import BUILD
from scanner.model.names import normalized

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.metadata.lock import Entries, Need
    from scanner.metadata.pyproject import Pyproject


def needs_of(project: Pyproject | None, entries: Entries) -> Iterator[Need]:
    """Yield what a project needs of the entries of its lockfile, which has nothing to build it."""
    own = normalized(project.name or "") if project else ""
    for asked in project.requirements if project else ():
        requirement = asked.requirement
        if requirement.name is None or normalized(requirement.name) == own or BUILD in asked.groups:
            continue
        for purpose in asked.purposes:
            yield from entries.needs(None, requirement, purpose)
