"""Manifests that take in each other: what is installed together, whichever file it stands in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Inclusion:
    """What one manifest takes in, and what it states where another takes it in."""

    path: str
    requirements: tuple[str, ...] = ()
    """The paths of those whose requirements are installed with its own (``-r``)."""
    constraints: tuple[str, ...] = ()
    """The paths of those that constrain what is installed (``-c``)."""
    stated: tuple[str, ...] = ()
    """What it asks for, without secrets, if that constrains others; no component tells it."""
    indexes: tuple[str, ...] = ()
    """Where it says that distributions are from, without secrets."""

    @property
    def tells_something(self) -> bool:
        """Whether it takes in anything, or constrains what takes it in."""
        return bool(self.requirements or self.constraints or self.stated)
