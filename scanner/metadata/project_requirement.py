"""What a project asks for, and what it is needed for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from scanner.metadata.declared_requirement import DeclaredRequirement

BUILD: Final = "build"
"""The group of what is needed to build the project (PEP 518)."""
MAX_PURPOSES: Final = 100
"""How many extras and groups one of them is for."""


@dataclass(frozen=True, slots=True)
class Purpose:
    """What something is needed for: the project itself, or an extra or a group of it."""

    extra: str | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectRequirement:
    """One requirement of a project."""

    requirement: DeclaredRequirement
    line: int
    last_line: int
    extras: tuple[str, ...] = ()
    """The extras of the project that it is for."""
    groups: tuple[str, ...] = ()
    """The dependency groups that it is in."""

    @property
    def purposes(self) -> tuple[Purpose, ...]:
        """What it is for, each alone; the project itself, if nothing else."""
        purposes = [Purpose(extra=extra) for extra in self.extras]
        purposes += [Purpose(group=group) for group in self.groups]
        return tuple(purposes[:MAX_PURPOSES]) or (Purpose(),)
