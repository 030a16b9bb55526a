"""The shape of a cataloger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from scanner.model.component import Component, Problem
from scanner.model.dependency import Dependency
from scanner.model.environment import Environment
from scanner.model.inclusion import Inclusion
from scanner.model.system_package import SystemPackage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from layers.archive_claim import ArchiveClaim
    from layers.excerpt import Excerpt
    from layers.tree import Tree

Found: TypeAlias = Component | Dependency | Environment | Inclusion | SystemPackage | Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Cataloger:
    """Reads one kind of trace from a tree."""

    name: str
    version: int
    """Raised when it would find something else in the same tree."""
    claims: tuple[str, ...]
    """Patterns (see :class:`layers.claim.Claims`) of all it reads."""
    is_for_directories: bool = False
    """Whether it reads nothing of images, whose reading its claims would slow down."""
    excerpts: tuple[Excerpt, ...] = ()
    """What it needs of files that are too large to keep."""
    archives: tuple[ArchiveClaim, ...] = ()
    """What is to be looked into, so that there is what any of them reads inside."""
    catalog: Callable[[Tree], Iterator[Found]]
    """Yields what is there. It never raises: what cannot be read is a Problem."""
