"""What to do about a finding."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """The version to go to: the nearest one above that none of the known records affects."""

    version: str | None
    """None if no such version is known; then ``remaining`` says what the best one still has."""
    nearness: str | None = None
    """What stays the same: ``minor``, ``major``, or nothing."""
    remaining: tuple[str, ...] = ()
    """The vulnerabilities that even the best known version has."""
    raised: str | None = None
    """The place of the direct dependency to raise, where the component is not one itself."""
    way: tuple[str, ...] = ()
    """The places from the direct dependency to the component, both included."""
