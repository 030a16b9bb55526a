"""What differs between what is declared, locked and installed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """In what way."""

    MISSING = "missing"
    """Declared, and not installed."""
    UNDECLARED = "undeclared"
    """Installed, and not declared."""
    VERSION = "version"
    """Installed in another version than is locked, or outside of what is allowed."""
    ORIGIN = "origin"
    """Installed from another place than is locked."""
    HASH = "hash"
    """Installed from an archive that is not among those locked."""
    OUTDATED = "outdated"
    """A lockfile that is not of its manifest any more."""
    DISAGREEMENT = "disagreement"
    """Two lockfiles of one project that have settled on different versions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One of them."""

    kind: Kind
    name: str
    """Of the distribution; empty if it is about a whole file."""
    ecosystem: str | None = None
    """Whose name that is: ``pypi`` or ``conda``."""
    declared: str | None = None
    """What is declared, or what the file that is believed says."""
    found: str | None = None
    """What is installed, or what the other file says."""
    where: str
    """The path and the line of the declaration, or the path of what is installed."""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """All differences of a project, and what it was compared with."""

    project: str
    """As the user gave it."""
    environments: tuple[str, ...]
    """The paths of those that were compared; none if there was none."""
    differences: tuple[Difference, ...]
